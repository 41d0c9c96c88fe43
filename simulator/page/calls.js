// The newest calls of the bots, by method name.

import { get } from "./api.js";
import { h } from "./dom.js";
import { alertOf } from "./notices.js";
import { on } from "./store.js";
import { coalesced } from "./timing.js";

// Long polls would push everything else out.
const UNTOLD = new Set(["getUpdates"]);
const ASKED = 300;
const SHOWN = 40;

export function callsSection() {
  const list = h("ol", { class: "calls" });
  const refresh = coalesced(() => show(list).catch(() => {}), 300);
  const again = h("button", { type: "button", class: "plain wide", onclick: refresh }, "Refresh");
  const drawer = h("details", {}, h("summary", {}, "Bot calls"), list, again);
  drawer.addEventListener("toggle", () => drawer.open && refresh());
  on("happened", () => drawer.open && refresh());
  return h("section", { "aria-label": "Bot calls" }, drawer);
}

async function show(list) {
  const { calls } = await get("calls", { limit: ASKED });
  const told = calls
    .filter((call) => !UNTOLD.has(call.method))
    .slice(-SHOWN)
    .reverse();
  list.replaceChildren(...told.map(line));
  if (!told.length) list.append(h("li", { class: "quiet" }, "None yet."));
}

function line(call) {
  const words = call.params.text ?? call.params.caption ?? call.params.action ?? "";
  const open = () => alertOf(`${call.method} of @${call.bot}`, JSON.stringify(call.params, null, 2));
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", onclick: open },
      h("b", {}, call.method),
      ` @${call.bot} `,
      h("span", {}, String(words).slice(0, 80)),
    ),
  );
}
