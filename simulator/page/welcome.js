// What a phone offers before the first message, and instead of the composer while the bot is blocked.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { store } from "./store.js";

export function welcome(ctx, messages) {
  const isPrivate = ctx.chat.type === "private";
  const isUsed = messages.some((message) => message.text === `/start ${ctx.user.start}`);
  const hasLink = isPrivate && ctx.user.start && !isUsed;
  const isFresh = isPrivate && ctx.thread.loaded && !messages.length;
  ctx.composer.element.hidden = Boolean(ctx.chat.blocked);
  place(ctx.feed.element, isFresh && "fresh", () => card(ctx, hasLink));
  const bar = ctx.chat.blocked ? "blocked" : hasLink && !isFresh && "link";
  place(ctx.bottom, bar, () => (bar === "blocked" ? blockedBar(ctx) : linkButton(ctx)));
}

/** Rebuilds only what is not there yet, so that a focused button keeps its focus. */
function place(parent, state, build) {
  const known = parent.querySelector(":scope > .welcome");
  const stamp = state && `${state} ${t("openByLink")}`;
  if (known?.dataset.stamp === stamp) return;
  known?.remove();
  if (!state) return;
  const node = build();
  node.classList.add("welcome");
  node.dataset.stamp = stamp;
  parent.prepend(node);
}

function card(ctx, hasLink) {
  const bot = store.bot(ctx.chat.bot);
  return h("div", { class: "welcome-card" }, h("div", { class: "welcome-art", "aria-hidden": "true" }, "🏫"),
    h("h4", {}, bot?.first_name ?? ""), h("p", {}, t(hasLink ? "welcomeLink" : "welcome")),
    hasLink && linkButton(ctx),
    h("button", { type: "button", class: hasLink ? "plain-button" : "primary-button", data: { action: "start" },
      onclick: () => ctx.command("/start") }, t("start")));
}

const linkButton = (ctx) => h("button", { type: "button", class: "primary-button", data: { action: "open-link" },
  onclick: () => ctx.command(`/start ${ctx.user.start}`) }, `🔗 ${t("openByLink")}`);

const blockedBar = (ctx) => (ctx.chat.type === "private" ? unblockBar(ctx) : h("p", { class: "unblock-bar" }, t("notInGroup")));

const unblockBar = (ctx) => h("button", { type: "button", class: "unblock-bar", data: { action: "unblock" },
  onclick: () => ctx.setBlocked(false) }, t("unblock"));
