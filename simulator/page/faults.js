// Telegram's bad days, on request.

import { api } from "./api.js";
import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { store } from "./store.js";

const FAULTS = {
  off: [],
  slow: [{ kind: "slow", method: "sendMessage", seconds: 3, probability: 1 }],
  "5xx": [{ kind: "5xx", method: "sendMessage", probability: 0.5 }],
  lost: [{ kind: "lost", method: "sendMessage", probability: 0.5 }],
};
const RATES = { per_second: 30, per_chat: 1, per_group_minute: 20 };
const chosen = { fault: "off", rates: false };

export function faultsButton(signal) {
  const button = h("button", { type: "button", class: "icon-button faults-button", "aria-label": t("faults"), title: t("faults"),
    "aria-expanded": "false", data: { action: "faults" }, onclick: () => toggle(drawer.hidden) }, icon("bolt"),
  h("span", { class: "dot", hidden: true }));
  const message = h("p", { class: "hint", role: "status" }, t("faultsHint"));
  const apply = (work, remember) => work.then(() => {
    remember();
    message.textContent = t("faultsHint");
    draw();
  }, (error) => { message.textContent = error.message; });
  const radios = Object.keys(FAULTS).map((kind) => h("label", { class: "check" },
    h("input", { type: "radio", name: "fault", checked: chosen.fault === kind, data: { fault: kind },
      onchange: () => apply(api.faults(FAULTS[kind]), () => { chosen.fault = kind; }) }), t(`fault_${kind}`)));
  const rates = h("label", { class: "check" }, h("input", { type: "checkbox", checked: chosen.rates, data: { fault: "429" },
    onchange: ({ target }) => apply(api.rates(target.checked ? RATES : {}), () => { chosen.rates = target.checked; }) }),
  t("fault_429"));
  const drawer = h("div", { class: "drawer", role: "dialog", "aria-label": t("faults"), hidden: true,
    onkeydown: (event) => event.key === "Escape" && toggle(false) }, h("h2", {}, t("faults")), radios, h("hr"), rates, message);
  const toggle = (open) => {
    drawer.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) drawer.querySelector("input:checked")?.focus();
  };
  const showKnown = () => {
    const { faults = [], rates: limits = {} } = store.state;
    chosen.fault = FAULTS[faults[0]?.kind] ? faults[0].kind : "off";
    chosen.rates = Object.keys(limits).length > 0;
    for (const radio of drawer.querySelectorAll("[type=radio]")) radio.checked = radio.dataset.fault === chosen.fault;
    rates.firstChild.checked = chosen.rates;
    draw();
  };
  const draw = () => { button.querySelector(".dot").hidden = chosen.fault === "off" && !chosen.rates; };
  document.addEventListener("click", (event) => !holder.contains(event.target) && toggle(false), { signal });
  const holder = h("div", { class: "faults" }, button, drawer);
  store.on("state", showKnown, signal);
  draw();
  return holder;
}
