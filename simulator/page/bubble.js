// One bubble: a message, or an album of several.

import { h, icon, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { formatInstant, formatTime, nameOf, t } from "./i18n.js";
import { inlineKeyboard } from "./keyboard.js";
import { album, media, summary } from "./media.js";
import { selectedQuote } from "./quoting.js";
import { serviceKind } from "./store.js";

export function bubble(block, ctx) {
  const [first] = block.messages;
  const captioned = block.messages.find((message) => message.text ?? message.caption);
  const isMine = first.from?.id === ctx.user.id;
  const isAlbum = block.messages.length > 1;
  const text = captioned && content(captioned, ctx);
  const classes = ["row", isMine ? "mine" : "theirs", block.isLast && "tail", block.isFirst && "first",
    !text && first.photo && "bare", first.reply_markup?.inline_keyboard && "with-keyboard"];
  const row = h("article", { class: classes.filter(Boolean).join(" "), data: { messageId: first.message_id },
    "aria-label": `${nameOf(first.from)}, ${formatTime(first.date)}` },
    h("div", { class: "stack" },
      h("div", { class: "bubble" },
        ctx.chat.type !== "private" && !isMine && block.isFirst && sender(first.from),
        forwarded(first), quote(first, ctx),
        isAlbum ? album(block.messages, ctx.chat.bot) : media(first, ctx.chat.bot),
        h("div", { class: "text" }, text, meta(block.messages.at(-1), isMine, block.isRead)),
        reactions(first)),
      inlineKeyboard(first, ctx)),
    h("div", { class: "row-actions", onmousedown: (event) => event.preventDefault() },
      iconButton("reply", t("reply"), () => ctx.reply(first, selectedQuote(row)), { data: { action: "reply" } }),
      iconButton("more", t("messageMenu"), (event) => ctx.messageMenu(first, row, pointOf(event)))));
  row.addEventListener("contextmenu", (event) => {
    if (event.pointerType === "touch" || event.target.closest("a, .photo")) return;
    event.preventDefault();
    ctx.messageMenu(first, row, { x: event.clientX, y: event.clientY });
  });
  row.addEventListener("click", (event) => {
    if (event.pointerType !== "touch" || event.target.closest("a, button, .spoiler, .expandable")) return;
    if (event.target.closest(".bubble")) ctx.messageMenu(first, row, { x: event.clientX, y: event.clientY });
  });
  swipeToReply(row, () => ctx.reply(first));
  return row;
}

const pointOf = (event) => {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: box.left, y: box.bottom };
};

function content(message, ctx) {
  const on = { command: ctx.command, link: ctx.openLink };
  const entities = message.entities ?? message.caption_entities;
  return h("span", { class: "content" }, formatted(message.text ?? message.caption, entities, on));
}

const sender = (from) => h("div", { class: "sender", style: `--hue:${(Math.abs(from?.id ?? 0) * 67 + 150) % 360}` }, nameOf(from));

function forwarded({ forward_origin: origin }) {
  if (!origin) return null;
  const name = origin.sender_user_name ?? nameOf(origin.sender_user ?? origin.sender_chat ?? origin.chat);
  return h("div", { class: "forwarded" }, t("forwardedFrom", { name }));
}

function quote(message, ctx) {
  const original = message.reply_to_message;
  if (!original) return null;
  const thumb = original.photo && "🖼️ ";
  return h("button", { type: "button", class: "quote", onclick: () => ctx.jumpTo(original.message_id) },
    h("span", { class: "quote-name" }, nameOf(original.from)),
    h("span", { class: "quote-text" }, message.quote ? [thumb, message.quote.text] : summary(original)));
}

function meta(message, isMine, isRead) {
  return h("span", { class: "meta" },
    message.edit_date && h("span", { class: "edited", title: formatInstant(message.edit_date) }, t("edited")),
    h("time", { title: formatInstant(message.date) }, formatTime(message.date)),
    isMine && h("span", { class: "ticks", role: "img", "aria-label": t(isRead ? "received" : "sent") },
      icon("check"), isRead && icon("check")));
}

function reactions({ sim }) {
  const emoji = (sim?.reactions ?? []).map((reaction) => reaction.emoji).filter(Boolean);
  return emoji.length ? h("div", { class: "reactions" }, emoji.map((one) => h("span", {}, one))) : null;
}

const SWIPE_PX = 52;

function swipeToReply(row, reply) {
  let start = null;
  const moveTo = (x) => row.style.setProperty("--swipe", `${x}px`);
  row.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") start = { x: event.clientX, y: event.clientY };
  });
  row.addEventListener("pointermove", (event) => {
    if (start) moveTo(Math.max(-SWIPE_PX - 16, Math.min(0, event.clientX - start.x)));
  });
  const end = (event) => {
    if (start && event.type === "pointerup" && event.clientX - start.x < -SWIPE_PX) reply();
    start = null;
    moveTo(0);
  };
  row.addEventListener("pointerup", end);
  row.addEventListener("pointercancel", end);
}

export function serviceLine(message) {
  const kind = serviceKind(message);
  const names = message.new_chat_members?.map(nameOf).join(", ") ?? nameOf(message.left_chat_member ?? message.from);
  const values = { who: nameOf(message.from), names, title: message.new_chat_title ?? "" };
  return h("div", { class: "service", data: { messageId: message.message_id } }, h("span", {}, t(kind, values)));
}
