// The messages of the open chat, in order, and where the reader is among them.

import { messageNode, pendingNode, redraw } from "./bubbles.js";
import { h } from "./dom.js";
import { showWaiting } from "./keyboards.js";
import { waitingOf } from "./offline.js";

const NEAR_END = 60;

export class Log {
  constructor() {
    this._nodes = new Map();
    this._stuck = true;
    this._new = 0;
    this._list = h("div", { class: "list" });
    this._pending = h("div", { class: "list" });
    this.node = h(
      "div",
      { class: "log", role: "log", "aria-label": "Messages", tabindex: "0" },
      this._list,
      this._pending,
    );
    this.jump = h("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() });
    this.node.addEventListener("scroll", () => this._onScroll(), { passive: true });
    // Pictures that load, cards that grow and keyboards that open must not push the end out of sight.
    const keepEnd = new ResizeObserver(() => this._stuck && this._scrollDown());
    for (const one of [this.node, this._list, this._pending]) keepEnd.observe(one);
  }

  show(chat) {
    this._chat = chat;
    this._nodes = new Map([...chat.messages.values()].map((one) => [one.id, messageNode(chat, one)]));
    this._list.replaceChildren(...this._nodes.values());
    this._markDays();
    this.showPending();
    this.toEnd();
  }

  apply({ changed, gone }) {
    for (const id of gone) this._remove(id);
    for (const message of changed) this._put(message);
    if (gone.length || changed.length) this._markDays();
    for (const [id, node] of this._nodes) {
      const board = node.querySelector(".inline-keys");
      if (board) showWaiting(board, this._chat, id);
    }
    if (this._stuck) this._scrollDown();
    else this._offerJump();
  }

  waiting(id) {
    const board = this._nodes.get(id)?.querySelector(".inline-keys");
    if (board) showWaiting(board, this._chat, id);
  }

  showPending() {
    const own = waitingOf(this._chat.person).filter((one) => one.bot === this._chat.bot);
    this._pending.replaceChildren(...own.map(pendingNode));
  }

  find(id) {
    const node = this._nodes.get(id);
    node?.scrollIntoView({ block: "center" });
    node?.animate([{ opacity: 0.3 }, { opacity: 1 }], 600);
  }

  toEnd() {
    this._stuck = true;
    this._scrollDown();
  }

  _put(message) {
    const known = this._nodes.get(message.id);
    if (known) return redraw(known, this._chat, message);
    const node = messageNode(this._chat, message);
    node.classList.add("arrives");
    this._nodes.set(message.id, node);
    this._list.append(node);
    if (message.from_bot) this._new += 1;
    else this._stuck = true;
    return null;
  }

  _remove(id) {
    this._nodes.get(id)?.remove();
    this._nodes.delete(id);
  }

  _markDays() {
    for (const old of this._list.querySelectorAll(".day")) old.remove();
    let day = "";
    for (const node of this._nodes.values()) {
      if (node.dataset.day !== day) node.before(h("div", { class: "day" }, h("span", {}, node.dataset.day)));
      day = node.dataset.day;
    }
  }

  _onScroll() {
    const left = this.node.scrollHeight - this.node.clientHeight - this.node.scrollTop;
    this._stuck = left < NEAR_END;
    if (this._stuck) this._new = 0;
    this._offerJump();
  }

  _offerJump() {
    this.jump.hidden = this._stuck;
    this.jump.textContent = this._new ? `↓ ${this._new} new` : "↓";
    this.jump.setAttribute("aria-label", "Go to the newest message");
  }

  _scrollDown() {
    this.node.scrollTop = this.node.scrollHeight;
  }
}
