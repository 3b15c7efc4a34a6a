// Starts the page: loads the catalog, and shows what the address names.

import * as api from "./api.js";
import { prepare } from "./catalog.js";
import { el, fill } from "./dom.js";
import * as keys from "./keys.js";
import * as operationPage from "./operation.js";
import { Results } from "./results.js";
import { parse } from "./route.js";
import { start as startTheme } from "./theme.js";

const page = document.getElementById("page");
const start = page.cloneNode(true);
startTheme(document.getElementById("theme"));

const [info, catalog] = await Promise.all([api.info(), api.catalog().then(prepare)]).catch((error) => {
  fill(page, el("h2", {}, "The console has stopped"), el("p", { class: "error", role: "alert" }, error.message));
  throw error;
});
document.getElementById("service").textContent =
  info.writes === "refused" ? `${info.service}, reads only` : info.service;
const results = new Results(catalog);
window.consoleResults = results;

async function show(isFirst) {
  const route = parse(decodeHash());
  document.body.dataset.view = route.view;
  results.mark(null);
  if (route.view === "operation") {
    const { branch, method, path, values } = route;
    const operation = catalog.operations.find((it) => it.branch === branch && it.method === method && it.path === path);
    results.mark(operation);
    document.title = `${method} ${path} – OVHcloud API console`;
    await operationPage.show(page, { branch, method, path }, values, info);
  } else if (route.view === "keys") {
    document.title = "Keys – OVHcloud API console";
    await keys.show(page, info);
  } else {
    document.title = "OVHcloud API console";
    fill(page, [...start.cloneNode(true).childNodes]);
  }
  document.getElementById("content").scrollTop = 0;
  // Screen readers continue at the title.
  if (!isFirst) page.querySelector("h2")?.focus();
  page.dataset.shown = location.hash;
}

function decodeHash() {
  return location.hash.replace(/%7B/gi, "{").replace(/%7D/gi, "}");
}

document.getElementById("skip").addEventListener("click", () => document.getElementById("content").focus());
addEventListener("hashchange", () => show(false));
addEventListener("keydown", (event) => {
  const isTyping = event.target.matches?.("input, textarea, select");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    if (document.body.dataset.view !== "start" && results.box.offsetParent === null) location.hash = "";
    results.box.focus();
    results.box.select();
  }
});
await show(true);
document.documentElement.dataset.ready = "";
