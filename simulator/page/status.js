// The line under the chat's title: what the bot is doing, or who is in the group.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const TYPING_MS = 5000;

export class Status {
  #timer = null;
  #rest = "";
  element = h("p", { class: "status", "aria-live": "polite" });

  describe({ type, blocked, members }) {
    this.#rest = type === "private" ? t(blocked ? "blocked" : "bot") : t(blocked ? "notInGroup" : "members", { n: members?.length ?? 0 });
    if (!this.#timer) this.idle();
  }

  act(action) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.idle(), TYPING_MS);
    this.element.classList.add("busy");
    this.element.textContent = t(action.startsWith("upload") ? "uploading" : "typing");
  }

  idle() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.element.classList.remove("busy");
    this.element.textContent = this.#rest;
  }
}
