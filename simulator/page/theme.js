import { h, icon } from "./dom.js";
import { language, t } from "./i18n.js";

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const current = () => localStorage.getItem("theme") ?? (dark.matches ? "dark" : "light");

export function applyTheme() {
  document.documentElement.dataset.theme = current();
}

dark.addEventListener("change", applyTheme);

export function themeToggle() {
  const button = h("button", { type: "button", class: "icon-button", data: { action: "theme" }, onclick: () => {
    localStorage.setItem("theme", current() === "dark" ? "light" : "dark");
    applyTheme();
    draw();
  } });
  const draw = () => {
    const label = t(current() === "dark" ? "lightTheme" : "darkTheme");
    button.replaceChildren(icon(current() === "dark" ? "sun" : "moon"));
    button.setAttribute("aria-label", label);
    button.title = label;
  };
  draw();
  return button;
}

export function languageToggle(change) {
  const other = language() === "ru" ? "en" : "ru";
  return h("button", { type: "button", class: "icon-button words", "aria-label": t("switchLanguage"), title: t("switchLanguage"),
    data: { action: "language" }, onclick: () => change(other) }, other.toUpperCase());
}
