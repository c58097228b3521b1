import { JOURNAL_STRINGS } from "./journal-strings.js";
import { STRINGS } from "./strings.js";

const LANGUAGES = ["ru", "en"];
const saved = localStorage.getItem("language");
const preferred = (navigator.language || "ru").toLowerCase().startsWith("ru") ? "ru" : "en";
let current = LANGUAGES.includes(saved) ? saved : preferred;

export const language = () => current;

export function setLanguage(code) {
  current = code;
  localStorage.setItem("language", code);
  document.documentElement.lang = code;
}

export function t(key, values = {}) {
  const text = (STRINGS[key] ?? JOURNAL_STRINGS[key])?.[LANGUAGES.indexOf(current)];
  if (text === undefined) throw new Error(`no string "${key}"`);
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** A word of the API in the reader's language, or as it is. */
export const known = (prefix, word) => (JOURNAL_STRINGS[`${prefix}_${word}`] ? t(`${prefix}_${word}`) : word);

const locale = () => (current === "ru" ? "ru-RU" : "en-GB");
const asDate = (seconds) => new Date(seconds * 1000);

export const formatTime = (seconds) =>
  asDate(seconds).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });

export const formatInstant = (seconds) => asDate(seconds).toLocaleString(locale());

export function formatDay(seconds) {
  const date = asDate(seconds);
  const daysAgo = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  if (daysAgo === 0) return t("today");
  if (daysAgo === 1) return t("yesterday");
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(locale(), { day: "numeric", month: "long", year });
}

export function formatSize(bytes) {
  if (bytes < 1024) return t("bytes", { n: bytes });
  const [value, unit] = bytes < 1024 ** 2 ? [bytes / 1024, "kilobytes"] : [bytes / 1024 ** 2, "megabytes"];
  return t(unit, { n: value.toLocaleString(locale(), { maximumFractionDigits: 1 }) });
}

export const nameOf = (user) => [user?.first_name, user?.last_name].filter(Boolean).join(" ") || user?.title || "?";
