// Toasts, alerts, small forms and menus.

import { h } from "./dom.js";

const LASTS = 3500;

export function notice(text, { bad = false, from = "" } = {}) {
  const shown = h("div", { class: bad ? "notice bad" : "notice" }, from && h("b", {}, `${from}: `), text);
  const place = document.getElementById("notices");
  place.append(shown);
  while (place.children.length > 3) place.firstChild.remove();
  setTimeout(() => shown.remove(), LASTS);
}

export function copyText(text, said = "Copied") {
  const copied = navigator.clipboard?.writeText(text) ?? Promise.reject();
  copied.then(
    () => notice(`${said}: ${shortened(text)}`),
    () => notice(`Could not copy: ${text}`, { bad: true }),
  );
}

const shortened = (text) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

// Shows a dialog until a button closes it; gives that button's value, or "" if it was dismissed.
export function dialog(title, content, buttons) {
  const box = h("dialog", { "aria-label": title });
  const form = h(
    "form",
    { method: "dialog" },
    title && h("h2", {}, title),
    content,
    h("div", { class: "choices" }, buttons),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    box.close(event.submitter?.value ?? "");
  });
  box.append(form);
  box.addEventListener("click", (event) => event.target === box && box.close(""));
  document.body.append(box);
  box.showModal();
  return new Promise((done) => {
    box.addEventListener("close", () => {
      box.remove();
      done(box.returnValue);
    });
  });
}

export const choice = (label, value, kind = "") =>
  h("button", { type: "submit", value, class: `plain ${kind}` }, label);

export function alertOf(who, text) {
  const said = h("p", { class: "said", dir: "auto" }, text);
  return dialog(who, said, [choice("OK", "ok", "main")]);
}

// fields: [{ name, label, value, type, ... }], or with `options` one of them; gives their values, or null if it was dismissed.
export async function ask(title, fields, done, above = null) {
  const inputs = fields.map(({ label, options, ...attributes }) => ({
    label,
    input: options ? select(options, attributes) : h("input", { autocomplete: "off", ...attributes }),
  }));
  const rows = inputs.map(({ label, input }) => h("label", { class: "field" }, h("span", {}, label), input));
  // The first submit button is the one that Enter presses, so the order on screen is turned in CSS.
  const buttons = [
    choice(done, "done", "main"),
    h("button", { type: "submit", value: "", class: "plain", formnovalidate: true }, "Cancel"),
  ];
  if ((await dialog(title, [above, rows], buttons)) !== "done") return null;
  return Object.fromEntries(inputs.map(({ input }) => [input.name, input.value.trim()]));
}

const select = (options, attributes) =>
  h(
    "select",
    attributes,
    Object.entries(options).map(([value, label]) => h("option", { value }, label)),
  );

// items: [{ label, act, bad }]. It stands near `at`, an element or { x, y }.
export function menu(at, items) {
  document.querySelector(".menu")?.hidePopover();
  const opener = document.activeElement;
  // Not "auto": that would close it when the finger of a long press is lifted.
  const box = h("div", { class: "menu", role: "menu", popover: "manual" });
  for (const { label, act, bad } of items) {
    const pick = () => {
      box.hidePopover();
      act();
    };
    box.append(h("button", { type: "button", role: "menuitem", class: bad ? "bad" : "", onclick: pick }, label));
  }
  document.body.append(box);
  box.showPopover();
  place(box, at);
  closeInTime(box, opener);
  box.firstChild.focus({ preventScroll: true });
}

function closeInTime(box, opener) {
  const outside = (event) => box.contains(event.target) || box.hidePopover();
  document.addEventListener("pointerdown", outside, true);
  box.addEventListener("keydown", (event) => {
    if (["Escape", "Tab"].includes(event.key)) box.hidePopover();
    step(event, box);
  });
  box.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "closed") return;
    document.removeEventListener("pointerdown", outside, true);
    if (box.contains(document.activeElement)) opener?.focus({ preventScroll: true });
    queueMicrotask(() => box.remove());
  });
}

function step(event, box) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  const all = [...box.children];
  all[(all.indexOf(document.activeElement) + way + all.length) % all.length].focus();
}

function place(box, at) {
  const near = at instanceof Element ? at.getBoundingClientRect() : { left: at.x, bottom: at.y, top: at.y };
  const { width, height } = box.getBoundingClientRect();
  const below = near.bottom + height + 8 < innerHeight;
  box.style.left = `${Math.max(8, Math.min(near.left, innerWidth - width - 8))}px`;
  box.style.top = `${Math.max(8, below ? near.bottom + 4 : near.top - height - 4)}px`;
}
