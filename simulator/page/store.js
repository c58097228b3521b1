// What the page knows; components listen to its events: state, messages, action, answer, unread, connection.

import { api } from "./api.js";

const READ_MS = 1000;

class Store extends EventTarget {
  state = { title: "", bots: [], users: [], chats: [], journal: false, process: null, seq: 0 };
  connected = true;
  threads = new Map();
  unread = new Map();
  watching = new Map();
  #reading = new Map();

  on(kind, listener, signal) {
    this.addEventListener(kind, (event) => listener(event.detail ?? {}), { signal });
  }

  emit(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  async loadState() {
    const isFirst = !this.state.users.length;
    this.state = await api.state();
    if (isFirst) this.#restoreUnread();
    this.emit("state");
  }

  /** The server counts a chat's unread, which is a person's only where the chat is private. */
  #restoreUnread() {
    for (const { bot, id, type, unread } of this.state.chats) {
      if (type === "private" && unread) this.unread.set(unreadKey(id, bot, id), unread);
    }
  }

  patchChat(bot, id, values) {
    const chat = this.state.chats.find((known) => known.bot === bot && known.id === id);
    if (chat) Object.assign(chat, values);
    this.emit("state");
  }

  setConnected(connected) {
    if (connected === this.connected) return;
    this.connected = connected;
    this.emit("connection");
  }

  user(id) {
    return this.state.users.find((user) => user.id === id);
  }

  bot(id) {
    return this.state.bots.find((bot) => bot.id === id);
  }

  chatsOf(user) {
    const known = (bot) => this.state.chats.find((chat) => chat.bot === bot.id && chat.id === user.id);
    const own = this.state.bots.map((bot) => ({ bot: bot.id, id: user.id, type: "private", ...known(bot) }));
    const groups = this.state.chats.filter((chat) => chat.type !== "private" && !chat.migrated_to && isMember(chat, user));
    return [...own, ...groups];
  }

  countUnread({ bot, chat, message }) {
    if (!message || isService(message)) return;
    for (const user of this.state.users) {
      const receives = message.from?.id !== user.id && this.chatsOf(user).some((c) => c.bot === bot && c.id === chat);
      if (!receives || this.watching.get(user.id)?.(bot, chat)) continue;
      const key = unreadKey(user.id, bot, chat);
      this.unread.set(key, (this.unread.get(key) ?? 0) + 1);
      this.emit("unread", { user: user.id, grew: true });
    }
  }

  markRead(user, bot, chat) {
    if (this.unread.delete(unreadKey(user, bot, chat))) this.emit("unread", { user });
    const isKnown = this.state.chats.some((known) => known.bot === bot && known.id === chat);
    if (chat !== user || !isKnown) return;
    clearTimeout(this.#reading.get(chat));
    this.#reading.set(chat, setTimeout(() => api.read(bot, chat).catch(() => {}), READ_MS));
  }

  unreadIn(user, bot, chat) {
    return this.unread.get(unreadKey(user, bot, chat)) ?? 0;
  }

  unreadOf(user) {
    let sum = 0;
    for (const [key, count] of this.unread) if (key.startsWith(`${user}:`)) sum += count;
    return sum;
  }
}

const unreadKey = (user, bot, chat) => `${user}:${bot}:${chat}`;
const isMember = (chat, user) => (chat.members ?? []).some((member) => (member.id ?? member) === user.id);

const SERVICE = ["new_chat_members", "left_chat_member", "group_chat_created", "supergroup_chat_created",
  "new_chat_title", "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "delete_chat_photo", "new_chat_photo"];

export const serviceKind = (message) => SERVICE.find((key) => message[key] !== undefined);
export const isService = (message) => serviceKind(message) !== undefined;

export const store = new Store();
