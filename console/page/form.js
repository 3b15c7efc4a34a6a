// The form of an operation: its parameters, and the body as form or as JSON.

import { el, fill, uniqueId } from "./dom.js";
import { field } from "./field.js";

const TITLES = { path: "Path", query: "Query", header: "Headers", body: "Body" };

export class Form {
  /// `changed` is called after each change.
  constructor(details, changed) {
    this.details = details;
    this.changed = changed;
    this.fields = details.parameters.map((parameter) => ({ ...parameter, field: field(parameter, details.types) }));
    this.element = el("div", { class: "form" });
    this.isJson = false;
    for (const location of ["path", "query", "header"]) this.section(location);
    if (this.fields.some((one) => one.location === "body")) this.body();
    if (this.fields.length === 0) this.element.append(el("p", { class: "help" }, "This operation has no parameters."));
    this.element.addEventListener("input", () => changed());
    this.element.addEventListener("change", () => changed());
  }

  of(location) {
    return this.fields.filter((one) => one.location === location);
  }

  section(location) {
    const fields = this.of(location);
    if (fields.length === 0) return;
    const required = fields.filter((one) => one.required).map((one) => one.field.element);
    const optional = fields.filter((one) => !one.required).map((one) => one.field.element);
    const section = el("section", { class: "group" }, el("h3", {}, TITLES[location]), required);
    if (optional.length > 4) {
      section.append(el("details", {}, el("summary", {}, `${optional.length} optional parameters`), optional));
    } else section.append(...optional);
    this.element.append(section);
  }

  body() {
    const fields = this.of("body");
    const id = uniqueId("json");
    this.form = el(
      "div",
      {},
      fields.map((one) => one.field.element),
    );
    this.editor = el("textarea", { id, rows: 14, spellcheck: "false", class: "code" });
    this.message = el("p", { class: "error", role: "alert", hidden: true });
    this.sample = el("pre", { class: "code", role: "group", tabindex: 0, "aria-label": "Sample" });
    this.sample.textContent = JSON.stringify(this.details.fullSample.body, null, 2);
    const use = el("button", { type: "button", class: "small" }, "Use the sample");
    use.addEventListener("click", () => {
      this.editor.value = this.sample.textContent;
      this.changed();
    });
    this.json = el(
      "div",
      { class: "editor", hidden: true },
      el("div", {}, el("label", { for: id }, "Body as JSON"), this.editor, this.message),
      el("div", {}, el("div", { class: "row" }, el("span", { class: "name" }, "Sample"), use), this.sample),
    );
    const buttons = [
      ["Form", false],
      ["JSON", true],
    ].map(([label, isJson]) => {
      const button = el("button", { type: "button", class: "small", "aria-pressed": String(!isJson) }, label);
      button.addEventListener("click", () => {
        if (!this.show(isJson)) return;
        buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
        this.changed();
      });
      return button;
    });
    const title = el("div", { class: "row" }, el("h3", {}, TITLES.body), buttons);
    this.element.append(el("section", { class: "group" }, title, this.form, this.json));
  }

  /// Changes between form and JSON. Stays with invalid JSON.
  show(isJson) {
    if (isJson === this.isJson) return true;
    if (isJson) {
      const value = this.bodyOfForm();
      this.editor.value = JSON.stringify(value ?? this.details.sample.body, null, 2);
    } else {
      const value = this.parsed();
      if (value === undefined && this.editor.value.trim() !== "") return false;
      this.setBody(value);
    }
    this.isJson = isJson;
    this.form.hidden = isJson;
    this.json.hidden = !isJson;
    this.message.hidden = true;
    return true;
  }

  parsed() {
    try {
      this.message.hidden = true;
      return JSON.parse(this.editor.value);
    } catch (error) {
      if (this.editor.value.trim() !== "") {
        this.message.textContent = `invalid JSON: ${error.message}`;
        this.message.hidden = false;
      }
      return undefined;
    }
  }

  bodyOfForm() {
    const fields = this.of("body");
    const whole = fields.find((one) => one.name === null);
    if (whole) return whole.field.get();
    const given = fields.map((one) => [one.name, one.field.get()]).filter(([, value]) => value !== undefined);
    return given.length > 0 ? Object.fromEntries(given) : undefined;
  }

  setBody(value) {
    for (const one of this.of("body")) one.field.set(one.name === null ? value : value?.[one.name]);
  }

  /// Returns the values as the server reads them.
  values() {
    const values = { path: {}, query: {}, header: {} };
    for (const location of ["path", "query", "header"]) {
      for (const one of this.of(location)) {
        const value = one.field.get();
        if (value !== undefined && value !== null) values[location][one.name] = value;
      }
    }
    if (this.of("body").length > 0) {
      const body = this.isJson ? this.parsed() : this.bodyOfForm();
      if (body !== undefined) values.body = body;
    }
    return values;
  }

  /// Returns whether the values can be read: the JSON of the editor may be invalid.
  isReadable() {
    return !this.isJson || this.editor.value.trim() === "" || this.parsed() !== undefined;
  }

  /// Shows values; those that are missing become empty.
  set(values) {
    for (const location of ["path", "query", "header"]) {
      for (const one of this.of(location)) one.field.set(values[location]?.[one.name]);
    }
    if (this.isJson) this.editor.value = JSON.stringify(values.body ?? null, null, 2);
    else this.setBody(values.body ?? undefined);
    this.changed();
  }

  /// Shows problems at their fields, and focuses the first.
  problems(problems) {
    this.fields.forEach((one) => one.field.clear());
    if (this.message) this.message.hidden = true;
    for (const { location, name, path, message } of problems) {
      if (location === "body" && this.isJson) {
        this.message.textContent = message;
        this.message.hidden = false;
        continue;
      }
      const one = this.fields.find((known) => known.location === location && (known.name ?? "") === name);
      one?.field.error(path, message);
    }
    this.element.querySelector('[aria-invalid="true"]')?.focus();
  }
}

/// Shows a summary of problems that have no field.
export function summary(problems) {
  const box = el("div", { class: "error", role: "alert" });
  fill(
    box,
    problems.length === 1 ? "1 value is missing or invalid." : `${problems.length} values are missing or invalid.`,
  );
  return box;
}
