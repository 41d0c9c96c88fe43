// Where a link leads: to one of our bots, or out of the page.

import { h } from "./dom.js";
import { alertOf, choice, copyText, dialog, notice } from "./notices.js";
import { go } from "./route.js";
import { botOf, store } from "./store.js";

const HOSTS = new Set(["t.me", "telegram.me", "telegram.dog"]);
const OPENABLE = new Set(["http:", "https:", "mailto:", "tel:"]);

export function addressOf(written) {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(written) ? written : `https://${written}`;
  try {
    return new URL(whole);
  } catch {
    return null;
  }
}

// { bot, start } of t.me/bot?start=x and tg://resolve?domain=bot&start=x, else null.
export function botLink(address) {
  const asked = address.searchParams;
  if (address.protocol === "tg:" && address.host === "resolve") {
    return { bot: asked.get("domain") ?? "", start: asked.get("start") ?? "" };
  }
  const name = /^\/(\w{3,32})\/?$/.exec(address.pathname);
  return HOSTS.has(address.hostname) && name ? { bot: name[1], start: asked.get("start") ?? "" } : null;
}

export function follow(written) {
  const address = addressOf(written);
  if (!address) return notice(`This is not an address: ${written}`, { bad: true });
  const wanted = botLink(address);
  const bot = wanted && botOf(wanted.bot);
  if (bot) return openBot(bot, wanted.start);
  return offerToLeave(address, written);
}

export function openBot(bot, start = "") {
  if (start) store.starts.set(`${store.person} ${bot.username}`, start);
  go({ person: store.person, bot: bot.username, view: "chat" });
}

// Like a phone, show where it leads before going there.
async function offerToLeave(address, written) {
  const shown = h("p", { class: "said address" }, written);
  if (!OPENABLE.has(address.protocol)) return alertOf("A link that only Telegram follows", written);
  const chosen = await dialog("Open this link?", shown, [
    choice("Open", "open", "main"),
    choice("Copy", "copy"),
    choice("Cancel", ""),
  ]);
  if (chosen === "open") window.open(address.href, "_blank", "noopener,noreferrer");
  if (chosen === "copy") copyText(written);
  return null;
}
