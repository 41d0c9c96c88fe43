// A text and its entities as nodes. Entity offsets count UTF-16 units, as JavaScript's strings do.

import { act } from "./acting.js";
import { h } from "./dom.js";
import { addressOf, follow, openBot } from "./links.js";
import { copyText, notice } from "./notices.js";
import { botOf } from "./store.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s" };
const endOf = (entity) => entity.offset + entity.length;

export function richText(text, entities) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nested(text, 0, text.length, sorted);
}

function nested(text, from, to, entities) {
  const made = [];
  const left = [...entities];
  let at = from;
  while (left.length) {
    const entity = left.shift();
    const [start, end] = [Math.max(entity.offset, at), Math.min(endOf(entity), to)];
    if (end <= start) continue;
    if (start > at) made.push(text.slice(at, start));
    const inside = takeInside(left, end);
    made.push(dressed(entity, text.slice(start, end), nested(text, start, end, inside)));
    at = afterBlock(entity, text, end, to);
  }
  if (at < to) made.push(text.slice(at, to));
  return made;
}

// What crosses the end is split there: one part stays inside, the other comes after.
function takeInside(left, end) {
  const inside = [];
  while (left.length && left[0].offset < end) inside.push(left.shift());
  const crossing = inside.filter((one) => endOf(one) > end);
  left.unshift(...crossing.map((one) => ({ ...one, offset: end, length: endOf(one) - end })));
  return inside;
}

// A block ends its line by itself, so the line break behind it would be one too many.
function afterBlock(entity, text, end, to) {
  return BLOCKS.has(entity.type) && end < to && text[end] === "\n" ? end + 1 : end;
}

function dressed(entity, words, inner) {
  if (PLAIN[entity.type]) return h(PLAIN[entity.type], {}, inner);
  return (DRESS[entity.type] ?? (() => h("span", {}, inner)))(inner, words, entity);
}

const DRESS = {
  code: (inner, words) => copyable("code", words, inner),
  pre: (inner, words, { language }) => copyable("pre", words, h("code", { "data-language": language }, inner)),
  spoiler: (inner) => spoiler(inner),
  blockquote: (inner) => h("blockquote", {}, inner),
  expandable_blockquote: (inner) => expandable(inner),
  url: (inner, words) => link(inner, words, () => follow(words)),
  text_link: (inner, words, { url }) => link(inner, url, () => follow(url)),
  email: (inner, words) => link(inner, `mailto:${words}`, () => follow(`mailto:${words}`)),
  phone_number: (inner, words) => link(inner, `tel:${words}`, () => follow(`tel:${words.replace(/[^\d+]/g, "")}`)),
  mention: (inner, words) => link(inner, "", () => openMentioned(words)),
  text_mention: (inner) => h("span", { class: "link" }, inner),
  bot_command: (inner, words) => link(inner, "", () => act("write", { text: words })),
  hashtag: (inner) => h("span", { class: "link" }, inner),
  cashtag: (inner) => h("span", { class: "link" }, inner),
};

function openMentioned(words) {
  const bot = botOf(words.slice(1));
  return bot ? openBot(bot) : notice(`There is no bot ${words} here.`);
}

function link(inner, written, onclick) {
  const address = written && addressOf(written);
  // Only what a browser may safely follow becomes an address; the click is ours in any case.
  const href = address && /^(https?|mailto|tel):$/.test(address.protocol) ? address.href : null;
  const took = (event) => {
    event.preventDefault();
    onclick();
  };
  if (!href) return h("button", { type: "button", class: "link", onclick: took }, inner);
  return h("a", { href, class: "link", rel: "noopener noreferrer", onclick: took }, inner);
}

// Links inside keep their own clicks.
function copyable(tag, words, inner) {
  const copy = (event) => event.target.closest(".link") || getSelection().toString() || copyText(words);
  return h(tag, { title: "Copy", onclick: copy }, inner);
}

export function openBy(node, open) {
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.addEventListener("click", open);
  node.addEventListener("keydown", (event) => {
    if (event.target !== node || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    open(event);
  });
  return node;
}

function spoiler(inner) {
  const hidden = h("span", { class: "spoiler", "aria-label": "Hidden text" }, h("span", { class: "inside" }, inner));
  return openBy(hidden, (event) => {
    if (hidden.classList.contains("open")) return;
    event.preventDefault();
    event.stopPropagation();
    hidden.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) hidden.removeAttribute(name);
  });
}

function expandable(inner) {
  const quote = h("blockquote", { class: "expandable", "aria-expanded": "false" }, inner);
  return openBy(quote, (event) => {
    if (event.target.closest(".link")) return;
    quote.setAttribute("aria-expanded", String(quote.classList.toggle("open")));
  });
}
