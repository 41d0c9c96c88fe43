// The people's side of the simulator over HTTP.

export class Refused extends Error {}
export class Away extends Refused {}

async function answered(asking) {
  let response;
  try {
    response = await asking;
  } catch {
    throw new Away("The simulator does not answer.");
  }
  const answer = await response.json().catch(() => ({ ok: false, why: `status ${response.status}` }));
  if (!answer.ok) throw new Refused(answer.why);
  return answer;
}

export function get(question, asked = {}) {
  return answered(fetch(`/sim/${question}?${new URLSearchParams(asked)}`));
}

export function post(action, body) {
  return answered(fetch(`/sim/${action}`, { method: "POST", body: JSON.stringify(body) }));
}

export function clearFaults() {
  return answered(fetch("/sim/faults", { method: "DELETE" }));
}

export function fileAddress(bot, id) {
  return `/sim/file?${new URLSearchParams({ bot, id })}`;
}

// The browser connects again by itself and says which event it saw last.
export function listen(since, { onEvent, onUp, onDown }) {
  const stream = new EventSource(`/sim/events?since=${since}`);
  let wasDown = false;
  stream.onmessage = (message) => onEvent(JSON.parse(message.data));
  stream.onerror = () => {
    wasDown = true;
    onDown();
  };
  stream.onopen = () => {
    if (wasDown) onUp();
    wasDown = false;
  };
}
