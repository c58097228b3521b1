// The school's side: pushes entries through the real push API, as an electronic journal would.

import { api } from "./api.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { CORRECTABLE, defaults, FIELDS, KINDS, labelOf, PRESETS, proposed, teacherFor, texts, toEntry } from "./journal-forms.js";
import { field, select } from "./fields.js";
import { History } from "./journal-history.js";
import { Log } from "./journal-log.js";
import { store } from "./store.js";

const EMPTY = { students: [], subjects: [], staff: [], classes: [], groups: [], recent: [] };
const BUTTONS = ["grade5", "grade2", "absent", "homework", "correct", "withdraw"];
const ON_TARGET = ["correct", "withdraw"];

export class Journal {
  #choices = EMPTY;
  #values = {};
  #kind = "grade";
  #target = null;
  #base = null;
  #loading = null;
  #history = new History();
  #log = new Log();

  constructor(signal) {
    this.form = h("form", { class: "journal-form", onsubmit: (event) => {
      event.preventDefault();
      this.#push();
    } });
    this.submit = h("button", { type: "submit", class: "primary-button", data: { action: "journal-send" } }, t("sendEntry"));
    this.toggle = h("button", { type: "button", class: "icon-button journal-toggle", "aria-label": t("journal"), title: t("journal"),
      data: { action: "journal" }, onclick: () => this.#setOpen(!this.#isOpen()) }, icon("book"));
    const presets = BUTTONS.map((name) => h("button", { type: "button", class: `preset ${name}`, data: { journalPreset: name },
      onclick: () => this.#preset(name) }, t(`preset_${name}`)));
    this.element = h("aside", { class: "journal", "aria-label": t("journal"), hidden: true },
      h("header", {}, this.toggle, h("div", {}, h("h2", {}, t("journal")), h("p", {}, t("journalHint")))),
      h("div", { class: "journal-body" }, h("div", { class: "presets" }, presets), this.#log.latest, this.form, this.#log.earlier));
    this.#setOpen(localStorage.getItem("journal-open") !== "no");
    store.on("state", () => this.#stateChanged(), signal);
    this.#stateChanged();
  }

  #isOpen() {
    return !this.element.classList.contains("closed");
  }

  #setOpen(open) {
    this.element.classList.toggle("closed", !open);
    this.toggle.setAttribute("aria-expanded", String(open));
    localStorage.setItem("journal-open", open ? "yes" : "no");
  }

  #stateChanged() {
    this.element.hidden = !store.state.journal;
    if (store.state.journal && !this.#loading) this.#ready();
  }

  /** Choices are fetched once, and again for `recent` after each push. */
  #ready() {
    this.#loading ??= api.journalChoices().then((choices) => {
      this.#choices = { ...EMPTY, ...choices };
      this.#history.forgetOtherSchools();
      if (!this.#values.student) this.#values = defaults(this.#choices);
      this.#draw();
    }).catch(() => { this.#loading = null; });
    return this.#loading;
  }

  #set(name, value) {
    this.#values[name] = value;
    if (name === "student" || name === "subject") this.#values.teacher = teacherFor(this.#choices, this.#values);
    if (FIELDS[name].options) this.#draw();
  }

  async #choose(kind, target) {
    this.#kind = kind;
    const isNew = KINDS[kind] !== undefined;
    this.#target = isNew ? null : target ?? this.#targets()[0] ?? null;
    this.#base = null;
    if (kind === "correct" && this.#target) {
      this.#base = await this.#history.contentOf(this.#target).catch(() => null);
      if (!this.#base) return this.#draw(t("cannotRead"));
      const name = CORRECTABLE[this.#base.kind];
      this.#values = { ...this.#values, [name]: proposed(this.#base.kind, this.#base[name]),
        comment: this.#base.kind === "grade" ? t("sampleCorrection") : this.#base.comment ?? "" };
    }
    return this.#draw();
  }

  #targets() {
    const isCorrectable = ({ kind }) => this.#kind !== "correct" || CORRECTABLE[kind];
    return this.#history.targets(this.#choices.recent).filter(isCorrectable);
  }

  #draw(problem) {
    const kinds = [...Object.keys(KINDS), ...ON_TARGET].map((kind) => [kind, t(`kind_${kind}`)]);
    const rows = [select("kind", t("whatToSend"), kinds, this.#kind, (kind) => {
      Object.assign(this.#values, texts(kind));
      this.#choose(kind);
    })];
    if (ON_TARGET.includes(this.#kind)) {
      const targets = this.#targets();
      const options = targets.map((target, i) => [String(i), target.label ?? target.id]);
      const index = targets.findIndex(({ id, kind }) => id === this.#target?.id && kind === this.#target.kind);
      rows.push(targets.length ? select("target", t("which"), options, String(index), (i) => this.#choose(this.#kind, targets[i]))
        : h("p", { class: "hint" }, t("nothingYet")));
    }
    for (const name of this.#names()) {
      rows.push(field(name, FIELDS[name], this.#choices, this.#values[name], (value) => this.#set(name, value)));
    }
    this.submit.disabled = ON_TARGET.includes(this.#kind) && !this.#target;
    const focused = this.form.contains(document.activeElement) && document.activeElement.name;
    this.form.replaceChildren(...rows, ...(problem ? [h("p", { class: "reason" }, problem)] : []), this.submit);
    if (focused) this.form.elements[focused]?.focus();
  }

  #names() {
    if (this.#kind === "withdraw") return [];
    if (this.#kind !== "correct") return KINDS[this.#kind];
    if (!this.#base) return [];
    const first = CORRECTABLE[this.#base.kind];
    return this.#base.kind === "grade" || this.#base.kind === "attendance" ? [first, "comment"] : [first];
  }

  async #preset(name) {
    await this.#ready();
    if (ON_TARGET.includes(name)) {
      await this.#choose(name);
      if (!this.#target || (name === "correct" && !this.#base)) return;
    } else {
      const [kind, values] = PRESETS[name]();
      Object.assign(this.#values, values);
      await this.#choose(kind);
    }
    await this.#push();
  }

  #entry() {
    if (this.#kind === "withdraw") return { id: this.#target.id, kind: this.#target.kind, op: "withdraw" };
    if (this.#kind !== "correct") return toEntry(this.#kind, this.#values);
    return { ...this.#base, ...Object.fromEntries(this.#names().map((name) => [name, this.#values[name]]).filter(([, v]) => v)) };
  }

  async #push() {
    const entry = this.#entry();
    const request = { source: this.#target?.source ?? "journal", entries: [entry] };
    const label = entry.op === "withdraw" ? `${t("kind_withdraw")}: ${this.#target.label ?? entry.id}` : labelOf(entry, this.#choices);
    const target = { source: request.source, id: entry.id, kind: entry.kind };
    try {
      const answer = await api.pushEntries(request);
      this.#log.add({ label, request, answer, target });
      if (answer.results?.[0]?.outcome === "rejected" && entry.op === "withdraw") this.#history.forget(entry);
      else this.#history.remember(entry, label);
    } catch (error) {
      this.#log.add({ label, request, error, target });
    }
    this.#loading = null;
    await this.#ready();
    if (ON_TARGET.includes(this.#kind)) await this.#choose(this.#kind);
  }
}
