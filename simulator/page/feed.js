// The scrollable list of one chat's messages.

import { bubble, serviceLine } from "./bubble.js";
import { h, icon } from "./dom.js";
import { formatDay, language, t } from "./i18n.js";
import { isService } from "./store.js";
import { threadOf } from "./threads.js";

const NEAR_PX = 60;
const GROUP_SECONDS = 300;
const RESTING_MS = 1000;

export class Feed {
  #nodes = new Map();
  #below = 0;
  #resting = null;

  constructor(ctx) {
    this.ctx = ctx;
    this.thread = threadOf(ctx.chat.bot, ctx.chat.id);
    this.list = h("div", { class: "feed", role: "log", tabindex: "0", "aria-label": t("messages"), onscroll: () => this.#scrolled() });
    this.count = h("span", { class: "badge", hidden: true });
    this.jump = h("button", { type: "button", class: "jump", hidden: true, "aria-label": t("toBottom"),
      onclick: () => this.toBottom("smooth") }, icon("down"), this.count);
    this.element = h("div", { class: "feed-wrap" }, this.list, this.jump);
    this.stuck = true;
    new ResizeObserver(() => this.stuck && this.toBottom()).observe(this.list);
  }

  get atBottom() {
    return this.stuck;
  }

  draw({ why, message } = {}) {
    const { scrollHeight, scrollTop } = this.list;
    const messages = this.thread.list();
    place(this.list, this.#days(this.#blocks(messages), why === "message" || why === "sent"));
    if (this.stuck) this.toBottom();
    else if (why === "page") this.list.scrollTop = scrollTop + this.list.scrollHeight - scrollHeight;
    if (why === "message" && !this.stuck && message?.from?.id !== this.ctx.user.id) this.#below += 1;
    if (why === "edited" && message) this.flash(message.message_id, "changed");
    this.#drawJump();
  }

  #blocks(messages) {
    const blocks = [];
    let day = null;
    for (const message of messages) {
      const label = formatDay(message.date);
      if (label !== day) blocks.push({ key: `day ${label}`, day: label });
      day = label;
      const open = blocks.at(-1);
      if (isService(message)) blocks.push({ key: `service ${message.message_id}`, service: message });
      else if (message.media_group_id && open.album === message.media_group_id) open.messages.push(message);
      else blocks.push({ key: message.message_id, messages: [message], album: message.media_group_id });
    }
    blocks.forEach((block, i) => {
      if (!block.messages) return;
      block.isFirst = !together(blocks[i - 1], block);
      block.isLast = !together(block, blocks[i + 1]);
      block.isRead = block.messages.every((message) => message.sim?.received);
    });
    return blocks;
  }

  /** A section a day, so that each date is pushed away by the next one. */
  #days(blocks, isLive) {
    const days = new Map();
    let nodes;
    for (const block of blocks) {
      const node = this.#nodeOf(block, isLive);
      if (block.day) days.set(node, nodes = []);
      else nodes.push(node);
    }
    for (const [section, rows] of days) place(section, [...section.querySelectorAll(":scope > .day"), ...rows]);
    return [...days.keys()];
  }

  #nodeOf(block, isLive) {
    const known = this.#nodes.get(block.key);
    const stamp = [language(), block.isFirst, block.isLast, block.isRead, block.service, ...(block.messages ?? [])];
    if (known && known.stamp.length === stamp.length && known.stamp.every((part, i) => part === stamp[i])) return known.node;
    const node = block.day ? h("section", {}, h("div", { class: "day" }, h("span", {}, block.day)),
      h("div", { class: "day floating", "aria-hidden": "true" }, h("span", {}, block.day)))
      : block.service ? serviceLine(block.service) : bubble(block, this.ctx);
    if (!known && isLive) node.classList.add("arrived");
    this.#nodes.set(block.key, { stamp, node });
    return node;
  }

  toBottom(behavior = "instant") {
    this.list.scrollTo({ top: this.list.scrollHeight, behavior });
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    if (!clientHeight) return;
    this.#showDay();
    this.stuck = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (this.stuck) this.#below = 0;
    if (this.stuck) this.ctx.seen();
    if (scrollTop < 200) this.thread.loadOlder();
    this.#drawJump();
  }

  /** The day above is shown while one scrolls, and would hide words afterwards. */
  #showDay() {
    this.list.classList.add("scrolling");
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.list.classList.remove("scrolling"), RESTING_MS);
  }

  #drawJump() {
    this.jump.hidden = this.stuck;
    this.count.hidden = !this.#below;
    this.count.textContent = this.#below;
  }

  async jumpTo(messageId) {
    while (!this.thread.messages.has(messageId) && this.thread.hasMore) await this.thread.loadOlder();
    const node = this.find(messageId);
    if (!node) return this.ctx.toast(t("messageGone"));
    const top = node.offsetTop - (this.list.clientHeight - node.offsetHeight) / 2;
    this.list.scrollTo({ top, behavior: "smooth" });
    return this.flash(messageId, "flash");
  }

  find(messageId) {
    return this.list.querySelector(`[data-message-id="${Number(messageId)}"]`);
  }

  flash(messageId, name) {
    const node = this.find(messageId);
    node?.classList.remove(name);
    requestAnimationFrame(() => node?.classList.add(name));
    setTimeout(() => node?.classList.remove(name), 2200);
  }
}

function together(a, b) {
  if (!a?.messages || !b?.messages) return false;
  const [one, two] = [a.messages.at(-1), b.messages[0]];
  return one.from?.id === two.from?.id && two.date - one.date < GROUP_SECONDS && !one.reply_markup?.inline_keyboard;
}

function place(list, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, i) => {
    if (list.children[i] !== node) list.insertBefore(node, list.children[i] ?? null);
  });
}
