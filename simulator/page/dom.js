// Builds nodes. Content only ever becomes text nodes and attributes, never markup.

const SVG = "http://www.w3.org/2000/svg";

const DRAWN = {
  back: "M15 5l-7 7 7 7",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  plus: "M12 5v14M5 12h14",
  send: "M12 19V5M6 11l6-6 6 6",
  attach: "M8 12.5l6-6a3 3 0 0 1 4.2 4.2l-8 8a4.6 4.6 0 0 1-6.5-6.5L11.5 4.5",
  slash: "M14.5 5l-5 14",
  keys: "M4 7h16v10H4zM8 10.500v.01M12 10.500v.01M16 10.500v.01M9 14h6",
  tools: "M4 7h9M17 7h3M15 4.500v5M4 17h3M11 17h9M9 14.500v5",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  out: "M9 7h8v8M17 7L7 17",
  copy: "M9 9h9v9H9zM6 15V6h9",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.500l3 2",
  file: "M7 4h7l4 4v12H7zM14 4v4h4",
  pin: "M12 20s-6-5.5-6-10a6 6 0 0 1 12 0c0 4.5-6 10-6 10M12 8.500a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6",
  voice: "M12 4a3 3 0 0 1 3 3v4a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3M6 11a6 6 0 0 0 12 0M12 17v3",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M5 11h14v9H5z",
  silent: "M4 4l16 16M9 5.500a5 5 0 0 1 8 4V13l1.500 3M15 16H5l2-3v-4M10 19h4",
  bell: "M7 13V9.500a5 5 0 0 1 10 0V13l2 3H5zM10 19h4",
  person: "M12 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M5 20c.6-3.6 3.4-5.5 7-5.500s6.4 1.9 7 5.5",
  picture: "M4 6h16v12H4zM4 15l4.5-4 4 4 3-2.500L20 16",
};

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) set(node, name, value);
  node.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name.startsWith("--")) node.style.setProperty(name, value);
  else node.setAttribute(name, value === true ? "" : value);
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", DRAWN[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, more = {}) {
  return h(
    "button",
    { type: "button", class: "round", "aria-label": label, title: label, onclick, ...more },
    icon(name),
  );
}

// Replaces what is inside, and gives the focus back to whatever has the same data-key.
export function swap(parent, ...children) {
  const held = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (held) parent.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

export function avatar(peer) {
  const hue = (Math.abs(Number(peer.id)) * 67) % 360;
  return h(
    "span",
    { class: "avatar", "--hue": hue, "aria-hidden": "true" },
    [...(peer.name || "?")][0].toUpperCase(),
  );
}
