// The panel with applications and their keys: list, show and revoke.

import * as api from "./api.js";
import { confirm } from "./confirm.js";
import { announce, el, fill } from "./dom.js";

const operation = (method, path) => ({ branch: "v1", method, path });

const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

/// The two kinds of keys: a title, the path of the list, the parameter and the columns.
const KINDS = [
  {
    title: "Applications",
    path: "/me/api/application",
    parameter: "applicationId",
    columns: [
      ["Id", (it) => it.applicationId],
      ["Name", (it) => it.name],
      ["Description", (it) => it.description],
      ["Status", (it) => it.status],
    ],
    warning: "Revoking an application ends all its consumer keys.",
  },
  {
    title: "Consumer keys",
    path: "/me/api/credential",
    parameter: "credentialId",
    columns: [
      ["Id", (it) => it.credentialId],
      ["Application", (it) => it.applicationId],
      ["Status", (it) => it.status],
      ["Created", (it) => day(it.creation)],
      ["Last use", (it) => day(it.lastUse)],
      ["Expires", (it) => day(it.expiration) || "never"],
      ["Rights", (it) => count(it.rules?.length ?? 0, "rule")],
    ],
    warning: "A program that uses the key fails from then on.",
  },
];

function day(text) {
  return text ? String(text).slice(0, 10) : "";
}

/// Shows the panel in an element.
export async function show(place, info) {
  const sections = KINDS.map((kind) => ({
    kind,
    element: el("section", { class: "group" }, el("h3", {}, kind.title)),
  }));
  fill(
    place,
    el(
      "header",
      { class: "operation" },
      el("h2", { tabindex: -1 }, "Keys"),
      el("p", { class: "lead" }, `Applications and consumer keys of the account in ${info.service}.`),
    ),
    sections.map(({ element }) => element),
  );
  await Promise.all(sections.map(({ kind, element }) => list(kind, element, info)));
}

/// Executes an operation and returns its response. Fails with the message of the service.
async function call(method, path, values, confirmation) {
  const exchange = await api.execute(operation(method, path), values, confirmation);
  if (exchange.problems) throw new Error(exchange.problems.map(({ message }) => message).join(", "));
  if (exchange.error || exchange.status === null || exchange.status >= 400)
    throw new Error(exchange.error ?? exchange.body);
  return exchange.body ? JSON.parse(exchange.body) : null;
}

async function list(kind, section, info) {
  const title = el("h3", {}, kind.title);
  try {
    // The keys of the console itself, which a person should not revoke by mistake.
    const own = await call("GET", "/auth/currentCredential", {}).catch(() => null);
    const ids = await call("GET", kind.path, {});
    const item = `${kind.path}/{${kind.parameter}}`;
    const rows = await Promise.all(
      ids.map(async (id) =>
        row(kind, await call("GET", item, { path: { [kind.parameter]: String(id) } }), own, section, info),
      ),
    );
    const heads = kind.columns.map(([name]) => el("th", { scope: "col" }, name));
    const table = el(
      "table",
      {},
      el("caption", {}, count(rows.length, "entry", "entries")),
      el("thead", {}, el("tr", {}, heads[0], el("th", { scope: "col" }, "Actions"), heads.slice(1))),
      el("tbody", {}, rows.flat()),
    );
    fill(section, title, el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": kind.title }, table));
  } catch (error) {
    fill(section, title, el("p", { class: "error", role: "alert" }, error.message));
  }
}

function row(kind, item, own, section, info) {
  const id = item[kind.parameter];
  const isOwn = own !== null && own[kind.parameter] === id;
  const all = el(
    "tr",
    { hidden: true },
    el("td", { colspan: kind.columns.length + 1 }, el("pre", { class: "code" }, JSON.stringify(item, null, 2))),
  );
  const show = el(
    "button",
    { type: "button", class: "small", "aria-expanded": "false", "aria-label": `Show ${id}` },
    "Show",
  );
  show.addEventListener("click", () => {
    all.hidden = !all.hidden;
    show.setAttribute("aria-expanded", String(!all.hidden));
  });
  const revoke = el("button", { type: "button", class: "small danger", "aria-label": `Revoke ${id}` }, "Revoke");
  revoke.addEventListener("click", () => ask(kind, id, revoke, section, info));
  const note = isOwn ? el("span", { class: "badge" }, "this console") : null;
  const cells = kind.columns.map(([, read], place) =>
    el("td", {}, String(read(item) ?? ""), place === 0 ? [" ", note] : null),
  );
  return [el("tr", {}, cells[0], el("td", {}, el("div", { class: "row" }, show, revoke)), cells.slice(1)), all];
}

/// Asks in place, and revokes on the second click.
async function ask(kind, id, button, section, info) {
  const target = `${kind.path}/${id}`;
  let confirmation = null;
  if (info.writes === "confirmed") {
    confirmation = await confirm("DELETE", target, info.service);
    if (confirmation === null) return;
  } else if (button.dataset.asked === undefined) {
    button.dataset.asked = "";
    button.textContent = "Really revoke?";
    announce(kind.warning);
    return;
  }
  try {
    await call("DELETE", `${kind.path}/{${kind.parameter}}`, { path: { [kind.parameter]: String(id) } }, confirmation);
    announce(`Revoked ${id}`);
    await list(kind, section, info);
    section.querySelector("button")?.focus();
  } catch (error) {
    section.append(el("p", { class: "error", role: "alert" }, error.message));
  }
}
