// Group chats with the bot: made on a phone, left by the bot and joined again.

import { api } from "./api.js";
import { h } from "./dom.js";
import { nameOf, t } from "./i18n.js";
import { ask } from "./overlays.js";
import { store } from "./store.js";

/** With a payload the bot is started in it, as by a link that adds it to a group. */
export async function newGroup(ctx, payload) {
  const title = h("input", { value: t("groupTitle"), maxlength: "128", "aria-label": t("title") });
  const boxes = store.state.users.filter((user) => user.id !== ctx.user.id)
    .map((user) => ({ user, box: h("input", { type: "checkbox" }) }));
  const content = h("div", { class: "dialog-form" }, h("label", {}, t("title"), title),
    boxes.map(({ user, box }) => h("label", { class: "check", data: { member: user.id } }, box,
      [nameOf(user), user.note].filter(Boolean).join(" · "))));
  if (await ask(ctx.host, { title: t("newGroup"), content, buttons: [t("cancel"), t("create")] }) !== 1) return;
  const members = [ctx.user.id, ...boxes.filter(({ box }) => box.checked).map(({ user }) => user.id)];
  const { bot } = ctx.chat;
  const chat = await ctx.attempt(() => api.addGroup(bot, { title: title.value.trim() || t("groupTitle"), members, by: ctx.user.id }));
  if (!chat) return;
  const start = `/start@${store.bot(bot).username} ${payload}`;
  if (payload) await ctx.attempt(() => api.send(bot, chat.id, { from: ctx.user.id, text: start }));
  await store.loadState();
  ctx.phone.open(store.state.chats.find((known) => known.id === chat.id) ?? chat);
}

export function groupItems(ctx) {
  const { bot, id, blocked } = ctx.chat;
  const by = ctx.user.id;
  return [{ icon: "people", label: memberNames(ctx), action: "members", run: () => {} },
    blocked
      ? { icon: "plus", label: t("addBot"), action: "add-bot", run: () => ctx.attempt(() => api.addBot(bot, id, by)) }
      : { icon: "stop", label: t("removeBot"), action: "remove-bot", danger: true, run: () => ctx.attempt(() => api.removeBot(bot, id, by)) }];
}

const memberNames = (ctx) => (ctx.chat.members ?? []).map((member) => nameOf(store.user(member.id ?? member)))
  .filter((name) => name !== "?").join(", ");
