// Photos, files, and stand-ins for everything else that can be sent.

import { fileAddress } from "./api.js";
import { h, icon } from "./dom.js";
import { openBy } from "./texts.js";

const WIDEST = 304;
const TALLEST = 340;

// What is shown for it, or null. What is kept (protected) cannot be saved.
export function mediaNode(media, bot, kept = false) {
  const kind = Object.keys(SHOWN).find((one) => media[one]);
  return kind ? SHOWN[kind](media[kind], bot, media, kept) : null;
}

// What a list, a reply or a notice calls it.
export function mediaName(media) {
  const names = {
    photo: "Photo",
    voice: "Voice message",
    audio: "Audio",
    video: "Video",
    video_note: "Video message",
    location: "Location",
    contact: "Contact",
  };
  if (media.document) return media.document.file_name || "Document";
  if (media.sticker) return `${media.sticker.emoji ?? ""} Sticker`;
  return names[Object.keys(names).find((one) => media[one])] ?? "";
}

const SHOWN = {
  photo: photo,
  document: (file, bot, _, kept) => document_(file, bot, kept),
  voice: (voice, bot, _, kept) => voice_(voice, bot, kept),
  audio: (audio) => stand("voice", "Audio", length(audio.duration)),
  video: (video) => stand("picture", "Video", length(video.duration)),
  video_note: (note) => stand("picture", "Video message", length(note.duration)),
  sticker: (sticker) => h("div", { class: "sticker", role: "img", "aria-label": "Sticker" }, sticker.emoji ?? "🙂"),
  location: (place) => stand("pin", "Location", placeOf(place)),
  contact: (contact) => stand("person", contact.first_name, contact.phone_number),
};

// Its room is known before it is loaded, so nothing jumps.
function photo(sizes, bot, media) {
  const size = sizes.at(-1);
  const scale = Math.min(WIDEST / size.width, TALLEST / size.height);
  const [width, height] = [Math.max(120, size.width * scale), Math.max(60, size.height * scale)].map(Math.round);
  const frame = h("div", { class: "photo", "--width": `${width}px`, "--ratio": `${width} / ${height}` });
  const image = h("img", { src: fileAddress(bot, size.file_id), alt: "Photo", width, height });
  image.addEventListener("error", () => frame.replaceChildren(stand("picture", "Photo", "not a picture")));
  if (media.has_media_spoiler) {
    frame.classList.add("covered");
    frame.setAttribute("aria-label", "Hidden photo");
  }
  frame.append(image);
  return openBy(frame, () =>
    frame.classList.contains("covered") ? frame.classList.remove("covered") : enlarge(image.src),
  );
}

function enlarge(src) {
  const box = h("dialog", { class: "large", "aria-label": "Photo" }, h("img", { src, alt: "Photo" }));
  box.addEventListener("click", () => box.close());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

// Browsers play what phones record; what none can play still says how long it is.
function voice_(voice, bot, kept) {
  const player = h("audio", {
    controls: true,
    preload: "metadata",
    controlslist: kept ? "nodownload noplaybackrate" : "noplaybackrate",
    src: fileAddress(bot, voice.file_id),
    "aria-label": "Voice message",
  });
  const heard = h("div", { class: "voice" }, player, h("small", {}, length(voice.duration)));
  player.addEventListener("error", () =>
    heard.replaceChildren(stand("voice", "Voice message", length(voice.duration))),
  );
  return heard;
}

function document_(file, bot, kept) {
  const name = file.file_name || "file";
  const lines = h("span", { class: "lines" }, h("b", { title: name }, name), h("small", {}, sizeOf(file.file_size)));
  return h(
    kept ? "div" : "a",
    kept ? { class: "stand" } : { class: "stand", href: fileAddress(bot, file.file_id), download: name },
    h("span", { class: "disc" }, icon("file")),
    lines,
  );
}

function stand(drawn, name, detail) {
  const lines = h("span", { class: "lines" }, h("b", { dir: "auto" }, name), h("small", {}, detail));
  return h("div", { class: "stand" }, h("span", { class: "disc" }, icon(drawn)), lines);
}

const length = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function placeOf({ latitude, longitude, horizontal_accuracy }) {
  const exact = horizontal_accuracy ? ` ± ${horizontal_accuracy} m` : "";
  return `${latitude}, ${longitude}${exact}`;
}

function sizeOf(bytes = 0) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
