// What the page knows: everybody, the chats it has looked into, and who it is now.

import { get } from "./api.js";
import { coalesced } from "./timing.js";

export const store = {
  version: 0,
  bots: [],
  people: [],
  faults: [],
  limits: { enforced: false, violations: 0 },
  offset: 0,
  skew: 0,
  person: null, // the id of whom the page is now
  bot: null, // the username of the bot whose chat is open
  chats: new Map(),
  starts: new Map(), // payloads of followed links, until Start is pressed
};

const hub = new EventTarget();

export function on(topic, listener) {
  hub.addEventListener(topic, (event) => listener(event.detail));
}

export function emit(topic, detail) {
  hub.dispatchEvent(new CustomEvent(topic, { detail }));
}

export const refreshState = coalesced(async () => {
  const state = await get("state");
  Object.assign(store, {
    version: state.version,
    bots: state.bots,
    people: state.people,
    faults: state.faults,
    limits: state.limits,
    offset: state.offset_seconds,
    skew: Date.parse(state.now) - Date.now(),
  });
  emit("state");
}, 400);

export const now = () => new Date(Date.now() + store.skew);
export const personOf = (id) => store.people.find((one) => one.id === id);
export const botOf = (name) => store.bots.find((one) => one.username.toLowerCase() === String(name).toLowerCase());

// By id, name or username, as the API finds people.
export function findPerson(wanted) {
  return wanted ? store.people.find((one) => [String(one.id), one.name, one.username].includes(wanted)) : undefined;
}

export function fullName(person) {
  return [person.name, person.last_name].filter(Boolean).join(" ");
}
