// The right side: time, the person's network, troubles, limits, and what bots called.

import { tried } from "./acting.js";
import { get, post } from "./api.js";
import { refreshChatsOf } from "./chats.js";
import { callsSection } from "./calls.js";
import { h, iconButton, swap } from "./dom.js";
import { goOffline, goOnline, isOffline, waitingOf } from "./offline.js";
import { go } from "./route.js";
import { now, on, personOf, refreshState, store } from "./store.js";
import { clockSeconds, dayName, span } from "./timing.js";
import { troublesSection } from "./troubles.js";

const JUMPS = [
  ["+10 min", 600],
  ["+1 h", 3600],
  ["+1 day", 86400],
];

const panel = document.getElementById("tools");

export function startTools() {
  const back = iconButton("back", "Back", () => go({ view: store.bot ? "chat" : "list" }), { class: "round narrow" });
  const sections = [timeSection(), networkSection(), troublesSection(), limitsSection(), callsSection()];
  panel.append(h("header", { class: "bar" }, back, h("h2", {}, "Tools")), h("div", { class: "scroll" }, sections));
}

export const section = (name, ...content) => h("section", { "aria-label": name }, h("h3", {}, name), content);

function timeSection() {
  const time = h("time", { class: "clock" });
  const day = h("small");
  const tick = () => {
    const date = now();
    time.textContent = clockSeconds(date);
    day.textContent = [dayName(date), span(store.offset)].filter(Boolean).join(" · ");
  };
  setInterval(tick, 1000);
  on("state", tick);
  const jumps = JUMPS.map(([label, seconds]) =>
    h("button", { type: "button", class: "plain", onclick: () => move(seconds) }, label),
  );
  const back = h("button", { type: "button", class: "plain wide", onclick: backToNow }, "Back to now");
  return section("Time", h("div", { class: "now" }, time, day), h("div", { class: "choices three" }, jumps, back));
}

function move(seconds) {
  return tried(async () => {
    await post("clock", { seconds });
    await refreshState();
    await refreshChatsOf(store.person);
  });
}

async function backToNow() {
  const { offset_seconds: offset } = await get("state");
  return move(-offset);
}

function networkSection() {
  const box = h("div");
  const draw = () => swap(box, networkSwitch());
  for (const topic of ["state", "selection", "offline"]) on(topic, draw);
  return box;
}

function networkSwitch() {
  const person = personOf(store.person);
  if (!person) return null;
  const offline = isOffline(person.id);
  const turn = () => (offline ? tried(() => goOnline(person.id)) : goOffline(person.id));
  const input = h("input", { type: "checkbox", role: "switch", "data-key": "offline", onchange: turn });
  input.checked = offline;
  const waiting = waitingOf(person.id).length;
  const said = offline
    ? `${waiting} waiting, to be sent in one burst`
    : "What is done meanwhile arrives in one burst";
  const lines = h("span", { class: "lines" }, h("b", {}, "Offline"), h("small", {}, said));
  return section(`Phone of ${person.name}`, h("label", { class: "switch" }, lines, input));
}

function limitsSection() {
  const input = h("input", { type: "checkbox", role: "switch" });
  const said = h("small");
  input.addEventListener("change", () => tried(() => post("limits", { enforce: input.checked })).then(refreshState));
  on("state", () => {
    input.checked = store.limits.enforced;
    const count = store.limits.violations;
    said.textContent = count === 1 ? "1 call came too early so far" : `${count} calls came too early so far`;
  });
  return section(
    "Rate limits",
    h("label", { class: "switch" }, h("span", { class: "lines" }, h("b", {}, "Answer them with 429"), said), input),
  );
}
