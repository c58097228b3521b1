// Inline keyboards under bubbles and the standing keyboard above the composer.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const STYLES = new Set(["danger", "success", "primary"]);

export function inlineKeyboard(message, ctx) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h("div", { class: "inline-keyboard" }, rows.map((row) =>
    h("div", { class: "keyboard-row" }, row.map((button) => inlineButton(message, button, ctx)))));
}

function inlineButton(message, button, ctx) {
  const key = `${message.message_id}:${button.callback_data}`;
  const busy = button.callback_data !== undefined && ctx.pending.has(key);
  return h("button", {
    type: "button",
    class: `inline-button ${STYLES.has(button.style) ? button.style : ""}`,
    "aria-busy": busy ? "true" : null,
    data: { inlineButton: button.callback_data ?? "", pendingKey: key },
    onclick: () => pressInline(message, button, ctx),
  }, h("span", { class: "label" }, button.text), badge(button));
}

function badge(button) {
  if (button.url) return h("span", { class: "corner", "aria-hidden": "true" }, "↗");
  if (button.copy_text) return h("span", { class: "corner", "aria-hidden": "true" }, "📋");
  return null;
}

function pressInline(message, button, ctx) {
  if (button.callback_data !== undefined) return ctx.press(message, button);
  if (button.url) return ctx.openLink(button.url) || window.open(button.url, "_blank", "noopener");
  if (button.copy_text) {
    return navigator.clipboard?.writeText(button.copy_text.text).then(() => ctx.toast(t("copied")), () => {});
  }
  return ctx.toast(t("unsupportedButton"));
}

export function standingKeyboard(markup, ctx) {
  return h("div", { class: "standing-keyboard", role: "group", "aria-label": t("keyboard") }, markup.keyboard.map((row) =>
    h("div", { class: "keyboard-row" }, row.map((entry) => {
      const button = typeof entry === "string" ? { text: entry } : entry;
      return h("button", {
        type: "button", class: "keyboard-button", data: { keyboardButton: button.text },
        onclick: () => ctx.pressKeyboard(button, markup),
      }, button.text);
    }))));
}

/** The keyboard that stands now: the newest message that set or removed one decides, or what the server remembers. */
export function currentKeyboard(messages, chat, userId) {
  for (let i = messages.length - 1; i >= 0; i -= 1) {
    const markup = standingMarkup(messages[i]);
    const isMine = !markup?.selective || messages[i].reply_to_message?.from?.id === userId;
    if (isMine && (markup?.keyboard || markup?.remove_keyboard)) return markup.keyboard ? markup : null;
  }
  return chat.keyboard?.keyboard ? chat.keyboard : null;
}

export const standingMarkup = (message) => message.sim?.reply_markup;
