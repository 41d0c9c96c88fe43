// One message: its bubble, and the buttons below it.

import { act } from "./acting.js";
import { h, icon, iconButton, swap } from "./dom.js";
import { inlineKeyboard } from "./keyboards.js";
import { mediaName, mediaNode } from "./media.js";
import { copyText, menu } from "./notices.js";
import { drop } from "./offline.js";
import { emit } from "./store.js";
import { richText } from "./texts.js";
import { clockSeconds, clockTime, dayName, fromUnix } from "./timing.js";

const LONG_PRESS = 500;

export function messageNode(chat, message) {
  const node = h("article", { "data-id": message.id });
  fill(node, chat, message);
  openMenuOn(node, chat);
  return node;
}

// Puts the new version in the same place.
export function redraw(node, chat, message) {
  fill(node, chat, message);
  if (!message.from_bot) return;
  const bubble = node.querySelector(".bubble");
  bubble.classList.remove("flash");
  void bubble.offsetWidth; // lets the animation start anew
  bubble.classList.add("flash");
}

function fill(node, chat, message) {
  const side = message.from_bot ? "from-bot" : "own";
  // What was a card keeps its width without buttons, too.
  const card = message.rows.length > 0 || node.classList.contains("card");
  node.className = `message ${side}${card ? " card" : ""}`;
  node.dataset.day = dayName(fromUnix(message.date));
  swap(node, bubble(chat, message), message.rows.length > 0 && inlineKeyboard(chat, message));
}

function bubble(chat, message) {
  const media = mediaNode(message.media, chat.bot, message.protected);
  const bare = message.media.sticker ? " bare" : "";
  const text = h(
    "div",
    { class: message.text ? "text" : "text wordless", dir: "auto" },
    richText(message.text, message.entities),
    meta(message),
  );
  const more = iconButton("more", "Message menu", (event) => openMenu(event.currentTarget, chat, message.id), {
    class: "round more",
    "data-key": `${message.id} menu`,
  });
  const kept = message.protected ? " kept" : "";
  const said = `Forwarded from ${message.forwarded_from}`;
  const from = message.forwarded_from && h("b", { class: "forwarded", dir: "auto" }, said);
  return h("div", { class: `bubble${bare}${kept}` }, from, repliedTo(chat, message), media, text, more);
}

function repliedTo(chat, message) {
  if (!message.reply_to) return null;
  const answered = chat.messages.get(message.reply_to);
  const go = () => emit("find", message.reply_to);
  const words = answered ? summary(answered) : "a message that is gone";
  const lines = [h("b", {}, answered?.sender ?? "Reply"), h("span", {}, words)];
  return h("button", { type: "button", class: "replied", onclick: go, dir: "auto" }, lines);
}

// On one line: what lists, replies and notices show of it.
export function summary(message) {
  const words = message.text.replaceAll("\n", " ").slice(0, 120);
  return [mediaName(message.media), words].filter(Boolean).join(" · ");
}

function meta(message) {
  const sent = fromUnix(message.date);
  const changed = message.edit_date && fromUnix(message.edit_date);
  const title = [exactly(sent), changed && `edited ${exactly(changed)}`, `message ${message.id}`]
    .filter(Boolean)
    .join("; ");
  return h(
    "span",
    { class: "meta", title },
    message.protected && named("lock", "Cannot be forwarded, copied or saved"),
    message.silent && named("silent", "Came without a sound"),
    changed && h("span", { class: "edited" }, "edited "),
    h("time", { datetime: sent.toISOString() }, clockTime(sent)),
  );
}

const named = (drawn, label) =>
  h("span", { class: "mark", role: "img", "aria-label": label, title: label }, icon(drawn));
const exactly = (date) => `${dayName(date)}, ${clockSeconds(date)}`;

function openMenu(at, chat, id) {
  const message = chat.messages.get(id);
  if (!message) return;
  const items = [{ label: "Reply", act: () => emit("reply", message) }];
  if (message.text && !message.protected) items.push({ label: "Copy text", act: () => copyText(message.text) });
  if (!message.from_bot && message.text) items.push({ label: "Edit", act: () => emit("edit", message) });
  items.push({ label: "Delete", bad: true, act: () => act("delete", { message_id: id }) });
  menu(at, items);
}

// A long press or the right mouse button; phones differ in which of the two they tell of.
function openMenuOn(node, chat) {
  const id = Number(node.dataset.id);
  let timer = 0;
  const open = (event) => {
    clearTimeout(timer);
    openMenu({ x: event.clientX, y: event.clientY }, chat, id);
  };
  const onBubble = (event) => event.target.closest(".bubble") && !event.target.closest("a, img");
  node.addEventListener("contextmenu", (event) => {
    if (!onBubble(event)) return;
    event.preventDefault();
    open(event);
  });
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" && onBubble(event)) timer = setTimeout(() => open(event), LONG_PRESS);
  });
  for (const name of ["pointerup", "pointermove", "pointercancel"])
    node.addEventListener(name, () => clearTimeout(timer));
}

// What waits until the person is online again.
export function pendingNode(action) {
  const text = h(
    "div",
    { class: "text", dir: "auto" },
    described(action),
    h("span", { class: "meta" }, icon("clock")),
  );
  const cancel = iconButton("close", "Do not send", () => drop(action), { class: "round more" });
  return h("article", { class: "message own pending" }, h("div", { class: "bubble" }, text, cancel));
}

function described(action) {
  const say = {
    write: () => action.text,
    press: () => `Press “${action.label ?? action.data}”`,
    open: () => `/start ${action.start ?? ""}`,
    edit: () => `Edit: ${action.text}`,
    delete: () => `Delete message ${action.message_id}`,
  };
  return say[action.do]?.() ?? `${action.do[0].toUpperCase()}${action.do.slice(1)} ${action.caption ?? ""}`;
}
