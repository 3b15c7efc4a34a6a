// Inputs for the types of the service. A field has
//   element        what the page shows,
//   get()          the value, or undefined if it is not given,
//   set(value)     shows a value,
//   error(path, m) shows a message at the value below the path (`renew.period`, `[0].name`), or at the field itself,
//   clear()        removes messages.

import { el, uniqueId } from "./dom.js";

/// How scalars are entered: attributes of the input, and conversions from and to text.
const SCALARS = {
  boolean: { choices: ["true", "false"], read: (text) => text === "true" },
  long: { attributes: { inputmode: "numeric", placeholder: "123" }, read: readNumber },
  double: { attributes: { inputmode: "decimal", placeholder: "1.5" }, read: readNumber },
  date: { attributes: { type: "date" } },
  time: { attributes: { type: "time", step: 1 } },
  datetime: {
    attributes: { type: "datetime-local", step: 1 },
    note: "UTC",
    read: (text) => `${text.length === 16 ? `${text}:00` : text}Z`,
    write: (value) => new Date(value).toISOString().slice(0, 19),
  },
  duration: { attributes: { placeholder: "P1M" } },
  ip: { attributes: { placeholder: "192.0.2.7" } },
  ipv4: { attributes: { placeholder: "192.0.2.7" } },
  ipv6: { attributes: { placeholder: "2001:db8::7" } },
  ipBlock: { attributes: { placeholder: "192.0.2.0/24" } },
  ipv4Block: { attributes: { placeholder: "192.0.2.0/24" } },
  ipv6Block: { attributes: { placeholder: "2001:db8::/32" } },
  macAddress: { attributes: { placeholder: "00:00:5e:00:53:01" } },
  uuid: { attributes: { placeholder: "6f4d3c2b-1a09-4876-8543-210fedcba987" } },
  password: { attributes: { type: "password", autocomplete: "off" } },
};

/// A text that is not a number is sent as it is, so that the check names it.
function readNumber(text) {
  const number = Number(text);
  return text.trim() === "" || Number.isNaN(number) ? text : number;
}

/// Returns the name of a type as the service writes it.
export function typeName(type) {
  switch (type.kind) {
    case "void":
      return "nothing";
    case "list":
      return `${typeName(type.item)}[]`;
    case "map":
      return `map of ${typeName(type.item)}`;
    default:
      return type.name;
  }
}

/// Returns a field. `spec` has name, type, required, nullable and description; `types` are the types of the operation.
export function field(spec, types) {
  const { type } = spec;
  if (type.kind === "list") return list(spec, types);
  if (type.kind === "map") return map(spec, types);
  if (type.kind === "type") {
    const definition = types[type.key] ?? { kind: "any" };
    if (definition.kind === "enum" && definition.values.length > 0) {
      const read = definition.numeric ? readNumber : undefined;
      return input(spec, { choices: definition.values, read });
    }
    if (definition.kind === "object")
      return spec.required ? object(spec, definition, types) : optional(spec, definition, types);
    if (definition.kind === "any") return json(spec);
    return input(spec, {});
  }
  return type.name === "any" || type.name === "json" ? json(spec) : input(spec, SCALARS[type.name] ?? {});
}

/// Creates the label, the note and the place of the message around a control.
function frame(spec, control, note) {
  const id = uniqueId("field");
  const message = el("p", { class: "error", id: `${id}-error`, hidden: true });
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-error`);
  if (spec.required) control.setAttribute("aria-required", "true");
  const element = el(
    "div",
    { class: "field" },
    label(spec, id, note),
    spec.description ? el("p", { class: "help" }, spec.description) : null,
    control,
    message,
  );
  const error = (_path, text) => {
    message.textContent = text;
    message.hidden = false;
    control.setAttribute("aria-invalid", "true");
  };
  const clear = () => {
    message.hidden = true;
    control.removeAttribute("aria-invalid");
  };
  return { element, error, clear };
}

function label(spec, id, note) {
  return el(
    "label",
    { for: id },
    el("span", { class: "name" }, spec.name ?? "body"),
    " ",
    el("span", { class: "type" }, typeName(spec.type), note ? `, ${note}` : ""),
    spec.required ? el("span", { class: "required" }, " required") : null,
  );
}

function input(spec, { choices, attributes = {}, read = (text) => text, write = String, note }) {
  const control = choices
    ? el(
        "select",
        {},
        el("option", { value: "" }, spec.required ? "Choose…" : "Not given"),
        choices.map((choice) => el("option", { value: choice }, choice === "" ? "(empty)" : choice)),
      )
    : el("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes });
  const { element, error, clear } = frame(spec, control, note);
  const get = () => {
    if (control.value !== "") return read(control.value);
    return spec.required && spec.nullable ? null : undefined;
  };
  const set = (value) => {
    if (value === undefined || value === null) {
      control.value = "";
      return;
    }
    let text;
    try {
      text = write(value);
    } catch {
      text = String(value);
    }
    // Values that a newer service may have.
    if (choices && ![...control.options].some((option) => option.value === text)) {
      control.append(el("option", { value: text }, text));
    }
    control.value = text;
  };
  return { element, get, set, error, clear };
}

function json(spec) {
  const control = el("textarea", { rows: 3, spellcheck: "false", placeholder: "JSON" });
  const { element, error, clear } = frame(spec, control, "JSON");
  const get = () => {
    const text = control.value.trim();
    if (text === "") return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  };
  const set = (value) => {
    control.value = value === undefined ? "" : JSON.stringify(value, null, 2);
  };
  return { element, get, set, error, clear };
}

/// Creates a group with a legend and a place for messages.
function group(spec, ...children) {
  const id = uniqueId("group");
  const message = el("p", { class: "error", id, hidden: true });
  const legend = el(
    "legend",
    {},
    el("span", { class: "name" }, spec.name ?? "body"),
    " ",
    el("span", { class: "type" }, typeName(spec.type)),
    spec.required ? el("span", { class: "required" }, " required") : null,
  );
  const help = spec.description ? el("p", { class: "help" }, spec.description) : null;
  const element = el("fieldset", { "aria-describedby": id }, legend, help, children, message);
  const error = (text) => {
    message.textContent = text;
    message.hidden = false;
  };
  const clear = () => {
    message.hidden = true;
  };
  return { element, error, clear };
}

/// Splits the first step off a path: `a.b[0]` → ["a", "b[0]"], `[0].x` → ["0", "x"].
function step(path) {
  const match = /^\[(\d+)\]\.?(.*)$/s.exec(path) ?? /^([^.[]+)\.?(.*)$/s.exec(path);
  return match ? [match[1], match[2]] : [path, ""];
}

function object(spec, definition, types) {
  const fields = definition.fields.map((entry) => [entry.name, field(entry, types)]);
  const required = definition.fields.map((entry) => entry.required);
  // Required fields first, each part in the order of the schema.
  const order = fields.map((_, number) => number).sort((one, other) => required[other] - required[one] || one - other);
  const frame = group(
    spec,
    order.map((number) => fields[number][1].element),
  );
  const get = () => {
    const given = fields.map(([name, one]) => [name, one.get()]).filter(([, value]) => value !== undefined);
    return given.length > 0 || spec.required ? Object.fromEntries(given) : undefined;
  };
  const set = (value) => fields.forEach(([name, one]) => one.set(value?.[name]));
  const error = (path, text) => {
    const [name, rest] = step(path);
    const one = fields.find(([known]) => known === name);
    if (one) one[1].error(rest, text);
    else frame.error(text);
  };
  const clear = () => {
    frame.clear();
    fields.forEach(([, one]) => one.clear());
  };
  return { element: frame.element, get, set, error, clear };
}

/// An object that is created when a person asks for it, so that recursive types end.
function optional(spec, definition, types) {
  let inner = null;
  const add = el("button", { type: "button", class: "small" }, `Add ${spec.name ?? "value"}`);
  const remove = el("button", { type: "button", class: "small" }, `Remove ${spec.name ?? "value"}`);
  const place = el("div", {});
  const element = el(
    "div",
    { class: "field optional" },
    el(
      "div",
      { class: "row" },
      el("span", { class: "name" }, spec.name),
      el("span", { class: "type" }, typeName(spec.type)),
      add,
      remove,
    ),
    place,
  );
  const show = (present) => {
    inner = present ? object({ ...spec, required: true }, definition, types) : null;
    place.replaceChildren(...(inner ? [inner.element] : []));
    add.hidden = present;
    remove.hidden = !present;
  };
  add.addEventListener("click", () => {
    show(true);
    inner.element.querySelector("input, select, textarea, button")?.focus();
  });
  remove.addEventListener("click", () => {
    show(false);
    add.focus();
    element.dispatchEvent(new Event("input", { bubbles: true }));
  });
  show(false);
  const set = (value) => {
    show(value !== undefined && value !== null);
    inner?.set(value);
  };
  return {
    element,
    set,
    get: () => inner?.get(),
    error: (path, text) => {
      if (!inner) show(true);
      inner.error(path, text);
    },
    clear: () => inner?.clear(),
  };
}

/// Rows that can be added and removed.
function rows(spec, create, read) {
  const items = [];
  const place = el("div", { class: "items" });
  const add = el("button", { type: "button", class: "small" }, `Add to ${spec.name ?? "list"}`);
  const frame = group(spec, place, add);
  const changed = () => frame.element.dispatchEvent(new Event("input", { bubbles: true }));
  const insert = () => {
    const item = create(items.length);
    const remove = el(
      "button",
      { type: "button", class: "small", "aria-label": `Remove item ${items.length + 1}` },
      "Remove",
    );
    const row = el("div", { class: "item" }, item.element, remove);
    remove.addEventListener("click", () => {
      items.splice(items.indexOf(item), 1);
      row.remove();
      add.focus();
      changed();
    });
    items.push(item);
    place.append(row);
    return item;
  };
  add.addEventListener("click", () => {
    insert().element.querySelector("input, select, textarea, button")?.focus();
    changed();
  });
  const reset = () => {
    items.length = 0;
    place.replaceChildren();
  };
  const get = () => (items.length > 0 || spec.required ? read(items) : undefined);
  const clear = () => {
    frame.clear();
    items.forEach((item) => item.clear());
  };
  return { frame, items, insert, reset, get, clear };
}

function list(spec, types) {
  const item = (number) =>
    field({ name: `${spec.name ?? "item"} ${number + 1}`, type: spec.type.item, required: true }, types);
  const own = rows(spec, item, (items) => items.map((one) => one.get()).filter((value) => value !== undefined));
  const set = (value) => {
    own.reset();
    if (Array.isArray(value)) value.forEach((entry) => own.insert().set(entry));
  };
  const error = (path, text) => {
    const [number, rest] = step(path);
    const one = own.items[Number(number)];
    if (path && one) one.error(rest, text);
    else own.frame.error(text);
  };
  return { element: own.frame.element, get: own.get, set, error, clear: own.clear };
}

function map(spec, types) {
  const item = () => {
    const key = field(
      { name: "key", type: spec.type.key ?? { kind: "scalar", name: "string" }, required: true },
      types,
    );
    const value = field({ name: "value", type: spec.type.item, required: true }, types);
    return {
      element: el("div", { class: "entry" }, key.element, value.element),
      key,
      value,
      clear: () => {
        key.clear();
        value.clear();
      },
    };
  };
  const read = (items) => {
    const given = items.map(({ key, value }) => [key.get(), value.get()]);
    return Object.fromEntries(given.filter(([key, value]) => key !== undefined && value !== undefined));
  };
  const own = rows(spec, item, read);
  const set = (value) => {
    own.reset();
    for (const [name, entry] of Object.entries(value ?? {})) {
      const row = own.insert();
      row.key.set(name);
      row.value.set(entry);
    }
  };
  const error = (path, text) => {
    const [name, rest] = step(path);
    const one = own.items.find(({ key }) => key.get() === name);
    if (one) one.value.error(rest, text);
    else own.frame.error(text);
  };
  return { element: own.frame.element, get: own.get, set, error, clear: own.clear };
}
