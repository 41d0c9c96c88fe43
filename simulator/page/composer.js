// The text field and what stands around it.

import { act } from "./acting.js";
import { openAttachments } from "./attach.js";
import { summary } from "./bubbles.js";
import { commandsFor, matching } from "./commands.js";
import { h, iconButton } from "./dom.js";
import { replyKeyboard } from "./keyboards.js";

export class Composer {
  constructor() {
    this._drafts = new Map(); // chat -> { text, mode }
    this._mode = null; // { kind: "reply" or "edit", message }
    this._field = h("textarea", { rows: "1", placeholder: "Message", "aria-label": "Message", dir: "auto" });
    this._field.addEventListener("keydown", (event) => this._onKey(event));
    this._field.addEventListener("input", () => this._onInput());
    this._banner = h("div", { class: "mode", hidden: true });
    this._commands = h("div", { class: "commands", role: "menu", "aria-label": "Commands", hidden: true });
    this._commands.addEventListener("keydown", (event) => this._onCommandKey(event));
    this._slash = iconButton("slash", "Commands", () => this._toggleCommands());
    this._keys = iconButton("keys", "Keyboard of the bot", () => this._toggleKeys(), { "aria-pressed": "true" });
    this._attach = iconButton("attach", "Attach", () => openAttachments(this._attach));
    this._send = iconButton("send", "Send", () => this._submit(), { class: "round send" });
    this._board = h("div", { class: "board" });
    const line = h("div", { class: "line" }, this._slash, this._field, this._keys, this._attach, this._send);
    this.node = h("div", { class: "composer" }, this._commands, this._banner, line, this._board);
  }

  load(chat) {
    if (this._chat) this._drafts.set(this._chat, { text: this._field.value, mode: this._mode });
    this._chat = chat;
    const draft = this._drafts.get(chat) ?? { text: "", mode: null };
    this._field.value = draft.text;
    this._board.replaceChildren();
    this._shownKeys = "";
    this._setMode(draft.mode);
    this.update();
    this._onInput();
  }

  // The bot may have changed its keyboard or its commands.
  update() {
    this._slash.hidden = !commandsFor(this._chat).length;
    const keys = JSON.stringify(this._chat.keyboard);
    if (keys === this._shownKeys) return;
    this._shownKeys = keys;
    this._keys.hidden = !this._chat.keyboard.length;
    this._board.replaceChildren(...(this._chat.keyboard.length ? [replyKeyboard(this._chat.keyboard)] : []));
    this._showKeys(true);
  }

  reply(message) {
    this._setMode({ kind: "reply", message });
    this._field.focus();
  }

  edit(message) {
    this._setMode({ kind: "edit", message });
    this._field.value = message.text;
    this._onInput();
    this._field.focus();
  }

  // A message that is gone can be neither edited nor answered.
  forget(ids) {
    if (this._mode && ids.includes(this._mode.message.id)) this._setMode(null);
  }

  focus() {
    this._field.focus({ preventScroll: true });
  }

  _setMode(mode) {
    this._mode = mode;
    this._banner.hidden = !mode;
    if (!mode) return;
    const said = h(
      "span",
      { class: "lines" },
      h("b", {}, mode.kind === "edit" ? "Edit" : "Reply to"),
      h("small", {}, summary(mode.message)),
    );
    this._banner.replaceChildren(
      said,
      iconButton("close", "Cancel", () => this._leaveMode()),
    );
  }

  _leaveMode() {
    if (this._mode?.kind === "edit") this._field.value = "";
    this._setMode(null);
    this._onInput();
    this.focus();
  }

  _onKey(event) {
    if (event.key === "Escape" && !this._commands.hidden) this._commands.hidden = true;
    else if (event.key === "Escape" && this._mode) this._leaveMode();
    else if (event.key === "ArrowDown" && !this._commands.hidden) this._commands.firstChild?.focus();
    else if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    else this._submit();
    event.preventDefault();
  }

  _onInput() {
    const text = this._field.value;
    this._send.disabled = !text.trim();
    this._field.style.height = "auto";
    this._field.style.height = `${Math.min(this._field.scrollHeight, 160)}px`;
    const typed = /^\/\w*$/.exec(text);
    this._showCommands(typed ? matching(this._chat, text) : []);
  }

  async _submit() {
    const text = this._field.value;
    if (!text.trim()) return;
    const mode = this._mode;
    this._field.value = "";
    this._setMode(null);
    this._onInput();
    const done =
      mode?.kind === "edit"
        ? await act("edit", { message_id: mode.message.id, text })
        : await act("write", mode ? { text, reply_to: mode.message.id } : { text });
    if (!done && !this._field.value) this._giveBack(text, mode);
  }

  _giveBack(text, mode) {
    this._field.value = text;
    this._setMode(mode);
    this._onInput();
  }

  _toggleKeys() {
    this._showKeys(this._board.hidden);
  }

  _showKeys(shown) {
    this._board.hidden = !shown;
    this._keys.setAttribute("aria-pressed", String(shown));
  }

  _toggleCommands() {
    this._showCommands(this._commands.hidden ? commandsFor(this._chat) : []);
    this._commands.firstChild?.focus();
  }

  _showCommands(commands) {
    this._commands.hidden = !commands.length;
    this._commands.replaceChildren(
      ...commands.map(({ command, description }) =>
        h(
          "button",
          { type: "button", role: "menuitem", onclick: () => this._command(command) },
          h("b", {}, `/${command}`),
          h("span", {}, description),
        ),
      ),
    );
  }

  // As in Telegram, a command that was chosen is sent at once.
  _command(command) {
    this._field.value = "";
    this._onInput();
    this.focus();
    return act("write", { text: `/${command}` });
  }

  _onCommandKey(event) {
    const all = [...this._commands.children];
    const at = all.indexOf(document.activeElement);
    const next = { ArrowDown: all[at + 1], ArrowUp: all[at - 1] ?? this._field, Escape: this._field }[event.key];
    if (!next) return;
    event.preventDefault();
    if (event.key === "Escape") this._commands.hidden = true;
    next.focus();
  }
}
