// The page of an operation.

import * as api from "./api.js";
import { confirm } from "./confirm.js";
import { announce, brokenPath, copyButton, el, fill } from "./dom.js";
import { Form, summary } from "./form.js";
import { responseView } from "./response.js";
import { address } from "./route.js";
import { Snippets } from "./snippets.js";
import { typeView } from "./types.js";

/// Time after the last change before code is written again, in milliseconds.
const DELAY = 150;

/// Shows an operation in an element. `pathValues` are filled into the path.
export async function show(place, operation, pathValues, info) {
  let details;
  try {
    details = await api.details(operation);
  } catch (error) {
    fill(place, el("h2", { tabindex: -1 }, "Unknown operation"), el("p", { class: "error" }, error.message));
    return;
  }
  const snippets = new Snippets(details);
  let timer;
  const form = new Form(details, () => {
    clearTimeout(timer);
    timer = setTimeout(() => form.isReadable() && snippets.update(completed(form.values(), details)), DELAY);
  });
  const result = el("div", { class: "result", role: "region", "aria-label": "Response" });
  const send = el("button", { type: "submit", class: "primary" }, `Execute ${details.method}`);
  const samples = [
    ["Sample", details.sample],
    ["All fields", details.fullSample],
  ].map(([label, values]) => {
    const button = el("button", { type: "button", class: "small" }, label);
    button.addEventListener("click", () => form.set(structuredClone(values)));
    return button;
  });
  const clear = el("button", { type: "button", class: "small" }, "Clear");
  clear.addEventListener("click", () => form.set({}));
  const element = el(
    "form",
    { class: "group", novalidate: true, "aria-label": "Parameters" },
    el("div", { class: "row" }, el("h3", {}, "Parameters"), details.parameters.length > 0 ? [samples, clear] : []),
    form.element,
    el(
      "div",
      { class: "row" },
      send,
      info.writes === "refused" && details.method !== "GET"
        ? el("span", { class: "help" }, "Needs --allow-writes.")
        : null,
    ),
  );
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.isReadable()) return;
    send.disabled = true;
    try {
      await execute(details, form, result, info);
    } finally {
      send.disabled = false;
    }
  });
  fill(
    place,
    header(details),
    el(
      "div",
      { class: "columns" },
      el("div", {}, element, result),
      el("div", {}, snippets.element, responseType(details)),
    ),
  );
  form.set({ path: pathValues });
}

/// Returns the values with samples for those that are required and missing, so that the code compiles.
function completed(values, { sample, parameters }) {
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const own = { ...values };
  for (const location of ["path", "query", "header"]) own[location] = { ...sample[location], ...values[location] };
  if (!parameters.some(({ location }) => location === "body")) return own;
  own.body =
    isObject(sample.body) && isObject(values.body ?? {})
      ? { ...sample.body, ...values.body }
      : (values.body ?? sample.body);
  return own;
}

async function execute(details, form, result, info) {
  const values = form.values();
  let exchange;
  try {
    const problems = await api.check(details, values);
    form.problems(problems);
    if (problems.length > 0) {
      fill(result, summary(problems));
      return;
    }
    let confirmation = null;
    if (info.writes === "confirmed" && details.method !== "GET") {
      confirmation = await confirm(details.method, target(details, values), info.service);
      if (confirmation === null) return;
    }
    exchange = await api.execute(details, values, confirmation);
  } catch (error) {
    fill(result, el("p", { class: "error", role: "alert" }, error.message));
    return;
  }
  fill(result, el("h3", {}, "Response"), responseView(exchange, details, values));
  result.scrollIntoView({ block: "nearest" });
  announce(exchange.status === null ? "No response" : `Status ${exchange.status}, ${exchange.time} milliseconds`);
}

/// Returns the path with its values, encoded as the server does it.
function target({ branch, path }, values) {
  const encode = (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const filled = path.replace(/\{([^}]*)\}/g, (_, name) => encode(String(values.path[name])));
  return branch === "v2" ? `/v2${filled}` : filled;
}

function header(details) {
  const { method, path, branch, summary: sentence, description, call, feature, iam, authentication } = details;
  const branched = branch === "v2" ? `/v2${path}` : path;
  return el(
    "header",
    { class: "operation" },
    el(
      "h2",
      { tabindex: -1 },
      el("span", { class: `method ${method}` }, method),
      " ",
      el("span", { class: "path" }, brokenPath(branched)),
    ),
    el("p", { class: "lead" }, sentence),
    description && description !== sentence ? el("p", {}, description) : null,
    badges(details),
    el(
      "dl",
      { class: "about" },
      el("dt", {}, "Rust"),
      el(
        "dd",
        {},
        el("code", {}, `client.${call}`),
        copyButton(() => `client.${call}`, "call"),
      ),
      el("dt", {}, "Feature"),
      el("dd", {}, el("code", {}, feature)),
      el("dt", {}, "IAM"),
      el(
        "dd",
        {},
        iam.length === 0
          ? "No action"
          : iam.flatMap(({ name, required }) => [el("code", {}, name), required ? " " : " (optional) "]),
      ),
      el("dt", {}, "Access"),
      el(
        "dd",
        {},
        authentication
          ? el(
              "a",
              { href: details.tokenPage, rel: "noreferrer noopener", target: "_blank" },
              "Create keys with just this right",
            )
          : "No authentication required",
      ),
    ),
  );
}

function badges({ status, branch, replacementMethod }) {
  const { value, since, deletion, replacement } = status;
  const state = value.toLowerCase();
  if (state === "production") return null;
  const badge = el("span", { class: `badge ${state}` }, state);
  const texts = [since ? `since ${since}` : null, deletion ? `to be deleted on ${deletion}` : null].filter(Boolean);
  const other = replacement
    ? el("span", {}, "Use ", replacementLink(branch, replacementMethod, replacement), " instead.")
    : null;
  return el("p", { class: "badges" }, badge, " ", texts.length > 0 ? `${texts.join(", ")}. ` : null, other);
}

function replacementLink(branch, method, path) {
  // The replacement may be an API, or an address outside the service.
  return method === null
    ? el("code", {}, path)
    : el("a", { href: address({ branch, method, path }) }, `${method} ${path}`);
}

function responseType({ response, types, errors }) {
  const classes = errors.length === 0 ? null : el("p", { class: "help" }, `Error classes: ${errors.join(", ")}`);
  return el("section", { class: "group" }, el("h3", {}, "Response type"), typeView(response, types), classes);
}
