// Answering a part of a message: whatever is selected inside one bubble.

import { h } from "./dom.js";
import { t } from "./i18n.js";

/** What is selected inside the bubble's text, with its place in UTF-16 units. */
export function selectedQuote(row) {
  const content = row?.querySelector(".content");
  const selection = window.getSelection();
  if (!content || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!content.contains(range.startContainer) || !content.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(content);
  before.setEnd(range.startContainer, range.startOffset);
  const raw = range.toString();
  const text = raw.trim();
  return text && { text, position: before.toString().length + raw.indexOf(text) };
}

/** A button that appears with a selection, since a long press on a touch screen selects and opens no menu. */
export function quoteButton(ctx, signal) {
  const selectedRow = () => window.getSelection().anchorNode?.parentElement?.closest(".row");
  const button = h("button", { type: "button", class: "quote-button", hidden: true, data: { action: "quote-selected" },
    onmousedown: (event) => event.preventDefault(),
    onclick: () => {
      const row = selectedRow();
      ctx.reply(ctx.thread.messages.get(Number(row.dataset.messageId)), selectedQuote(row));
      window.getSelection().removeAllRanges();
    } }, `❝ ${t("quote")}`);
  document.addEventListener("selectionchange", () => {
    const row = selectedRow();
    button.hidden = !row || !ctx.host.contains(row) || !selectedQuote(row);
  }, { signal });
  return button;
}
