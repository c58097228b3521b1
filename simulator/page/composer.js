// Where a person writes: text, files, the commands menu, and what is being answered or edited.

import { api } from "./api.js";
import { Attachments } from "./attachments.js";
import { h, iconButton } from "./dom.js";
import { nameOf, t } from "./i18n.js";
import { summary } from "./media.js";

export class Composer {
  #reply = null;
  #editing = null;
  #isBusy = false;

  constructor(ctx) {
    this.ctx = ctx;
    this.attachments = new Attachments({ onChange: () => this.#changed(), onRefuse: ctx.toast });
    this.input = h("textarea", { rows: "1", placeholder: t("write"), "aria-label": t("write"), maxlength: "4096",
      oninput: () => this.#changed(), onkeydown: (event) => this.#key(event), onpaste: (event) => this.#paste(event) });
    this.sendButton = iconButton("send", t("send"), () => this.submit(), { class: "send", data: { action: "send" } });
    this.slash = h("button", { type: "button", class: "icon-button slash", "aria-label": t("commands"), title: t("commands"),
      "aria-expanded": "false", data: { action: "commands" }, onclick: () => this.#toggleCommands() }, "/");
    this.keyboardToggle = iconButton("keyboard", t("keyboard"), () => ctx.toggleKeyboard(), { hidden: true });
    this.bar = h("div", { class: "reply-bar", hidden: true });
    this.commands = h("div", { class: "commands", role: "menu", hidden: true });
    this.row = h("form", { class: "composer", onsubmit: (event) => event.preventDefault() },
      iconButton("attach", t("attach"), () => this.attachments.picker.click(), { data: { action: "attach" } }),
      this.attachments.picker, this.input, this.slash, this.keyboardToggle, this.sendButton);
    this.element = h("div", { class: "composer-area" }, this.commands, this.bar, this.attachments.element, this.row);
    this.#changed();
  }

  reply(message, quote) {
    this.#editing = null;
    this.#reply = { message, quote };
    this.#drawBar(t("replyTo", { name: nameOf(message.from) }), quote?.text ?? summary(message));
  }

  edit(message) {
    this.#reply = null;
    this.#editing = message;
    this.input.value = message.text ?? message.caption ?? "";
    this.#drawBar(t("editing"), summary(message));
  }

  cancel() {
    if (this.#editing) this.input.value = "";
    this.#reply = null;
    this.#editing = null;
    this.bar.hidden = true;
    this.commands.hidden = true;
    this.slash.setAttribute("aria-expanded", "false");
    this.#changed();
  }

  /** A second Enter while the first is on its way must not send twice. */
  async submit() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const text = this.input.value.trim();
    const isDone = this.#editing ? text && await this.ctx.edit(this.#editing, text) : await this.#sendAll(text);
    this.#isBusy = false;
    if (!isDone) return;
    this.input.value = "";
    this.attachments.clear();
    this.cancel();
  }

  async #sendAll(text) {
    if (!text && !this.attachments.length) return false;
    const bodies = this.attachments.length ? await this.attachments.bodies(text) : [{ text }];
    if (this.#reply) {
      bodies[0].reply_to_message_id = this.#reply.message.message_id;
      if (this.#reply.quote) bodies[0].quote = this.#reply.quote;
    }
    for (const body of bodies) if (!(await this.ctx.send(body))) return false;
    return true;
  }

  #drawBar(title, text) {
    this.bar.replaceChildren(h("div", { class: "quote" }, h("span", { class: "quote-name" }, title),
      h("span", { class: "quote-text" }, text)), iconButton("close", t("cancel"), () => this.cancel()));
    this.bar.hidden = false;
    this.#changed();
    this.input.focus({ preventScroll: true });
  }

  #changed() {
    this.sendButton.disabled = !this.input.value.trim() && !this.attachments.length;
    this.input.style.height = "auto";
    const height = Math.min(this.input.scrollHeight, 120);
    if (height) this.input.style.height = `${height}px`;
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    }
    if (event.key === "Escape") this.cancel();
  }

  #paste(event) {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    this.attachments.add(event.clipboardData.files);
  }

  async #toggleCommands() {
    this.commands.hidden = !this.commands.hidden;
    this.slash.setAttribute("aria-expanded", String(!this.commands.hidden));
    if (this.commands.hidden) return;
    const { bot, id } = this.ctx.chat;
    const { commands } = await api.commands(bot, id, this.ctx.user.id).catch(() => ({ commands: [] }));
    const items = commands.map(({ command, description }) => h("button", { type: "button", role: "menuitem",
      data: { command: `/${command}` }, onclick: () => {
        this.cancel();
        this.ctx.command(`/${command}`);
      } }, h("b", {}, `/${command}`), h("span", {}, description)));
    this.commands.replaceChildren(...(items.length ? items : [h("p", {}, t("noCommands"))]));
    this.commands.querySelector("button")?.focus({ preventScroll: true });
  }

  /** What a keyboard asks for with force_reply or input_field_placeholder. */
  suggest(placeholder) {
    this.input.placeholder = placeholder || t("write");
  }
}
