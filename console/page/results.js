// The search box, the filters and the list of operations.

import { apis, search } from "./catalog.js";
import { announce, brokenPath, el, fill } from "./dom.js";
import { address } from "./route.js";

/// Number of operations that are shown before a person asks for more.
const PAGE = 200;

export class Results {
  constructor(catalog) {
    this.catalog = catalog;
    this.box = document.getElementById("search");
    this.api = document.getElementById("api");
    this.state = document.getElementById("state");
    this.list = document.getElementById("operations");
    this.count = document.getElementById("count");
    this.branch = "";
    this.shown = PAGE;
    this.box.addEventListener("input", () => this.update());
    this.api.addEventListener("change", () => this.update());
    this.state.addEventListener("change", () => this.update());
    for (const button of document.querySelectorAll("#branches button")) {
      button.addEventListener("click", () => this.choose(button.value));
    }
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.choose("");
  }

  /// Selects a branch; an empty text means both.
  choose(branch) {
    this.branch = branch;
    for (const button of document.querySelectorAll("#branches button")) {
      button.setAttribute("aria-pressed", String(button.value === branch));
    }
    const chosen = this.api.value;
    const options = apis(this.catalog, branch);
    fill(
      this.api,
      el("option", { value: "" }, `All ${options.length} APIs`),
      options.map(([key, label, count]) => el("option", { value: key }, `${label} (${count})`)),
    );
    if (options.some(([key]) => key === chosen)) this.api.value = chosen;
    this.update();
  }

  update() {
    this.shown = PAGE;
    const start = performance.now();
    this.found = search(this.catalog, {
      text: this.box.value,
      branch: this.branch,
      api: this.api.value,
      state: this.state.value,
    });
    this.show();
    this.time = performance.now() - start;
    const count = this.found.length;
    this.count.textContent = `${count.toLocaleString("en")} ${count === 1 ? "operation" : "operations"}`;
    announce(this.count.textContent);
  }

  show() {
    const items = this.found.slice(0, this.shown).map((operation) => this.item(operation));
    const left = this.found.length - this.shown;
    if (left > 0) {
      const more = el("button", { type: "button", class: "more" }, `Show ${Math.min(left, PAGE)} more`);
      more.addEventListener("click", () => {
        const next = this.shown;
        this.shown += PAGE;
        this.show();
        this.list.children[next]?.querySelector("a")?.focus();
      });
      items.push(el("li", {}, more));
    }
    fill(this.list, items);
  }

  item(operation) {
    const { method, branched, summary, state } = operation;
    const badge = state === "production" ? null : el("span", { class: `badge ${state}` }, state);
    const link = el(
      "a",
      { href: address(operation), "aria-current": operation === this.current && "page" },
      el("span", { class: `method ${method}` }, method),
      " ",
      el("span", { class: "path" }, brokenPath(branched)),
      " ",
      badge,
      el("span", { class: "summary" }, summary),
    );
    return el("li", {}, link);
  }

  /// Marks the operation that is open.
  mark(operation) {
    this.current = operation;
    for (const link of this.list.querySelectorAll("a")) {
      const isOpen = operation && link.getAttribute("href") === address(operation);
      if (isOpen) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  /// Arrows move between the search box and the operations; Enter opens the first operation.
  key(event) {
    const links = [...this.list.querySelectorAll("a")];
    const place = links.indexOf(document.activeElement);
    const focus = (link) => {
      link?.focus();
      event.preventDefault();
    };
    if (event.key === "ArrowDown") focus(links[place + 1]);
    else if (event.key === "ArrowUp") focus(place > 0 ? links[place - 1] : this.box);
    else if (event.key === "Home" && place >= 0) focus(links[0]);
    else if (event.key === "End" && place >= 0) focus(links.at(-1));
    else if (event.key === "Enter" && place < 0) links[0]?.click();
    else if (event.key === "Escape" && place < 0 && this.box.value) {
      this.box.value = "";
      this.update();
    } else if (event.key === "Escape") focus(this.box);
  }
}
