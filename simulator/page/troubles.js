// Troubles between bots and Telegram that can be switched on.

import { tried } from "./acting.js";
import { clearFaults, post } from "./api.js";
import { h, swap } from "./dom.js";
import { on, refreshState, store } from "./store.js";

const KINDS = {
  429: "429 Too Many Requests",
  "5xx": "5xx error",
  cut_before: "Cut before the call works",
  cut_after: "Cut after the call worked",
  latency: "Slow",
  outage: "Outage",
};

// What else each kind has: name, label, usual value, and how it is told.
const EXTRA = {
  429: ["retry_after", "Retry after (s)", 3, (seconds) => `, retry after ${seconds} s`],
  "5xx": ["status", "Status", 502, (status) => ` ${status}`],
  latency: ["seconds", "Delay (s)", 2, (seconds) => ` by ${seconds} s`],
};

export function troublesSection() {
  const kind = h(
    "select",
    { name: "kind" },
    Object.entries(KINDS).map(([value, label]) => h("option", { value }, label)),
  );
  const bot = h("select", { name: "bot" });
  const extra = h("input", { name: "extra", type: "number", min: 0, step: "any" });
  const extraField = field("", extra);
  const method = h("input", { name: "method", placeholder: "all", autocomplete: "off", spellcheck: "false" });
  const times = h("input", { name: "times", type: "number", min: 1, placeholder: "until cleared" });
  const showExtra = () => {
    const [, label, usual] = EXTRA[kind.value] ?? [];
    extraField.hidden = !label;
    extraField.firstChild.textContent = label ?? "";
    extra.value = usual ?? "";
  };
  kind.addEventListener("change", showExtra);
  showExtra();
  const form = h(
    "form",
    { class: "fields" },
    field("Trouble", kind),
    field("Bot", bot),
    field("Method", method),
    field("How many times", times),
    extraField,
    h("button", { type: "submit", class: "plain wide" }, "Switch on"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    switchOn({
      kind: kind.value,
      bot: bot.value,
      method: method.value.trim(),
      times: times.value,
      extra: extra.value,
    });
  });
  const active = h("div", { class: "active" });
  on("state", () => {
    showBots(bot);
    swap(active, activeOnes());
  });
  return h(
    "section",
    { "aria-label": "Troubles" },
    h("h3", {}, "Troubles"),
    active,
    h("details", { open: true }, h("summary", {}, "Switch one on"), form),
  );
}

const field = (label, input) => h("label", { class: "field" }, h("span", {}, label), input);

function showBots(select) {
  const wanted = ["", ...store.bots.map((bot) => bot.username)];
  if (wanted.join() === [...select.options].map((option) => option.value).join()) return;
  select.replaceChildren(...wanted.map((name) => h("option", { value: name }, name ? `@${name}` : "all bots")));
}

function switchOn({ kind, bot, method, times, extra }) {
  const fault = { kind };
  if (bot) fault.bot = bot;
  if (method) fault.method = method;
  if (times) fault.times = Number(times);
  if (EXTRA[kind] && extra) fault[EXTRA[kind][0]] = Number(extra);
  return tried(() => post("faults", fault)).then(refreshState);
}

function activeOnes() {
  if (!store.faults.length) return [h("p", { class: "quiet" }, "None is on.")];
  const clear = h(
    "button",
    {
      type: "button",
      class: "plain danger wide",
      "data-key": "clear",
      onclick: () => tried(clearFaults).then(refreshState),
    },
    "Clear all",
  );
  return [...store.faults.map((fault) => h("p", { class: "fault" }, said(fault))), clear];
}

function said(fault) {
  const extra = EXTRA[fault.kind];
  const detail = extra ? extra[3](fault[extra[0]]) : "";
  const where = [fault.bot && !String(fault.bot).startsWith("Bot(") ? `@${fault.bot}` : fault.bot, fault.method]
    .filter(Boolean)
    .join(", ");
  return `${KINDS[fault.kind]}${detail}${where ? ` · ${where}` : ""}${fault.times ? ` · ${fault.times}×` : ""}`;
}
