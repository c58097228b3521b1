// The bot's process: killed and started by hand, to see that nothing gets lost.

import { api } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { store } from "./store.js";

export function processChip(signal) {
  const label = h("span", { class: "process-label", "aria-live": "polite" });
  const error = (reason) => { label.textContent = reason.message; };
  const act = (action) => api.process(action).then(() => store.loadState()).catch(error);
  const kill = h("button", { type: "button", class: "chip-button danger", title: t("killHint"), data: { process: "kill" },
    onclick: () => act("kill") }, t("kill"));
  const start = h("button", { type: "button", class: "chip-button", data: { process: "start" }, onclick: () => act("start") },
    t("startProcess"));
  const chip = h("div", { class: "process", role: "group", "aria-label": t("process") },
    h("span", { class: "dot", "aria-hidden": "true" }), label, kill, start);
  const draw = () => {
    const state = store.state.process?.state;
    chip.hidden = !state;
    chip.dataset.state = state ?? "";
    label.textContent = state ? t(`process_${state}`) : "";
    kill.hidden = state === "stopped";
    start.hidden = state !== "stopped";
  };
  store.on("state", draw, signal);
  draw();
  return chip;
}
