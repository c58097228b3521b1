// Menus, alerts and toasts; each lives in its own phone, since it is that person who sees it.

import { h, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";

const TOAST_MS = 3500;

export function showToast(host, text) {
  host.querySelector(".toast")?.remove();
  const toast = h("div", { class: "toast", role: "status" }, text);
  host.append(toast);
  setTimeout(() => toast.remove(), TOAST_MS);
}

/** Resolves to the index of the chosen button, or null when dismissed. */
export function ask(host, { title, text, content, buttons = [t("ok")] }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const close = (value) => {
      layer.remove();
      before?.focus?.({ preventScroll: true });
      resolve(value);
    };
    const row = buttons.map((label, index) => h("button", { type: "button", class: "plain-button", data: { dialogButton: index },
      onclick: () => close(index) }, label));
    const box = h("div", { class: "dialog", role: "alertdialog", "aria-modal": "true", "aria-label": title ?? text ?? "" },
      title && h("h3", {}, title), text && h("p", {}, text), content,
      h("div", { class: "dialog-buttons" }, row));
    const layer = h("div", { class: "layer", onkeydown: (event) => event.key === "Escape" && close(null),
      onclick: (event) => event.target === layer && close(null) }, box);
    host.append(layer);
    (box.querySelector("input, select") ?? row.at(-1))?.focus({ preventScroll: true });
  });
}

/** Items are {icon, label, action, run, danger}; opens beside a point of the host. */
export function showMenu(host, items, { x, y }) {
  host.querySelector(".menu-layer")?.remove();
  const before = document.activeElement;
  const close = () => {
    layer.remove();
    before?.focus?.({ preventScroll: true });
  };
  const buttons = items.map(({ icon: sign, label, action, run, danger }) => h("button", {
    type: "button", role: "menuitem", class: danger ? "danger" : "", data: { action },
    onclick: () => {
      close();
      run();
    },
  }, icon(sign), label));
  const menu = h("div", { class: "menu", role: "menu" }, buttons);
  const layer = h("div", {
    class: "menu-layer",
    onclick: (event) => event.target === layer && close(),
    oncontextmenu: (event) => event.preventDefault(),
    onkeydown: (event) => {
      if (event.key === "Escape") close();
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
    },
  }, menu);
  host.append(layer);
  const bounds = host.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(x - bounds.left, bounds.width - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y - bounds.top, bounds.height - menu.offsetHeight - 8))}px`;
  buttons[0]?.focus({ preventScroll: true });
}

export function openPhoto(url, caption) {
  const dialog = h("dialog", { class: "lightbox", onclick: () => dialog.close(), onclose: () => dialog.remove() },
    h("img", { src: url, alt: caption }), caption && h("p", {}, caption),
    iconButton("close", t("close"), () => dialog.close(), { class: "lightbox-close" }));
  document.body.append(dialog);
  dialog.showModal();
}
