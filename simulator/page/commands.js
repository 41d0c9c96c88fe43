// Which commands a person sees: the closest scope and language that has any.

import { botOf, personOf } from "./store.js";

export function commandsFor(chat) {
  const bot = botOf(chat.bot);
  const language = personOf(chat.person)?.language ?? "";
  const given = new Map((bot?.commands ?? []).map((one) => [one.for.join("|"), one.commands]));
  for (const scope of [`chat ${chat.person}`, "all_private_chats", "default"]) {
    for (const place of [`${scope}|${language}`, `${scope}|`]) {
      if (given.has(place)) return given.get(place);
    }
  }
  return [];
}

export function matching(chat, typed) {
  return commandsFor(chat).filter(({ command }) => command.startsWith(typed.slice(1).toLowerCase()));
}
