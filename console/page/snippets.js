// Tabs with programs in several languages.

import * as api from "./api.js";
import { copyButton, el, uniqueId } from "./dom.js";

const LANGUAGES = [
  ["rust", "Rust"],
  ["python", "Python"],
  ["php", "PHP"],
  ["go", "Go"],
  ["node", "Node.js"],
  ["curl", "curl"],
];
const KEY = "ovh-console-language";

export class Snippets {
  constructor(operation) {
    this.operation = operation;
    this.number = 0;
    const id = uniqueId("code");
    this.code = el("pre", { class: "code", role: "group", tabindex: 0, "aria-label": "Program" });
    this.panel = el("div", { role: "tabpanel", id, tabindex: -1 }, this.code);
    this.tabs = LANGUAGES.map(([name, label]) => {
      const tab = el(
        "button",
        { type: "button", role: "tab", "aria-controls": id, id: `${id}-${name}`, value: name },
        label,
      );
      tab.addEventListener("click", () => this.choose(name));
      return tab;
    });
    const list = el("div", { role: "tablist", "aria-label": "Languages" }, this.tabs);
    list.addEventListener("keydown", (event) => this.key(event));
    this.element = el(
      "section",
      { class: "group snippets", "aria-label": "Code" },
      el(
        "div",
        { class: "row" },
        el("h3", {}, "Code"),
        copyButton(() => this.code.textContent, "program"),
      ),
      list,
      this.panel,
    );
    this.select(localStorage.getItem(KEY) ?? "rust");
  }

  select(language) {
    this.language = LANGUAGES.some(([name]) => name === language) ? language : "rust";
    for (const tab of this.tabs) {
      const isChosen = tab.value === this.language;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen) this.panel.setAttribute("aria-labelledby", tab.id);
    }
  }

  choose(language) {
    localStorage.setItem(KEY, language);
    this.select(language);
    this.update(this.values);
  }

  /// Arrows move between tabs.
  key(event) {
    const place = this.tabs.indexOf(document.activeElement);
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: this.tabs.length - 1 }[event.key];
    if (place < 0 || next === undefined) return;
    event.preventDefault();
    const tab = this.tabs[(next + this.tabs.length) % this.tabs.length];
    tab.focus();
    this.choose(tab.value);
  }

  /// Shows the program with these values.
  async update(values) {
    this.values = values;
    this.number += 1;
    const { number } = this;
    let text;
    try {
      text = await api.snippet(this.operation, this.language, values);
    } catch (error) {
      text = error.message;
    }
    // A later update may be faster.
    if (number === this.number) this.code.textContent = text;
  }
}
