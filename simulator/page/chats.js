// Chats as their person sees them, kept up to date by events.

import { get } from "./api.js";
import { isOffline } from "./offline.js";
import { emit, refreshState, store } from "./store.js";
import { coalesced } from "./timing.js";

const TYPING_LASTS = 5000;

class Chat {
  constructor(person, bot) {
    Object.assign(this, {
      person,
      bot,
      cursor: 0,
      opened: false,
      blocked: false,
      typing: "",
      unread: 0,
      loaded: false,
    });
    this.messages = new Map();
    this.keyboard = [];
    this.spinning = [];
    this.pressed = new Map(); // message id -> the data of its pressed buttons, until they are answered
    this.answers = []; // what to show once the chat says whether it is a toast or an alert
    this.refresh = coalesced(() => this._refresh());
  }

  get last() {
    return [...this.messages.values()].at(-1);
  }

  async _refresh() {
    if (isOffline(this.person)) return;
    const view = await get("chat", { bot: this.bot, person: this.person, since: this.cursor });
    const first = !this.loaded;
    for (const { id } of view.deleted) this.messages.delete(id);
    for (const message of view.messages) this.messages.set(message.id, message);
    const { opened, blocked, keyboard, spinning, version } = view;
    Object.assign(this, { opened, blocked, keyboard, spinning, cursor: version, loaded: true });
    for (const id of this.pressed.keys()) if (!spinning.includes(id)) this.pressed.delete(id);
    this._showTyping(view.typing);
    emit("chat", { chat: this, changed: view.messages, gone: view.deleted.map((one) => one.id), first });
    for (const text of this.answers.splice(0)) emit("answer", { chat: this, text, alert: view.alert });
  }

  // It ends by itself, and nothing tells of that.
  _showTyping(action) {
    clearTimeout(this._typingEnds);
    this.typing = action;
    if (!action) return;
    this._typingEnds = setTimeout(() => {
      this.typing = "";
      emit("typing", this);
    }, TYPING_LASTS);
  }
}

export function chatOf(person, bot) {
  const key = `${person} ${bot}`;
  if (!store.chats.has(key)) store.chats.set(key, new Chat(person, bot));
  return store.chats.get(key);
}

export const currentChat = () => (store.person && store.bot ? chatOf(store.person, store.bot) : null);
export const chatsOf = (person) => store.bots.map((bot) => chatOf(person, bot.username));

export function refreshChatsOf(person) {
  return Promise.all(chatsOf(person).map((chat) => chat.refresh()));
}

export function notePress(chat, messageId, data) {
  const pressed = chat.pressed.get(messageId) ?? new Set();
  chat.pressed.set(messageId, pressed.add(data));
  if (!chat.spinning.includes(messageId)) chat.spinning.push(messageId);
}

export function take(event) {
  refreshState().catch(() => {});
  emit("happened", event);
  if (!event.bot) return;
  const chat = chatOf(event.person, event.bot);
  if (event.kind === "sent" && event.by === "bot") countUnread(chat);
  if (event.person !== store.person) return;
  if (event.kind === "pressed") notePress(chat, event.message_id, event.text);
  if (event.kind === "answered" && event.text) chat.answers.push(event.text);
  chat.refresh().catch(() => {});
}

function countUnread(chat) {
  chat.unread = isOnScreen(chat) && !isOffline(chat.person) ? 0 : chat.unread + 1;
}

// On a phone a chat is seen only while it is open.
export function isOnScreen(chat) {
  const open = document.body.dataset.view === "chat" || matchMedia("(min-width: 900px)").matches;
  return chat === currentChat() && open && !document.hidden;
}

// What the phone tells of it to everybody who stands beside: the bot's messages that were not looked at yet.
export function notifications(chat) {
  if (!chat.unread || chat.blocked) return [];
  return [...chat.messages.values()].filter((message) => message.from_bot).slice(-chat.unread);
}
