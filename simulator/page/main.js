// Starts everything.

import { listen } from "./api.js";
import { currentChat, refreshChatsOf, take } from "./chats.js";
import { alertOf, notice } from "./notices.js";
import { isOffline } from "./offline.js";
import { startPeople } from "./people.js";
import { fromAddress, go } from "./route.js";
import { startScreen } from "./screen.js";
import { botOf, on, personOf, refreshState, store } from "./store.js";
import { startTools } from "./tools.js";

async function start() {
  startPeople();
  startScreen();
  startTools();
  on("answer", showAnswer);
  on("state", chooseSomebody);
  on("selection", () => store.person && refreshChatsOf(store.person).catch(() => {}));
  on("offline", (person) => !isOffline(person) && refreshChatsOf(person).catch(() => {}));
  await refreshState();
  listen(store.version, { onEvent: take, onDown, onUp });
  // Bots, people and the clock can change without an event.
  document.addEventListener("visibilitychange", () => document.hidden || refreshState());
  document.body.dataset.ready = "yes";
}

// The people may come after the page, and the last ones may be others after a restart of the simulator.
function chooseSomebody() {
  if (store.people.length && !(personOf(store.person) && botOf(store.bot))) go(fromAddress(), { replace: true });
}

function showAnswer({ chat, text, alert }) {
  const name = botOf(chat.bot)?.name ?? chat.bot;
  if (alert) alertOf(name, text);
  else notice(text, { from: chat === currentChat() ? "" : name });
}

function onDown() {
  document.body.dataset.connection = "down";
}

async function onUp() {
  const before = store.version;
  await refreshState();
  // A simulator that was started anew counts from the beginning.
  if (store.version < before) location.reload();
  delete document.body.dataset.connection;
  if (store.person) await refreshChatsOf(store.person);
}

start().catch((problem) => alertOf("The page could not start", problem.message));
