// The menus of a message and of a chat, and the dialogs behind them.

import { api } from "./api.js";
import { h } from "./dom.js";
import { nameOf, t } from "./i18n.js";
import { ask, showMenu } from "./overlays.js";
import { selectedQuote } from "./quoting.js";
import { store } from "./store.js";

export function messageMenu(ctx, message, row, point) {
  const text = message.text ?? message.caption;
  const quote = selectedQuote(row);
  const items = [{ icon: "reply", label: t("reply"), action: "reply", run: () => ctx.reply(message) }];
  if (quote) items.unshift({ icon: "quote", label: t("quote"), action: "quote", run: () => ctx.reply(message, quote) });
  if (text) items.push({ icon: "copy", label: t("copy"), action: "copy", run: () => navigator.clipboard?.writeText(text) });
  if (message.from?.id === ctx.user.id && message.text) {
    items.push({ icon: "pencil", label: t("edit"), action: "edit", run: () => ctx.composer.edit(message) });
  }
  showMenu(ctx.host, items, point);
}

export function chatMenu(ctx, anchor) {
  const { blocked, type } = ctx.chat;
  const items = [];
  if (type === "private") {
    items.push(blocked
      ? { icon: "check", label: t("unblock"), action: "unblock", run: () => ctx.setBlocked(false) }
      : { icon: "stop", label: t("block"), action: "block", danger: true, run: () => ctx.setBlocked(true) });
    items.unshift({ icon: "play", label: "/start", action: "start", run: () => ctx.command("/start") });
    items.push({ icon: "people", label: t("newGroup"), action: "new-group", run: () => newGroup(ctx) });
  } else items.push({ icon: "people", label: memberNames(ctx), action: "members", run: () => {} });
  const { right, bottom } = anchor.getBoundingClientRect();
  showMenu(ctx.host, items, { x: right, y: bottom + 4 });
}

const memberNames = (ctx) => (ctx.chat.members ?? []).map((member) => nameOf(store.user(member.id ?? member)))
  .filter((name) => name !== "?").join(", ");

async function newGroup(ctx) {
  const title = h("input", { value: t("groupTitle"), maxlength: "128", "aria-label": t("title") });
  const boxes = store.state.users.filter((user) => user.id !== ctx.user.id)
    .map((user) => ({ user, box: h("input", { type: "checkbox" }) }));
  const content = h("div", { class: "dialog-form" }, h("label", {}, t("title"), title),
    boxes.map(({ user, box }) => h("label", { class: "check" }, box, [nameOf(user), user.note].filter(Boolean).join(" · "))));
  if (await ask(ctx.host, { title: t("newGroup"), content, buttons: [t("cancel"), t("create")] }) !== 1) return;
  const members = [ctx.user.id, ...boxes.filter(({ box }) => box.checked).map(({ user }) => user.id)];
  const chat = await ctx.attempt(() => api.addGroup(ctx.chat.bot, { title: title.value, members, by: ctx.user.id }));
  if (!chat) return;
  await store.loadState();
  ctx.phone.open(store.state.chats.find((known) => known.id === chat.id) ?? chat);
}
