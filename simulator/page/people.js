// The people, and the chats of the one whom the page is now.

import { post } from "./api.js";
import { tried } from "./acting.js";
import { summary } from "./bubbles.js";
import { chatsOf, notifications } from "./chats.js";
import { avatar, h, icon, iconButton, swap } from "./dom.js";
import { ask } from "./notices.js";
import { isOffline } from "./offline.js";
import { go } from "./route.js";
import { botOf, fullName, now, on, refreshState, store } from "./store.js";
import { coalesced, fromUnix, shortWhen } from "./timing.js";

const MANY = 8;

const panel = document.getElementById("people");
const list = h("div", { class: "scroll" });
const filter = h("input", {
  type: "search",
  placeholder: "Find a person",
  "aria-label": "Find a person",
  class: "filter",
});

export function startPeople() {
  const add = iconButton("plus", "Add a person", addPerson);
  const tools = iconButton("tools", "Tools", () => go({ view: "tools" }), { class: "round narrow" });
  panel.append(h("header", { class: "bar" }, h("h1", {}, "People"), tools, add), filter, list);
  filter.addEventListener("input", draw);
  const soon = coalesced(async () => draw(), 100);
  for (const topic of ["state", "selection", "view", "chat", "offline", "happened"]) on(topic, soon);
}

function draw() {
  filter.hidden = store.people.length < MANY;
  const wanted = filter.value.trim().toLowerCase();
  const found = store.people.filter((one) => fullName(one).toLowerCase().includes(wanted));
  swap(
    list,
    found.map(personRows),
    store.people.length ? null : h("p", { class: "empty" }, "Nobody is here yet. Add a person to begin."),
  );
  const unread = [...store.chats.values()].reduce((sum, chat) => sum + chat.unread, 0);
  document.title = unread ? `(${unread}) Simulator` : "Simulator";
}

function personRows(person) {
  const chosen = person.id === store.person;
  const unread = unreadOf(person.id);
  const facts = [
    person.username && `@${person.username}`,
    person.language,
    person.deactivated && "account deleted",
    isOffline(person.id) && "offline",
  ];
  const row = h(
    "button",
    {
      type: "button",
      class: "row person",
      "aria-expanded": String(chosen),
      "data-key": `person ${person.id}`,
      onclick: () => go({ person: person.id }),
    },
    avatar(person),
    h(
      "span",
      { class: "lines" },
      h("b", { dir: "auto" }, fullName(person)),
      h("small", {}, facts.filter(Boolean).join(" · ")),
    ),
    !chosen && unread > 0 && badge(unread),
  );
  if (!chosen) return row;
  const chats = [lockedScreen(person.id), ...chatsOf(person.id).map(chatRow)];
  const none = h("p", { class: "empty" }, "There is no bot yet.");
  return h(
    "section",
    { class: "chosen", "aria-label": `Chats of ${fullName(person)}` },
    row,
    store.bots.length ? chats : none,
  );
}

// What somebody sees who stands beside the phone while it lies there, locked.
function lockedScreen(person) {
  const told = chatsOf(person).flatMap((chat) => notifications(chat).map((message) => notification(chat, message)));
  return told.length ? h("div", { class: "locked", role: "region", "aria-label": "Locked screen" }, told) : null;
}

function notification(chat, message) {
  const bot = botOf(chat.bot);
  return h(
    "button",
    {
      type: "button",
      class: "notification",
      "data-key": `notification ${bot.username} ${message.id}`,
      onclick: () => go({ person: chat.person, bot: bot.username, view: "chat" }),
    },
    icon(message.silent ? "silent" : "bell"),
    h("span", { class: "lines" }, h("b", { dir: "auto" }, bot.name), h("small", { dir: "auto" }, summary(message))),
    h("time", {}, shortWhen(fromUnix(message.date), now())),
  );
}

function unreadOf(id) {
  return store.bots.reduce((sum, bot) => sum + (store.chats.get(`${id} ${bot.username}`)?.unread ?? 0), 0);
}

function chatRow(chat) {
  const bot = botOf(chat.bot);
  const open = chat.bot === store.bot;
  const last = chat.last;
  const said = chat.blocked ? "blocked" : last ? summary(last) : "not started";
  return h(
    "button",
    {
      type: "button",
      class: "row chat",
      "aria-current": open ? "true" : null,
      "data-key": `chat ${bot.username}`,
      onclick: () => go({ person: chat.person, bot: bot.username, view: "chat" }),
    },
    avatar(bot),
    h("span", { class: "lines" }, h("b", { dir: "auto" }, bot.name), h("small", { dir: "auto" }, said)),
    h(
      "span",
      { class: "side" },
      last && h("time", {}, shortWhen(fromUnix(last.date), now())),
      chat.unread > 0 && badge(chat.unread),
    ),
  );
}

const badge = (count) =>
  h("span", { class: "badge", "aria-label": `${count} new` }, count > 99 ? "99+" : String(count));

async function addPerson() {
  const asked = await ask(
    "Add a person",
    [
      { name: "name", label: "First name", required: true },
      { name: "last_name", label: "Last name" },
      { name: "username", label: "Username", pattern: "[A-Za-z][A-Za-z0-9_]{3,31}", placeholder: "without @" },
      { name: "language", label: "Language of the phone", placeholder: "id, en, …", value: "id" },
    ],
    "Add",
  );
  if (!asked) return;
  await tried(async () => {
    const { person } = await post("people", {
      ...asked,
      username: asked.username || null,
      language: asked.language || null,
    });
    await refreshState();
    go({ person: person.id, view: "list" });
  });
}
