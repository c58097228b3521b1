// The menus of a message and of a chat.

import { groupItems, newGroup } from "./groups.js";
import { t } from "./i18n.js";
import { showMenu } from "./overlays.js";
import { selectedQuote } from "./quoting.js";

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
  } else items.push(...groupItems(ctx));
  const { right, bottom } = anchor.getBoundingClientRect();
  showMenu(ctx.host, items, { x: right, y: bottom + 4 });
}
