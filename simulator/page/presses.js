// Pressed buttons, inline ones with their spinner until the bot has answered.

import { api } from "./api.js";
import { answerTo } from "./callbacks.js";
import { t } from "./i18n.js";
import { ask } from "./overlays.js";

export async function pressInline(ctx, message, button) {
  const key = `${message.message_id}:${button.callback_data}`;
  if (ctx.pending.has(key)) return;
  setPending(ctx, key, true);
  const body = { from: ctx.user.id, message_id: message.message_id, data: button.callback_data };
  const pressed = await ctx.attempt(() => api.press(ctx.chat.bot, ctx.chat.id, body));
  const answer = pressed && await answerTo(pressed.callback_query_id);
  setPending(ctx, key, false);
  if (answer?.url && !ctx.openLink(answer.url)) window.open(answer.url, "_blank", "noopener");
  if (answer?.text && answer.show_alert) ask(ctx.host, { text: answer.text });
  else if (answer?.text) ctx.toast(answer.text);
}

function setPending(ctx, key, isPending) {
  ctx.pending[isPending ? "add" : "delete"](key);
  for (const node of ctx.host.querySelectorAll(`[data-pending-key="${CSS.escape(key)}"]`)) {
    if (isPending) node.setAttribute("aria-busy", "true");
    else node.removeAttribute("aria-busy");
  }
}

export async function pressStanding(ctx, button) {
  if (!button.request_contact) return ctx.send({ text: button.text });
  const choice = await ask(ctx.host, { text: t("shareContact"), buttons: [t("cancel"), t("share")] });
  return choice === 1 && ctx.send({ contact: true });
}
