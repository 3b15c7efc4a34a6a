// A JSON value as a tree that can be folded.

import { el } from "./dom.js";

/// Objects and lists below this depth are folded at first.
const OPEN_DEPTH = 2;
/// Lists with more entries are folded at first, and shown in parts.
const PART = 100;

/// Returns the tree of a value. `link` returns the address for an item of the outermost list, or null.
export function tree(value, link = () => null) {
  return el("div", { class: "tree" }, node(null, value, 0, link));
}

function node(key, value, depth, link) {
  const name = key === null ? null : el("span", { class: "key" }, `${key}: `);
  if (value === null || typeof value !== "object") return el("div", { class: "leaf" }, name, leaf(value, depth, link));
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item) => [null, item]) : Object.entries(value);
  const size = isList ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0)
    return el("div", { class: "leaf" }, name, el("span", { class: "size" }, isList ? "[]" : "{}"));
  const details = el("details", { open: depth < OPEN_DEPTH });
  const inside = el("div", { class: "inside" });
  details.append(el("summary", {}, name, el("span", { class: "size" }, size)), inside);
  let next = 0;
  const more = el("button", { type: "button", class: "small" });
  const extend = () => {
    more.remove();
    for (const [name, item] of entries.slice(next, next + PART)) inside.append(node(name, item, depth + 1, link));
    next += PART;
    if (next < entries.length) {
      more.textContent = `Show ${Math.min(PART, entries.length - next)} more of ${entries.length}`;
      inside.append(more);
    }
  };
  more.addEventListener("click", extend);
  // Folded parts are created when they are opened.
  if (details.open) extend();
  else details.addEventListener("toggle", extend, { once: true });
  return details;
}

function leaf(value, depth, link) {
  const kind = value === null ? "null" : typeof value;
  const text = el("span", { class: `value ${kind}` }, JSON.stringify(value));
  const target = depth === 1 && value !== null ? link(value) : null;
  return target === null ? text : el("a", { href: target }, text);
}
