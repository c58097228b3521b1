// A chat open on a phone: wires the feed, the composer and the keyboard to the server.

import { api } from "./api.js";
import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { Feed } from "./feed.js";
import { currentKeyboard, standingKeyboard, standingMarkup } from "./keyboard.js";
import { followDeepLink } from "./links.js";
import { chatMenu, messageMenu } from "./menus.js";
import { showToast } from "./overlays.js";
import { pressInline, pressStanding } from "./presses.js";
import { quoteButton } from "./quoting.js";
import { Status } from "./status.js";
import { threadOf } from "./threads.js";
import { welcome } from "./welcome.js";

export class Conversation {
  #keyboardHidden = false;
  #markup = null;
  #closed = new AbortController();

  constructor(phone, chat) {
    this.phone = phone;
    this.user = phone.user;
    this.chat = chat;
    this.host = phone.screen;
    this.pending = new Set();
    this.thread = threadOf(chat.bot, chat.id);
    // Bubbles and menus get these as plain callbacks.
    for (const name of ["toast", "command", "openLink"]) this[name] = this[name].bind(this);
    this.status = new Status();
    this.header = phone.header(chat, this.status.element, (event) => chatMenu(this, event.currentTarget));
    this.feed = new Feed(this);
    this.composer = new Composer(this);
    this.keyboard = h("div", { class: "keyboard-slot" });
    this.bottom = h("div", { class: "bottom" }, quoteButton(this, this.#closed.signal), this.keyboard, this.composer.element);
    this.body = h("div", { class: "chat-body", ondragover: (event) => event.preventDefault(), ondrop: (event) => this.#drop(event) },
      this.feed.element, this.bottom);
  }

  async start() {
    this.draw();
    if (!this.thread.loaded) await this.thread.load().catch((error) => this.toast(error.message));
    this.feed.toBottom();
  }

  close() {
    this.#closed.abort();
    this.status.idle();
  }

  update(chat, user) {
    this.chat = chat;
    this.user = user;
    this.draw();
  }

  draw(change) {
    this.feed.draw(change);
    const messages = this.thread.list();
    const markup = currentKeyboard(messages, this.chat, this.user.id);
    if (markup !== this.#markup) this.#keyboardHidden = false;
    this.#markup = markup;
    this.#drawKeyboard();
    this.status.describe(this.chat);
    if (change?.why === "message" && change.message?.from?.id !== this.user.id) this.#arrived(change.message);
    welcome(this, messages);
  }

  #arrived(message) {
    this.status.idle();
    if (standingMarkup(message)?.force_reply) this.reply(message);
  }

  #drawKeyboard() {
    const isShown = Boolean(this.#markup) && !this.#keyboardHidden && !this.chat.blocked;
    this.keyboard.replaceChildren(...(isShown ? [standingKeyboard(this.#markup, this)] : []));
    this.composer.keyboardToggle.hidden = !this.#markup;
    this.composer.keyboardToggle.setAttribute("aria-pressed", String(isShown));
    this.composer.suggest(this.#markup?.input_field_placeholder);
  }

  toggleKeyboard() {
    this.#keyboardHidden = !this.#keyboardHidden;
    this.#drawKeyboard();
  }

  async attempt(work) {
    try {
      return await work() ?? true;
    } catch (error) {
      this.toast(error.message);
      return false;
    }
  }

  async send(body) {
    const { bot, id } = this.chat;
    const answer = await this.attempt(() => api.send(bot, id, { from: this.user.id, ...body }));
    if (!answer) return false;
    answer.messages?.forEach((message) => this.thread.receive(message));
    this.thread.changed("sent");
    this.feed.toBottom();
    return true;
  }

  edit(message, text) {
    return this.attempt(() => api.edit(this.chat.bot, this.chat.id, { from: this.user.id, message_id: message.message_id, text }));
  }

  command(text) {
    return this.send({ text });
  }

  press(message, button) {
    return pressInline(this, message, button);
  }

  async pressKeyboard(button, markup) {
    await pressStanding(this, button);
    if (markup.one_time_keyboard && this.#markup === markup && !this.#keyboardHidden) this.toggleKeyboard();
  }

  async setBlocked(blocked) {
    if (await this.attempt(() => api.setBlocked(this.chat.bot, this.chat.id, blocked))) this.chat.blocked = blocked;
    this.draw();
  }

  reply(message, quote) {
    this.composer.reply(message, quote);
  }

  messageMenu(message, row, point) {
    messageMenu(this, message, row, point);
  }

  openLink(url) {
    return followDeepLink(this, url);
  }

  jumpTo(messageId) {
    this.feed.jumpTo(messageId);
  }

  seen() {
    this.phone.seen();
  }

  toast(text) {
    showToast(this.feed.element, text);
  }

  #drop(event) {
    event.preventDefault();
    this.composer.attachments.add(event.dataTransfer.files);
  }
}
