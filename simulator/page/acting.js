// Everything the person does goes through here: to the simulator, or to what waits while they are offline.

import { post } from "./api.js";
import { isOffline, keep } from "./offline.js";
import { notice } from "./notices.js";
import { store } from "./store.js";

// True when it was done or kept for later.
export async function act(action, asked = {}) {
  const whole = { bot: store.bot, person: store.person, ...asked };
  if (isOffline(whole.person)) {
    keep({ do: action, ...whole });
    return true;
  }
  return tried(() => post(action, whole));
}

export async function tried(work) {
  try {
    await work();
    return true;
  } catch (problem) {
    notice(problem.message, { bad: true });
    return false;
  }
}
