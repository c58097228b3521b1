// The calls of docs/simulator.md.

import { t } from "./i18n.js";

class ApiError extends Error {
  constructor(status, answer) {
    super(status === 502 ? t("botIsDown") : said(answer) ?? `HTTP ${status}`);
    this.status = status;
    this.answer = answer;
  }
}

/** The simulator answers with a word, the push API with an object. */
const said = (answer) => answer?.error?.message ?? answer?.error ?? (answer?.detail && JSON.stringify(answer.detail));

async function call(method, path, body) {
  const init = { method };
  if (body !== undefined) {
    init.headers = { "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const response = await fetch(path, init);
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

const chatPath = (bot, chat) => `/sim/bots/${bot}/chats/${chat}`;
const entryPath = ({ source = "journal", id, kind }) =>
  `/sim/journal/v1/entries/${encodeURIComponent(source)}/${encodeURIComponent(id)}?kind=${encodeURIComponent(kind)}`;

export const api = {
  state: () => call("GET", "/sim/state"),
  addUser: (user) => call("POST", "/sim/users", user),
  addGroup: (bot, group) => call("POST", `/sim/bots/${bot}/groups`, group),
  addBot: (bot, chat, by) => call("POST", `/sim/bots/${bot}/groups/${chat}/add`, { by }),
  removeBot: (bot, chat, by) => call("POST", `/sim/bots/${bot}/groups/${chat}/kick`, { by }),
  messages: (bot, chat, before, limit = 40) =>
    call("GET", `${chatPath(bot, chat)}/messages?limit=${limit}${before ? `&before=${before}` : ""}`),
  commands: (bot, chat, user) => call("GET", `${chatPath(bot, chat)}/commands?user=${user}`),
  send: (bot, chat, body) => call("POST", `${chatPath(bot, chat)}/send`, body),
  edit: (bot, chat, body) => call("POST", `${chatPath(bot, chat)}/edit`, body),
  press: (bot, chat, body) => call("POST", `${chatPath(bot, chat)}/press`, body),
  callback: (id) => call("GET", `/sim/callbacks/${encodeURIComponent(id)}?wait=0`),
  read: (bot, chat) => call("POST", `${chatPath(bot, chat)}/read`),
  setBlocked: (bot, chat, blocked) => call("POST", `${chatPath(bot, chat)}/${blocked ? "block" : "unblock"}`, {}),
  faults: (faults) => call("PUT", "/sim/faults", faults),
  rates: (rates) => call("PUT", "/sim/rates", rates),
  process: (action) => call("POST", `/sim/process/${action}`, {}),
  journalChoices: () => call("GET", "/sim/journal-choices"),
  pushEntries: (body) => call("POST", "/sim/journal/v1/entries", body),
  entry: (target) => call("GET", entryPath(target)),
};

export const fileUrl = (bot, fileId) => `/sim/bots/${bot}/files/${encodeURIComponent(fileId)}`;
export const eventsUrl = (after) => `/sim/events?after=${after}`;
