// The strip of people on top: jumps to a phone, and tells who got something out of view.

import { api } from "./api.js";
import { avatar, h, iconButton } from "./dom.js";
import { nameOf, t } from "./i18n.js";
import { ask, showToast } from "./overlays.js";
import { store } from "./store.js";

const narrow = window.matchMedia("(max-width: 760px)");

export class Tabs {
  #active = null;

  constructor(strip, signal) {
    this.strip = strip;
    this.element = h("nav", { class: "tabs", "aria-label": t("phones") });
    store.on("unread", ({ user, grew }) => this.draw(grew ? user : null), signal);
    narrow.addEventListener("change", () => this.draw(), { signal });
  }

  draw(grew = null) {
    const { users, journal } = store.state;
    const isKnown = this.#active === "journal" ? journal : users.some((user) => user.id === this.#active);
    if (!isKnown) this.#active = users[0]?.id ?? null;
    const tabs = users.map((user) => this.#tab(user, grew));
    if (journal) tabs.unshift(this.#journalTab());
    const focused = this.element.contains(document.activeElement) && document.activeElement.dataset.tab;
    this.element.replaceChildren(...tabs);
    if (focused) tabs.find((tab) => tab.dataset.tab === focused)?.focus({ preventScroll: true });
    document.body.dataset.view = this.#active === "journal" ? "journal" : "phones";
    for (const phone of this.strip.children) phone.classList.toggle("active", phone.dataset.phone === String(this.#active));
  }

  #tab(user, grew) {
    const count = store.unreadOf(user.id);
    return h("button", { type: "button", class: `tab ${grew === user.id ? "pulse" : ""}`, data: { tab: user.id },
      title: user.note, "aria-current": this.#active === user.id ? "true" : null, onclick: () => this.show(user.id) },
    avatar(user.id, nameOf(user), "tiny"), h("span", { class: "tab-name" }, user.first_name),
    count > 0 && h("span", { class: "badge", "aria-label": t("unread", { n: count }) }, count));
  }

  #journalTab() {
    return h("button", { type: "button", class: "tab journal-tab", data: { tab: "journal" },
      "aria-current": this.#active === "journal" ? "true" : null, onclick: () => this.show("journal") }, `📓 ${t("journal")}`);
  }

  show(id) {
    this.#active = id;
    this.draw();
    const phone = this.strip.querySelector(`[data-phone="${id}"]`);
    if (!phone || narrow.matches) return;
    phone.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
    phone.classList.remove("glow");
    requestAnimationFrame(() => phone.classList.add("glow"));
  }
}

export function addPhoneButton(tabs) {
  return iconButton("plus", t("addPhone"), () => addPhone(tabs), { data: { action: "add-phone" } });
}

async function addPhone(tabs) {
  const first = h("input", { value: t("newPersonName"), maxlength: "64", name: "first_name" });
  const note = h("input", { value: "", maxlength: "64", name: "note", placeholder: t("notePlaceholder") });
  const spoken = h("select", { name: "language_code" }, ["ru", "en"].map((code) => h("option", { value: code }, code)));
  const content = h("div", { class: "dialog-form" }, h("label", {}, t("name"), first), h("label", {}, t("note"), note),
    h("label", {}, t("phoneLanguage"), spoken));
  if (await ask(document.body, { title: t("addPhone"), content, buttons: [t("cancel"), t("add")] }) !== 1) return;
  const id = Math.max(0, ...store.state.users.map((user) => user.id)) + 1;
  const user = { id, first_name: first.value.trim() || t("newPersonName"), language_code: spoken.value, note: note.value.trim() };
  try {
    await api.addUser(user);
    await store.loadState();
    tabs.show(id);
  } catch (error) {
    showToast(document.body, error.message);
  }
}
