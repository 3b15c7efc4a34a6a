// Types, unfolded step by step.

import { el } from "./dom.js";
import { typeName } from "./field.js";

/// Returns a type with its fields or values.
export function typeView(type, types, depth = 0) {
  const inner = defined(type);
  if (inner === null) return el("code", { class: "type" }, typeName(type));
  const definition = types[inner.key];
  const title = el("code", { class: "type" }, typeName(type));
  if (!definition || definition.kind === "any") return title;
  const details = el("details", { open: depth === 0 }, el("summary", {}, title));
  const extend = () => details.append(content(definition, types, depth));
  // Created when it is opened: types may contain themselves.
  if (details.open) extend();
  else details.addEventListener("toggle", extend, { once: true });
  return details;
}

/// Returns the defined type in lists and maps, or null.
function defined(type) {
  if (type.kind === "type") return type;
  return type.kind === "list" || type.kind === "map" ? defined(type.item) : null;
}

function content(definition, types, depth) {
  const rust = definition.rust ? el("p", { class: "help" }, "Rust: ", el("code", {}, definition.rust)) : null;
  if (definition.kind === "enum") {
    const values = definition.values.map((value) => el("code", { class: "choice" }, value === "" ? "(empty)" : value));
    return el("div", { class: "inside" }, rust, el("p", { class: "choices" }, values));
  }
  const fields = definition.fields.map(({ name, type, required, nullable, readOnly, description }) => {
    const notes = [required ? null : "optional", nullable ? "may be null" : null, readOnly ? "read-only" : null];
    return el(
      "li",
      {},
      el("code", { class: "name" }, name),
      " ",
      el("span", { class: "notes" }, notes.filter(Boolean).join(", ")),
      " ",
      description ? el("p", { class: "help" }, description) : null,
      typeView(type, types, depth + 1),
    );
  });
  return el("div", { class: "inside" }, rust, el("ul", { class: "fields" }, fields));
}
