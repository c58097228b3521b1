// Photos, documents and the rarer kinds of content inside a bubble.

import { fileUrl } from "./api.js";
import { h, icon } from "./dom.js";
import { formatSize, nameOf, t } from "./i18n.js";
import { openPhoto } from "./overlays.js";

const MAX_PHOTO = 250;

export function photo(message, bot, tile = false) {
  const size = message.photo.at(-1);
  const url = fileUrl(bot, size.file_id);
  const scale = Math.min(MAX_PHOTO / size.width, 300 / size.height, 1.5) || 1;
  const box = tile ? null : `width:${Math.max(size.width * scale, 120)}px;aspect-ratio:${size.width}/${size.height}`;
  const image = h("img", { src: url, alt: message.caption || t("photo"), loading: "lazy", decoding: "async" });
  return h("button", {
    type: "button", class: `photo ${message.has_media_spoiler ? "hidden-media" : ""}`, style: box,
    "aria-label": t("openPhoto"), data: tile ? { messageId: message.message_id } : {},
    onclick: (event) => {
      if (event.currentTarget.classList.contains("hidden-media")) event.currentTarget.classList.remove("hidden-media");
      else openPhoto(url, message.caption ?? "");
    },
  }, image);
}

function file(attachment, bot, fallback) {
  const name = attachment.file_name ?? fallback;
  return h("a", { class: "file", href: fileUrl(bot, attachment.file_id), download: name },
    h("span", { class: "file-icon" }, icon("file")),
    h("span", { class: "file-text" },
      h("span", { class: "file-name" }, name),
      h("span", { class: "file-size" }, attachment.file_size ? formatSize(attachment.file_size) : t("download"))));
}

const player = (tag, attachment, bot) => h(tag, { src: fileUrl(bot, attachment.file_id), controls: true, preload: "none" });

function contact({ first_name, last_name, phone_number }) {
  return h("div", { class: "card" }, h("span", { class: "card-icon" }, "👤"),
    h("span", {}, h("strong", {}, nameOf({ first_name, last_name })), h("br"), phone_number));
}

function location({ latitude, longitude }, venue) {
  const place = venue ? `${venue.title}, ${venue.address}` : `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return h("div", { class: "card" }, h("span", { class: "card-icon" }, "📍"), h("span", {}, place));
}

function poll({ question, options }) {
  return h("div", { class: "poll" }, h("strong", {}, question),
    h("ul", {}, options.map((option) => h("li", {}, `${option.text} · ${option.voter_count ?? 0}`))));
}

export function media(message, bot) {
  if (message.photo?.length) return photo(message, bot);
  if (message.animation) return player("video", message.animation, bot);
  if (message.video) return player("video", message.video, bot);
  if (message.document) return file(message.document, bot, t("file"));
  if (message.voice) return player("audio", message.voice, bot);
  if (message.audio) return player("audio", message.audio, bot);
  if (message.sticker) return h("div", { class: "sticker" }, message.sticker.emoji ?? "🖼️");
  if (message.contact) return contact(message.contact);
  if (message.location) return location(message.location, message.venue);
  if (message.poll) return poll(message.poll);
  if (message.dice) return h("div", { class: "sticker" }, message.dice.emoji);
  return null;
}

export function album(messages, bot) {
  if (!messages.every((message) => message.photo?.length)) {
    return h("div", { class: "files" }, messages.map((message) => h("div", { data: { messageId: message.message_id } },
      media(message, bot))));
  }
  const columns = messages.length === 1 ? 1 : messages.length === 2 || messages.length === 4 ? 2 : 3;
  return h("div", { class: "album", style: `--columns:${columns}` }, messages.map((message) => photo(message, bot, true)));
}

/** One line about a message, for reply bars and quotes. */
export function summary(message) {
  const text = message.text ?? message.caption;
  if (text) return text.replace(/\s+/g, " ");
  if (message.photo) return `🖼️ ${t("photo")}`;
  if (message.document) return `📄 ${message.document.file_name ?? t("file")}`;
  if (message.voice) return `🎤 ${t("voice")}`;
  if (message.contact) return `👤 ${t("contact")}`;
  return message.sticker?.emoji ?? t("message");
}
