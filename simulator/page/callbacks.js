// Waits for the bot's answers to pressed buttons.

import { api } from "./api.js";
import { store } from "./store.js";

const GIVE_UP_MS = 120_000;
const POLL_MS = 3000;
const waiting = new Map();

/** Told by events, polled slowly in case one was missed: a long poll each would use up the browser's connections. */
export function answerTo(callbackId) {
  return new Promise((resolve) => {
    const settle = (answer) => {
      clearInterval(poll);
      clearTimeout(end);
      waiting.delete(callbackId);
      resolve(answer);
    };
    const check = async () => {
      const answer = await api.callback(callbackId).catch(() => null);
      if (answer?.answered) settle(answer);
    };
    const poll = setInterval(check, POLL_MS);
    const end = setTimeout(() => settle(null), GIVE_UP_MS);
    waiting.set(callbackId, check);
    check();
  });
}

store.on("answer", () => {
  for (const check of waiting.values()) check();
});
