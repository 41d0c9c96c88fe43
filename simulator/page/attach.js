// What a person sends besides text.

import { act } from "./acting.js";
import { h } from "./dom.js";
import { ask, choice, dialog, menu } from "./notices.js";
import { personOf, store } from "./store.js";

const SENDERS = { user: "a person", hidden_user: "somebody whose account is hidden", channel: "a channel" };
const STICKERS = ["👍", "❤️", "😂", "🙏", "😢", "😡", "🎉", "🤔"];

export function openAttachments(at) {
  menu(at, [
    { label: "Photo…", act: () => chooseFiles("image/*", true, sendPhotos) },
    { label: "Photo with traces…", act: sendTraces },
    { label: "Video…", act: () => chooseFiles("video/*", false, sendVideo) },
    { label: "Audio…", act: () => chooseFiles("audio/*", false, sendAudio) },
    { label: "Document…", act: () => chooseFiles("", false, sendDocument) },
    { label: "Sticker…", act: sendSticker },
    { label: "Voice message…", act: sendVoice },
    { label: "Voice from a file…", act: () => chooseFiles("audio/ogg,.oga,.ogg,.opus", false, sendRecorded) },
    { label: "Location…", act: sendLocation },
    { label: "Contact…", act: sendContact },
    { label: "Forwarded message…", act: sendForward },
  ]);
}

function chooseFiles(accept, multiple, then) {
  const input = h("input", { type: "file", accept, multiple, class: "hidden", "aria-label": "File" });
  input.addEventListener("change", () => then([...input.files]).finally(() => input.remove()));
  input.addEventListener("cancel", () => input.remove());
  // Some browsers forget an input that is not on the page before it was answered.
  document.body.append(input);
  input.click();
}

async function sendPhotos(files) {
  const shown = files.map((file) => URL.createObjectURL(file));
  const previews = h(
    "div",
    { class: "previews" },
    shown.map((src) => h("img", { src, alt: "" })),
  );
  const asked = await ask("Send photo", [{ name: "caption", label: "Caption" }], "Send", previews);
  shown.forEach((src) => URL.revokeObjectURL(src));
  if (!asked) return;
  const photos = await Promise.all(files.map(base64));
  if (photos.length > 1) await act("album", { photos, caption: asked.caption });
  else await act("photo", { data: photos[0], caption: asked.caption });
}

// A drawn picture, with what phones write beside a photo: who took it, with what, when, and where.
async function sendTraces() {
  const canvas = h("canvas", { width: 640, height: 480 });
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#1b6b5f";
  pen.fillRect(0, 0, 640, 480);
  pen.fillStyle = "#ffffff";
  pen.fillRect(220, 180, 200, 180);
  const note = h("p", { class: "said" }, "It says where, when, with what and by whom it was taken.");
  const asked = await ask("Send a photo with traces", [{ name: "caption", label: "Caption" }], "Send", note);
  const data = canvas.toDataURL("image/jpeg").split(",")[1];
  if (asked) await act("photo", { data, traces: true, caption: asked.caption });
}

const sendDocument = ([file]) => sendFile("document", "Send document", file);
const sendVideo = ([file]) => sendFile("video", "Send video", file);
const sendAudio = ([file]) => sendFile("audio", "Send audio", file);

async function sendFile(action, title, file) {
  const name = h("p", { class: "said" }, file.name);
  const asked = await ask(title, [{ name: "caption", label: "Caption" }], "Send", name);
  if (asked) await act(action, { data: await base64(file), name: file.name, caption: asked.caption });
}

async function sendSticker() {
  const grid = h(
    "div",
    { class: "stickers" },
    STICKERS.map((emoji) => choice(emoji, emoji)),
  );
  const emoji = await dialog("Send a sticker", grid, [choice("Cancel", "")]);
  if (emoji) await act("sticker", { emoji });
}

async function sendVoice() {
  const length = {
    name: "seconds",
    label: "Length in seconds",
    type: "number",
    min: 1,
    max: 3600,
    value: 3,
    required: true,
  };
  const asked = await ask("Send a voice message", [length], "Send");
  if (asked) await act("voice", { seconds: Number(asked.seconds) });
}

async function sendRecorded([file]) {
  await act("voice", { data: await base64(file) });
}

async function sendForward() {
  const asked = await ask(
    "Send a forwarded message",
    [
      { name: "text", label: "What it says", required: true },
      { name: "from", label: "First sent by", options: SENDERS },
      { name: "name", label: "Their name", value: "Tetangga" },
    ],
    "Send",
  );
  if (asked) await act("forward", asked);
}

async function sendLocation() {
  const number = { type: "number", step: "any", required: true };
  const asked = await ask(
    "Send a location",
    [
      { ...number, name: "lat", label: "Latitude", value: -6.2, min: -90, max: 90 },
      { ...number, name: "lon", label: "Longitude", value: 106.8167, min: -180, max: 180 },
      { ...number, name: "accuracy", label: "Accuracy in metres", value: 25, min: 0, max: 1500 },
    ],
    "Send",
  );
  if (!asked) return;
  const place = { lat: Number(asked.lat), lon: Number(asked.lon), accuracy: Number(asked.accuracy) };
  await act("location", place);
}

async function sendContact() {
  const me = personOf(store.person);
  const asked = await ask(
    "Send a contact",
    [
      { name: "phone", label: "Phone", type: "tel", value: "+6281200000000", required: true },
      { name: "name", label: `Name (empty: ${me?.name ?? "own"} shares their own number)` },
    ],
    "Send",
  );
  if (asked) await act("contact", asked);
}

function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
