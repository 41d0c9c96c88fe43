// A phone without a network: what its person does is kept, and arrives at once when the network is back.

import { Away, post } from "./api.js";
import { emit } from "./store.js";

const queues = new Map(); // person id -> what waits; a person is offline while they have a queue

export const isOffline = (person) => queues.has(person);
export const waitingOf = (person) => queues.get(person) ?? [];

export function goOffline(person) {
  queues.set(person, []);
  emit("offline", person);
}

export function keep(action) {
  queues.get(action.person).push(action);
  emit("offline", action.person);
}

export function drop(action) {
  const left = waitingOf(action.person).filter((one) => one !== action);
  queues.set(action.person, left);
  emit("offline", action.person);
}

export async function goOnline(person) {
  const actions = waitingOf(person);
  queues.delete(person);
  try {
    if (actions.length) await post("together", { actions });
  } catch (problem) {
    if (problem instanceof Away) queues.set(person, actions); // nothing of it arrived
    throw problem;
  } finally {
    emit("offline", person);
  }
}

addEventListener("beforeunload", (event) => {
  if ([...queues.values()].some((queue) => queue.length)) event.preventDefault();
});
