// Bot API entities to DOM nodes. Their offsets count UTF-16 units, as JavaScript's string indices do.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const SAFE = /^(https?|mailto|tel|tg):/i;

export function formatted(text, entities = [], on = {}) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted, on);
}

function nodes(text, start, end, entities, on) {
  const result = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    rest = others;
    if (from >= to) continue;
    if (from > at) result.push(text.slice(at, from));
    const inner = others.filter((other) => other.offset < to);
    rest = others.filter((other) => other.offset + other.length > to);
    const node = wrap(entity, text.slice(from, to), nodes(text, from, to, inner, on), on);
    result.push(node);
    at = to;
    if (isBlock(entity) && text[at] === "\n" && at < end) {
      // A block breaks the line by itself; the newline stays in the DOM so that quote offsets still count it.
      result.push(h("span", { class: "swallowed" }, "\n"));
      at += 1;
    }
  }
  if (at < end) result.push(text.slice(at, end));
  return result;
}

const isBlock = ({ type }) => type === "pre" || type === "blockquote" || type === "expandable_blockquote";

function wrap(entity, plain, children, on) {
  const tag = TAGS[entity.type];
  if (tag) return h(tag, {}, children);
  switch (entity.type) {
    case "pre":
      return h("pre", {}, h("code", { title: entity.language }, children));
    case "blockquote":
      return h("blockquote", {}, children);
    case "expandable_blockquote":
      return h("blockquote", { class: "expandable", onclick: (e) => e.currentTarget.classList.toggle("open") }, children);
    case "spoiler":
      return spoiler(children);
    case "text_link":
      return link(entity.url, children, on);
    case "url":
      return link(SAFE.test(plain) ? plain : `https://${plain}`, children, on);
    case "email":
      return link(`mailto:${plain}`, children, on);
    case "phone_number":
      return link(`tel:${plain.replace(/[^+\d]/g, "")}`, children, on);
    case "bot_command":
      return h("button", { type: "button", class: "link", data: { command: plain }, onclick: () => on.command?.(plain) },
        children);
    case "mention": case "text_mention": case "hashtag": case "cashtag":
      return h("span", { class: "mention" }, children);
    default:
      return h("span", {}, children);
  }
}

function link(url, children, on) {
  if (!SAFE.test(url)) return h("span", { class: "mention" }, children);
  const onclick = (event) => {
    if (on.link?.(url)) event.preventDefault();
  };
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", onclick }, children);
}

function spoiler(children) {
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.currentTarget.classList.add("shown");
  };
  return h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler"), onclick: reveal,
    onkeydown: reveal }, h("span", {}, children));
}
