// The middle of the page: one chat, with its head and what stands below the messages.

import { act, tried } from "./acting.js";
import { currentChat, isOnScreen } from "./chats.js";
import { Composer } from "./composer.js";
import { avatar, h, iconButton, swap } from "./dom.js";
import { Log } from "./log.js";
import { copyText, menu } from "./notices.js";
import { goOnline, isOffline, waitingOf } from "./offline.js";
import { go } from "./route.js";
import { botOf, fullName, on, personOf, store } from "./store.js";
import { span } from "./timing.js";

const DOING = {
  typing: "typing…",
  upload_photo: "sending a photo…",
  upload_document: "sending a file…",
  find_location: "looking for a place…",
  choose_sticker: "choosing a sticker…",
};

const panel = document.getElementById("chat");
const log = new Log();
const composer = new Composer();
const head = h("header", { class: "bar" });
const foot = h("footer");
const middle = h("div", { class: "middle" }, log.node, log.jump);

export function startScreen() {
  on("selection", showChat);
  on("view", update);
  on("state", update);
  on("typing", update);
  on("offline", update);
  on("chat", onChat);
  on("waiting", ({ chat, id }) => chat === currentChat() && log.waiting(id));
  on("reply", (message) => composer.reply(message));
  on("edit", (message) => composer.edit(message));
  on("find", (id) => log.find(id));
  document.addEventListener("visibilitychange", seen);
}

function showChat() {
  const chat = currentChat();
  if (!chat) {
    panel.replaceChildren(
      h("div", { class: "empty" }, store.bots.length ? "Choose a person." : "The simulator has no bot yet."),
    );
    return;
  }
  if (!panel.contains(head)) panel.replaceChildren(head, middle, foot);
  log.show(chat);
  composer.load(chat);
  update();
}

function onChat({ chat, ...news }) {
  if (chat !== currentChat()) return;
  if (news.first) log.show(chat);
  else log.apply(news);
  composer.forget(news.gone);
  update();
}

function update() {
  const chat = currentChat();
  if (!chat) return showChat();
  if (!panel.contains(head)) return showChat();
  seen();
  showHead(chat);
  log.showPending();
  composer.update();
  return showFoot(chat);
}

function seen() {
  const chat = currentChat();
  if (chat && isOnScreen(chat)) chat.unread = 0;
}

function showHead(chat) {
  const [bot, person] = [botOf(chat.bot), personOf(chat.person)];
  if (!bot || !person) return;
  const withWhom = [`with ${fullName(person)}`, span(store.offset)].filter(Boolean).join(" · ");
  const doing = chat.typing && (DOING[chat.typing] ?? "busy…");
  const names = h(
    "div",
    { class: "lines" },
    h("b", { dir: "auto" }, bot.name),
    h("small", { class: doing ? "doing" : "", dir: "auto" }, doing || withWhom),
  );
  const toTools = () => go({ view: "tools" });
  swap(
    head,
    iconButton("back", "Back to people", () => go({ view: "list" }), { class: "round narrow", "data-key": "back" }),
    avatar(bot),
    names,
    iconButton("tools", "Tools", toTools, { class: "round narrow", "data-key": "tools" }),
    iconButton("more", "Chat menu", (event) => openMenu(event.currentTarget, chat), { "data-key": "more" }),
  );
}

function openMenu(at, chat) {
  const { person, bot } = chat;
  const link = `${location.origin}/?${new URLSearchParams({ person, bot })}`;
  menu(at, [
    chat.blocked
      ? { label: "Unblock bot", act: () => act("unblock") }
      : { label: "Block bot", bad: true, act: () => act("block") },
    { label: "Copy link to this chat", act: () => copyText(link, "Link") },
    { label: "Clear chat", bad: true, act: () => act("clear") },
  ]);
}

function showFoot(chat) {
  const start = store.starts.get(`${chat.person} ${chat.bot}`);
  const offline = isOffline(chat.person) && offlineBanner(chat);
  const parts = [offline, ...footOf(chat, start)].filter(Boolean);
  const wanted = `${footKind(chat, start)} ${isOffline(chat.person)} ${waitingOf(chat.person).length} ${start}`;
  // The text field stays where it is while it is written in.
  if (foot.dataset.shows === `${chat.person} ${chat.bot} ${wanted}`) return;
  foot.dataset.shows = `${chat.person} ${chat.bot} ${wanted}`;
  const writing = foot.contains(document.activeElement) && document.activeElement.matches("textarea");
  foot.replaceChildren(...parts);
  if (writing) composer.focus();
}

function footKind(chat, start) {
  if (!chat.loaded) return "nothing";
  if (start || !chat.opened || !chat.messages.size) return waitingOf(chat.person).length ? "composer" : "start";
  return chat.blocked ? "blocked" : "composer";
}

function footOf(chat, start) {
  const big = (label, onclick, note) =>
    h(
      "div",
      { class: "big" },
      note && h("small", {}, note),
      h("button", { type: "button", class: "plain main", onclick }, label),
    );
  return {
    nothing: () => [h("div", { class: "big" })],
    start: () => [big("Start", () => pressStart(chat, start), start && `with “${start}”`)],
    blocked: () => [big("Unblock", () => act("unblock"), `${personOf(chat.person)?.name} has blocked this bot`)],
    composer: () => [composer.node],
  }[footKind(chat, start)]();
}

async function pressStart(chat, start) {
  if (!(await act("open", start ? { start } : {}))) return;
  store.starts.delete(`${chat.person} ${chat.bot}`);
  go({}, { replace: true });
  composer.focus();
}

function offlineBanner(chat) {
  const count = waitingOf(chat.person).length;
  const said = `${personOf(chat.person)?.name} is offline · ${count} waiting`;
  const back = h(
    "button",
    { type: "button", class: "plain", onclick: () => tried(() => goOnline(chat.person)) },
    "Go online",
  );
  return h("div", { class: "mode offline" }, h("span", {}, said), back);
}
