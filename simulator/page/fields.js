// Labelled form fields.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const WIDE = new Set(["student", "audience", "text", "comment", "work", "title", "agenda", "place", "kind", "target", "starts_at"]);

const labelled = (name, label, control) =>
  h("label", { class: WIDE.has(name) ? "wide" : "", data: { field: name } }, h("span", {}, label), control);

export function select(name, label, options, value, onchange) {
  const control = h("select", { name, onchange: () => onchange(control.value) },
    options.map(([id, text]) => h("option", { value: id, selected: id === value }, text)));
  return labelled(name, label, control);
}

export function field(name, spec, choices, value = "", onchange) {
  const label = t(`field_${name}`);
  if (spec.options) return select(name, label, spec.options(choices), value, onchange);
  const oninput = (event) => onchange(event.target.value);
  if (spec.type === "textarea") return labelled(name, label, h("textarea", { name, rows: "3", value, oninput }));
  const listId = spec.suggestions && `list-${name}`;
  const input = h("input", { name, type: spec.type ?? "text", step: spec.type === "number" ? "any" : null, list: listId, value, oninput,
    autocomplete: "off" });
  const list = listId && h("datalist", { id: listId }, spec.suggestions.map((text) => h("option", { value: text })));
  return labelled(name, label, [input, list].filter(Boolean));
}
