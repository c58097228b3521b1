// Server-sent events into the store, with a re-sync whenever the connection or the server was lost.

import { api, eventsUrl } from "./api.js";
import { store } from "./store.js";
import { forgetThreads, reloadThreads, threadOf } from "./threads.js";

const KINDS = ["message", "edited", "deleted", "received", "callback_answer", "chat_action", "member", "commands", "user", "process"];
const RETRY_MS = [300, 1000, 2000, 4000];
let seq = 0;
let failures = 0;

export async function goLive() {
  try {
    const before = seq;
    await store.loadState();
    if (store.state.seq < before) forgetThreads();
    await reloadThreads();
    seq = store.state.seq;
    listen();
  } catch {
    retry();
  }
}

function listen() {
  const source = new EventSource(eventsUrl(seq));
  source.onopen = () => {
    failures = 0;
    store.setConnected(true);
  };
  // The browser would reconnect by itself, but to the old position of a server that may have been restarted.
  source.onerror = () => {
    source.close();
    retry();
  };
  for (const kind of KINDS) source.addEventListener(kind, (event) => apply(kind, JSON.parse(event.data)));
}

function retry() {
  store.setConnected(false);
  setTimeout(goLive, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
}

const APPLY = {
  message(event) {
    put(event, "message");
    if (!store.state.chats.some((chat) => chat.bot === event.bot && chat.id === event.chat)) refreshState();
    store.countUnread(event);
  },
  edited: (event) => put(event, "edited"),
  deleted(event) {
    const thread = threadOf(event.bot, event.chat);
    for (const id of event.message_ids ?? [event.message_id ?? event.message?.message_id]) thread.remove(id);
    thread.changed("deleted");
  },
  received(event) {
    const thread = threadOf(event.bot, event.chat);
    thread.markReceived(event.message_id);
    thread.changed("received");
  },
  callback_answer: (event) => store.emit("answer", event),
  chat_action: (event) => store.emit("action", event),
  commands: (event) => store.emit("commands", event),
  member: () => refreshState(),
  user: () => refreshState(),
  process: () => refreshState(),
};

function apply(kind, event) {
  seq = Math.max(seq, event.seq ?? 0);
  APPLY[kind](event);
}

function put(event, why) {
  const thread = threadOf(event.bot, event.chat);
  if (!event.message?.message_id) {
    if (thread.loaded) thread.load();
    return;
  }
  thread.receive(event.message);
  thread.changed(why, event.message);
}

let refreshing = null;

/** One request for a burst of events. */
function refreshState() {
  refreshing ??= new Promise((done) => setTimeout(done, 50))
    .then(() => { refreshing = null; })
    .then(() => store.loadState())
    .catch(() => {});
}
