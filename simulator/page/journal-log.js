// What was sent to the push API and what it answered.

import { api } from "./api.js";
import { h } from "./dom.js";
import { formatInstant, formatTime, known, t } from "./i18n.js";

export class Log {
  constructor() {
    this.latest = h("div", { class: "journal-log", "aria-live": "polite" });
    this.earlier = h("div", { class: "journal-log" });
  }

  add({ label, request, answer, error, target }) {
    const result = answer?.results?.[0];
    const outcome = result?.outcome ?? "rejected";
    const reason = result?.error ?? error?.message;
    const recipients = outcome === "rejected" ? null : this.#recipients(target);
    const item = h("article", { class: "result", data: { outcome } },
      h("header", {}, h("span", { class: `outcome ${outcome}` }, t(`outcome_${outcome}`)),
        result?.revision > 1 && h("span", { class: "revision" }, t("revision", { n: result.revision })),
        h("time", {}, formatTime(Date.now() / 1000))),
      h("p", {}, label), reason && h("p", { class: "reason" }, typeof reason === "string" ? reason : JSON.stringify(reason)), recipients,
      h("details", {}, h("summary", {}, t("whatWasSent")),
        h("pre", {}, "POST /v1/entries\n", JSON.stringify(request, null, 2)),
        h("pre", {}, JSON.stringify(answer ?? error?.answer ?? { error: reason }, null, 2))));
    this.earlier.prepend(...this.latest.children);
    this.latest.append(item);
    item.scrollIntoView({ block: "nearest", behavior: "smooth" });
    while (this.earlier.children.length > 20) this.earlier.lastChild.remove();
  }

  #recipients(target) {
    const list = h("ul", { class: "recipients" });
    const button = h("button", { type: "button", class: "link-button", data: { action: "recipients" }, onclick: async () => {
      try {
        const { recipients = [] } = await api.entry(target);
        list.replaceChildren(...(recipients.length ? recipients.map(recipient) : [h("li", {}, t("nobody"))]));
      } catch (error) {
        list.replaceChildren(h("li", {}, error.message));
      }
    } }, t("whoGotIt"));
    return h("div", {}, button, list);
  }
}

const at = (iso) => formatInstant(Date.parse(iso) / 1000);

function recipient({ label, role, state, sent_at: sent, acknowledged_at: signed }) {
  const words = [label || known("role", role), known("delivery", state), sent && at(sent)];
  return h("li", {}, words.filter(Boolean).join(" · "), signed && ` · ✍️ ${at(signed)}`);
}
