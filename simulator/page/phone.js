// One person's phone: the owner above, the chat with the bot in it.

import { avatar, h, iconButton } from "./dom.js";
import { newGroup } from "./groups.js";
import { nameOf, t } from "./i18n.js";
import { Conversation } from "./conversation.js";
import { store } from "./store.js";

export class Phone {
  #conversation = null;
  #inView = false;

  constructor(user, signal) {
    this.user = user;
    this.screen = h("div", { class: "screen" });
    this.owner = h("header", { class: "owner" });
    this.element = h("section", { class: "phone", id: `phone-${user.id}`, data: { phone: user.id }, "aria-label": nameOf(user) },
      this.owner, h("div", { class: "device" }, this.screen));
    new IntersectionObserver(([entry]) => this.#viewed(entry.intersectionRatio > 0.4), { threshold: [0, 0.4, 0.8] })
      .observe(this.element);
    document.addEventListener("visibilitychange", () => this.#viewed(this.#inView), { signal });
    store.watching.set(user.id, (bot, chat) => this.#isWatching(bot, chat));
    store.on("state", () => this.#refresh(), signal);
    store.on("unread", ({ user: id }) => id === user.id && this.#drawSwitcher(), signal);
    store.on("messages", (change) => this.#messages(change), signal);
    store.on("action", (event) => this.#isOpen(event) && this.#conversation.status.act(event.action ?? "typing"), signal);
    store.on("open", (wanted) => wanted.user === this.user.id && this.#command(wanted), signal);
    this.#refresh();
  }

  async #command({ bot, text }) {
    if (!this.#isOpen({ bot, chat: this.user.id })) {
      this.open(store.chatsOf(this.user).find((chat) => chat.bot === bot && chat.id === this.user.id));
    }
    await this.#conversation.command(text);
  }

  #refresh() {
    this.user = store.user(this.user.id) ?? this.user;
    this.owner.replaceChildren(avatar(this.user.id, nameOf(this.user)),
      h("div", { class: "owner-text" }, h("h2", {}, nameOf(this.user)), h("p", {}, this.user.note ?? "")),
      h("div", { class: "owner-side" },
        h("span", { class: "owner-language", title: t("phoneLanguage") }, (this.user.language_code ?? "").toUpperCase()),
        iconButton("people", t("newGroup"), () => newGroup(this.#conversation), { class: "small", data: { action: "group" } })));
    const chats = store.chatsOf(this.user);
    const open = chats.find((chat) => this.#isOpen({ bot: chat.bot, chat: chat.id }));
    if (open) this.#conversation.update(open, this.user);
    else if (chats.length) this.open(chats[0]);
    this.#drawSwitcher();
  }

  open(chat) {
    this.#conversation?.close();
    this.#conversation = new Conversation(this, chat);
    this.switcher = h("div", { class: "switcher", role: "tablist", "aria-label": t("chats") });
    this.screen.replaceChildren(this.switcher, this.#conversation.header, this.#conversation.body);
    this.#drawSwitcher();
    this.#conversation.start();
    this.seen();
  }

  #drawSwitcher() {
    const chats = store.chatsOf(this.user);
    this.switcher.hidden = chats.length < 2;
    this.switcher.replaceChildren(...chats.map((chat) => {
      const count = store.unreadIn(this.user.id, chat.bot, chat.id);
      const title = chat.type === "private" ? store.bot(chat.bot)?.first_name : chat.title;
      return h("button", { type: "button", role: "tab", data: { chat: chat.id },
        "aria-selected": String(this.#isOpen({ bot: chat.bot, chat: chat.id })), onclick: () => {
          this.open(chat);
          this.switcher.querySelector("[aria-selected=true]")?.focus({ preventScroll: true });
        } },
      chat.type === "private" ? "" : "👥 ", title, count > 0 && h("span", { class: "badge" }, count));
    }));
  }

  #isOpen({ bot, chat }) {
    return this.#conversation?.chat.bot === bot && this.#conversation.chat.id === chat;
  }

  #isWatching(bot, chat) {
    return this.#inView && !document.hidden && this.#isOpen({ bot, chat }) && this.#conversation.feed.atBottom;
  }

  #messages(change) {
    if (!this.#isOpen(change)) return;
    this.#conversation.draw(change);
    if (change.why === "message") this.seen();
    if (change.why === "message" && change.message?.from?.id !== this.user.id) this.glow();
  }

  #viewed(inView) {
    this.#inView = inView;
    if (inView) this.seen();
  }

  seen() {
    const { bot, id } = this.#conversation?.chat ?? {};
    if (bot !== undefined && this.#isWatching(bot, id)) store.markRead(this.user.id, bot, id);
  }

  glow() {
    this.element.classList.remove("glow");
    requestAnimationFrame(() => this.element.classList.add("glow"));
  }

  header(chat, status, onMenu) {
    const title = chat.type === "private" ? store.bot(chat.bot)?.first_name : chat.title;
    return h("header", { class: "chat-header" }, avatar(chat.type === "private" ? chat.bot : chat.id, title, "small"),
      h("div", { class: "chat-title" }, h("h3", {}, title), status),
      iconButton("more", t("chatMenu"), onMenu, { data: { action: "menu" } }));
  }
}
