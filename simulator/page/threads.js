// The messages of one chat, kept in order and paged upwards.

import { api } from "./api.js";
import { store } from "./store.js";

class Thread {
  messages = new Map();
  hasMore = false;
  loaded = false;
  #loading = null;
  #touched = new Set();

  constructor(bot, chat) {
    this.bot = bot;
    this.chat = chat;
  }

  list() {
    return [...this.messages.values()].filter((m) => !m.sim?.deleted).sort((a, b) => a.message_id - b.message_id);
  }

  oldest() {
    return Math.min(...this.messages.keys());
  }

  /** An event's message; one from before what is loaded comes with its page, and would leave a gap now. */
  receive(message) {
    const id = message.message_id;
    if (this.hasMore && !this.messages.has(id) && id < this.oldest()) return;
    this.#touched.add(id);
    this.#put(message);
  }

  /** A copy, since bubbles are redrawn by identity. */
  markReceived(messageId) {
    const message = this.messages.get(messageId);
    if (!message) return;
    this.#touched.add(messageId);
    this.messages.set(messageId, { ...message, sim: { ...message.sim, received: true } });
  }

  remove(messageId) {
    this.#touched.add(messageId);
    this.messages.delete(messageId);
  }

  /** The newest page replaces what is known, since nothing tells whether a gap lies between. */
  load() {
    return this.#once(async () => {
      const before = [...this.messages.keys()];
      const limit = Math.min(Math.max(this.messages.size, 40), 200);
      const page = await api.messages(this.bot, this.chat, undefined, limit);
      const ids = new Set(page.messages.map((message) => message.message_id));
      for (const id of before) if (!ids.has(id) && !this.#touched.has(id)) this.messages.delete(id);
      this.#putPage(page.messages);
      this.hasMore = page.has_more;
      this.loaded = true;
    });
  }

  loadOlder() {
    if (!this.hasMore) return Promise.resolve();
    return this.#once(async () => {
      const page = await api.messages(this.bot, this.chat, this.oldest());
      this.#putPage(page.messages);
      this.hasMore = page.has_more && page.messages.length > 0;
    });
  }

  /** What an event told while the page was on its way is newer than the page. */
  #putPage(messages) {
    for (const message of messages) if (!this.#touched.has(message.message_id)) this.#put(message);
  }

  /** Keeps the known object where nothing changed: bubbles are redrawn by identity. */
  #put(message) {
    const known = this.messages.get(message.message_id);
    if (known && JSON.stringify(known) === JSON.stringify(message)) return;
    this.messages.set(message.message_id, message);
  }

  #once(work) {
    if (!this.#loading) {
      this.#touched.clear();
      this.#loading = work().then(() => this.changed("page")).finally(() => { this.#loading = null; });
    }
    return this.#loading;
  }

  changed(why, message) {
    store.emit("messages", { bot: this.bot, chat: this.chat, why, message });
  }
}

export function threadOf(bot, chat) {
  const key = `${bot}:${chat}`;
  if (!store.threads.has(key)) store.threads.set(key, new Thread(bot, chat));
  return store.threads.get(key);
}

export const reloadThreads = () =>
  Promise.all([...store.threads.values()].filter((thread) => thread.loaded).map((thread) => thread.load()));

export function forgetThreads() {
  const known = [...store.threads.values()];
  for (const thread of known) {
    thread.messages.clear();
    thread.hasMore = false;
  }
  store.unread.clear();
  store.emit("unread");
}
