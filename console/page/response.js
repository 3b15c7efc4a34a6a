// The response of an operation, and the request as it was sent.

import { copyButton, el } from "./dom.js";
import { address } from "./route.js";
import { tree } from "./tree.js";

/// Returns the view of an exchange. `details` are those of the operation, `values` those of the form.
export function responseView(exchange, details, values) {
  const { status, time, requestId, headers, body, error, request } = exchange;
  const isOk = status !== null && status < 400;
  const facts = el(
    "p",
    { class: "facts" },
    el("span", { class: `status ${isOk ? "ok" : "failed"}` }, status === null ? "No response" : `Status ${status}`),
    el("span", {}, `${time} ms`),
    requestId ? el("span", {}, "Request id ", el("code", {}, requestId)) : null,
  );
  const message = error ? el("p", { class: "error" }, error) : null;
  return el(
    "div",
    { class: "exchange" },
    facts,
    message,
    body === null ? null : bodyView(body, details, values),
    headers === null ? null : el("details", {}, el("summary", {}, "Response headers"), headerList(headers)),
    el("details", {}, el("summary", {}, "Request as sent"), sentView(request)),
  );
}

function bodyView(body, details, values) {
  let value;
  try {
    value = JSON.parse(body);
  } catch {
    // The response is not JSON.
  }
  const raw = el(
    "pre",
    { class: "code", role: "group", tabindex: 0, "aria-label": "Response body" },
    body === "" ? "(empty)" : body,
  );
  const copy = copyButton(() => body, "response");
  if (value === undefined) return el("div", {}, el("div", { class: "row" }, el("h3", {}, "Body"), copy), raw);
  const view = tree(value, itemLink(details, values));
  raw.hidden = true;
  const buttons = [
    ["Tree", view],
    ["Raw", raw],
  ].map(([label, part]) => {
    const button = el("button", { type: "button", class: "small", "aria-pressed": String(part === view) }, label);
    button.addEventListener("click", () => {
      for (const one of [view, raw]) one.hidden = one !== part;
      buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    });
    return button;
  });
  return el("div", {}, el("div", { class: "row" }, el("h3", {}, "Body"), buttons, copy), view, raw);
}

/// Returns the address of the operation that returns an item of a list.
function itemLink({ item, branch }, values) {
  if (!item) return () => null;
  return (value) =>
    address({ branch, method: "GET", path: item.path }, { ...values.path, [item.parameter]: String(value) });
}

function headerList(headers) {
  return el(
    "dl",
    { class: "headers" },
    headers.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
  );
}

function sentView({ method, url, headers, body }) {
  const line = el("p", {}, el("code", { class: "url" }, `${method} ${url}`));
  const sent =
    body === null
      ? null
      : el(
          "pre",
          { class: "code", role: "group", tabindex: 0, "aria-label": "Request body" },
          JSON.stringify(body, null, 2),
        );
  return el("div", {}, line, headerList(headers), sent);
}
