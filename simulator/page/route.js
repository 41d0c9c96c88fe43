// Who, with which bot, and what a narrow screen shows: kept in the address, so that Back and reload work.

import { notice } from "./notices.js";
import { botOf, emit, findPerson, store } from "./store.js";

const same = (a, b) => a.person === b.person && a.bot === b.bot && a.view === b.view;

export function go(to, { replace = false } = {}) {
  const from = { person: store.person, bot: store.bot, view: document.body.dataset.view };
  const next = { ...from, ...to };
  const address = addressFor(next);
  if (replace || same(from, next)) history.replaceState(next, "", address);
  else history.pushState(next, "", address);
  show(next);
}

function addressFor({ person, bot, view }) {
  const asked = new URLSearchParams();
  if (person) asked.set("person", person);
  if (bot) asked.set("bot", bot);
  const start = store.starts.get(`${person} ${bot}`);
  if (start) asked.set("start", start);
  const hash = view === "list" ? "" : `#${view}`;
  return `${location.pathname}?${asked}${hash}`;
}

function show({ person, bot, view }) {
  const moved = person !== store.person || bot !== store.bot;
  Object.assign(store, { person, bot });
  document.body.dataset.view = view;
  emit(moved ? "selection" : "view");
}

// What the address asks for; without a word about the view a named bot means its chat.
export function fromAddress() {
  const asked = new URLSearchParams(location.search);
  const person = asked.get("person") ? findPerson(asked.get("person")) : store.people[0];
  const bot = botOf(asked.get("bot"));
  for (const [name, found] of [
    ["person", person],
    ["bot", bot],
  ]) {
    if (asked.get(name) && !found) notice(`There is no ${name} “${asked.get(name)}” here.`, { bad: true });
  }
  const view = location.hash.slice(1) || (bot ? "chat" : "list");
  if (person && bot && asked.get("start")) store.starts.set(`${person.id} ${bot.username}`, asked.get("start"));
  return { person: person?.id ?? null, bot: (bot ?? store.bots[0])?.username ?? null, view };
}

addEventListener("popstate", (event) => show(event.state ?? fromAddress()));
