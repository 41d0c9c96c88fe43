// The buttons below a message, and the keys below the text field.

import { act } from "./acting.js";
import { notePress } from "./chats.js";
import { h, icon } from "./dom.js";
import { follow } from "./links.js";
import { copyText, notice } from "./notices.js";
import { emit } from "./store.js";

const CORNER = { url: "out", copy: "copy" };
const STYLES = new Set(["primary", "success", "danger"]);

export function inlineKeyboard(chat, message) {
  const rows = message.rows.map((row, y) =>
    keys(row, (button, x) => inlineButton(chat, message, button, `${y}.${x}`)),
  );
  const board = h("div", { class: "inline-keys", role: "group", "aria-label": "Buttons" }, rows);
  showWaiting(board, chat, message.id);
  return board;
}

function keys(row, make) {
  return h("div", { class: "keys", "--columns": row.length }, row.map(make));
}

function inlineButton(chat, message, button, place) {
  const corner = CORNER[Object.keys(CORNER).find((one) => button[one] !== undefined)];
  const style = STYLES.has(button.style) ? ` ${button.style}` : "";
  const shown = {
    type: "button",
    class: `key${style}`,
    title: button.url ?? button.label,
    "data-key": `${message.id}.${place}`,
    onclick: () => press(chat, message, button),
  };
  if (button.data !== undefined) shown["data-data"] = button.data;
  return h("button", shown, h("span", { class: "label", dir: "auto" }, button.label), corner && icon(corner));
}

// Pressing again while it waits is possible: impatient people do it.
async function press(chat, message, button) {
  if (button.url !== undefined) return follow(button.url);
  if (button.copy !== undefined) return copyText(button.copy);
  if (button.data === undefined) return notice("The simulator does not know what this kind of button does.");
  notePress(chat, message.id, button.data);
  emit("waiting", { chat, id: message.id });
  const asked = { bot: chat.bot, person: chat.person, data: button.data, message_id: message.id };
  if (!(await act("press", asked))) await chat.refresh();
  return null;
}

// After a reload nobody knows which button it was; then the whole keyboard waits.
export function showWaiting(board, chat, messageId) {
  const waits = chat.spinning.includes(messageId) || chat.pressed.has(messageId);
  const pressed = chat.pressed.get(messageId) ?? new Set();
  board.classList.toggle("waits", waits && !pressed.size);
  for (const key of board.querySelectorAll("[data-data]")) {
    const busy = waits && pressed.has(key.dataset.data);
    key.classList.toggle("waits", busy);
    key.setAttribute("aria-busy", String(busy));
  }
}

export function replyKeyboard(rows) {
  const key = ({ label }) => {
    const onclick = () => act("press", { label });
    return h(
      "button",
      { type: "button", class: "key", title: label, "data-key": `reply ${label}`, onclick },
      h("span", { class: "label", dir: "auto" }, label),
    );
  };
  return h(
    "div",
    { class: "reply-keys", role: "group", "aria-label": "Keyboard of the bot" },
    rows.map((row) => keys(row, key)),
  );
}
