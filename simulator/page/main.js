// The shell: top bar, journal, and the strip of phones.

import { h } from "./dom.js";
import { language, setLanguage, t } from "./i18n.js";
import { Journal } from "./journal.js";
import { goLive } from "./live.js";
import { Phone } from "./phone.js";
import { faultsButton } from "./faults.js";
import { processChip } from "./process.js";
import { addPhoneButton, Tabs } from "./tabs.js";
import { store } from "./store.js";
import { applyTheme, languageToggle, themeToggle } from "./theme.js";

const root = document.getElementById("app");
let mounted = null;

function mount() {
  mounted?.abort();
  mounted = new AbortController();
  const { signal } = mounted;
  store.watching.clear();
  document.documentElement.lang = language();
  const title = h("h1", {});
  const strip = h("div", { class: "strip", "aria-label": t("phones") });
  const journal = new Journal(signal);
  const tabs = new Tabs(strip, signal);
  const reconnecting = h("div", { class: "reconnecting", role: "status" }, t("reconnecting"));
  root.replaceChildren(
    h("header", { class: "top" }, h("div", { class: "brand" }, h("img", { src: "/page/icon.svg", alt: "" }), title),
      tabs.element, h("div", { class: "tools" }, processChip(signal), faultsButton(signal), addPhoneButton(tabs),
        languageToggle(changeLanguage), themeToggle())),
    reconnecting, h("main", {}, journal.element, strip));

  const phones = new Map();
  const draw = () => {
    title.textContent = store.state.title || t("phones");
    document.title = title.textContent;
    for (const user of store.state.users) if (!phones.has(user.id)) phones.set(user.id, new Phone(user, signal));
    for (const id of phones.keys()) if (!store.user(id)) phones.delete(id);
    const wanted = store.state.users.map((user) => phones.get(user.id).element);
    if (wanted.length !== strip.children.length || wanted.some((node, i) => strip.children[i] !== node)) strip.replaceChildren(...wanted);
    tabs.draw();
  };
  const drawConnection = () => reconnecting.classList.toggle("shown", !store.connected);
  store.on("state", draw, signal);
  store.on("connection", drawConnection, signal);
  draw();
  drawConnection();
}

function changeLanguage(code) {
  setLanguage(code);
  mount();
}

applyTheme();
mount();
goLive();
