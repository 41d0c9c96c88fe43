// When to do things, and how times are written.

// Calls while it works or rests become one run after that; each call gives a promise of the run it led to.
export function coalesced(work, pause = 0) {
  let busy = false;
  let next = null;
  const rested = () => {
    busy = false;
    const waiting = next;
    next = null;
    if (waiting) run().then(waiting.done, waiting.failed);
  };
  const run = async () => {
    busy = true;
    try {
      return await work();
    } finally {
      if (pause) setTimeout(rested, pause);
      else rested();
    }
  };
  return () => {
    if (!busy) return run();
    if (!next) {
      next = {};
      next.promise = new Promise((done, failed) => Object.assign(next, { done, failed }));
    }
    return next.promise;
  };
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const SECONDS = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "long", year: "numeric" });
const SHORT_DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

export const clockTime = (date) => CLOCK.format(date);
export const clockSeconds = (date) => SECONDS.format(date);
export const dayName = (date) => DAY.format(date);
export const fromUnix = (seconds) => new Date(seconds * 1000);

// The time today, else the day: what fits into a narrow list.
export function shortWhen(date, today) {
  return dayName(date) === dayName(today) ? clockTime(date) : SHORT_DAY.format(date);
}

export function span(seconds) {
  const total = Math.round(Math.abs(seconds) / 60);
  const parts = [
    [Math.floor(total / 1440), "d"],
    [Math.floor(total / 60) % 24, "h"],
    [total % 60, "min"],
  ];
  const said = parts.filter(([count]) => count).map(([count, unit]) => `${count} ${unit}`);
  return said.length ? `${seconds < 0 ? "−" : "+"}${said.join(" ")}` : "";
}
