// The entries pushed from this page, kept so that they can be corrected and withdrawn.

import { api } from "./api.js";
import { store } from "./store.js";

const KEY = "journal-pushed";
const MOST = 40;

export class History {
  #items = [];

  constructor() {
    try {
      this.#items = JSON.parse(localStorage.getItem(KEY)) ?? [];
    } catch {
      this.#items = [];
    }
  }

  /** A server started anew counts events from zero: what was pushed to the one before is gone. */
  forgetOtherSchools() {
    this.#items = this.#items.filter((item) => item.seq <= store.state.seq);
  }

  remember(entry, label) {
    const { op, ...content } = entry;
    this.#items = this.#items.filter((item) => item.id !== entry.id || item.kind !== entry.kind);
    this.#items.unshift({ id: entry.id, kind: entry.kind, label, entry: content, withdrawn: op === "withdraw", seq: store.state.seq });
    this.#items.length = Math.min(this.#items.length, MOST);
    localStorage.setItem(KEY, JSON.stringify(this.#items));
  }

  forget({ id, kind }) {
    this.#items = this.#items.filter((item) => item.id !== id || item.kind !== kind);
    localStorage.setItem(KEY, JSON.stringify(this.#items));
  }

  /** What can be corrected or withdrawn, newest first: our own, then what the school has lately. */
  targets(recent) {
    const isOurs = ({ id, kind }) => this.#items.some((item) => item.id === id && item.kind === kind);
    return [...this.#items.filter((item) => !item.withdrawn), ...recent.filter((item) => !isOurs(item))];
  }

  async contentOf(target) {
    if (target.entry) return target.entry;
    const answer = await api.entry(target);
    const { revision, recipients, op, source, ...content } = answer.entry ?? answer;
    return content;
  }
}
