// Links to the bot itself are opened on one of the phones, as a person would who was sent one; links that add
// it to a group make one.

import { h } from "./dom.js";
import { newGroup } from "./groups.js";
import { nameOf, t } from "./i18n.js";
import { ask } from "./overlays.js";
import { store } from "./store.js";

/** Returns true when the link was one to a bot of this server. */
export function followDeepLink(conversation, url) {
  const link = parse(url);
  const bot = link && store.state.bots.find((known) => known.username?.toLowerCase() === link.username.toLowerCase());
  if (!bot) return false;
  if (link.group !== null) {
    newGroup(conversation, link.group);
    return true;
  }
  choosePhone(conversation, url).then((user) => user && openOn(user, bot, link.payload));
  return true;
}

function parse(url) {
  const match = /^(?:https?:\/\/)?(?:t\.me|telegram\.me)\/(\w+)\/?(?:\?(.*))?$/i.exec(url);
  const resolved = /^tg:\/\/resolve\/?\?(.*)$/i.exec(url);
  const query = new URLSearchParams(match?.[2] ?? resolved?.[1] ?? "");
  const username = match?.[1] ?? query.get("domain");
  return username ? { username, payload: query.get("start"), group: query.get("startgroup") } : null;
}

async function choosePhone({ user, host }, url) {
  const users = [user, ...store.state.users.filter((other) => other.id !== user.id)];
  const select = h("select", { "aria-label": t("onWhichPhone") },
    users.map((other) => h("option", { value: other.id }, [nameOf(other), other.note].filter(Boolean).join(" · "))));
  const content = [h("p", { class: "link-preview" }, url), h("label", {}, t("onWhichPhone"), select)];
  const choice = await ask(host, { title: t("openLink"), content: h("div", { class: "dialog-form" }, content),
    buttons: [t("cancel"), t("open")] });
  return choice === 1 ? store.user(Number(select.value)) : null;
}

function openOn(user, bot, payload) {
  store.emit("open", { user: user.id, bot: bot.id, text: payload ? `/start ${payload}` : "/start" });
}
