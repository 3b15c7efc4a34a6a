// Asks before a request changes the account.

import { el } from "./dom.js";

/// Returns the line that the person confirmed, `POST /vps/x/reboot`, or null.
export function confirm(method, target, service) {
  const line = `${method} ${target}`;
  const yes = el("button", { type: "submit", value: "yes", class: "danger" }, line);
  const no = el("button", { type: "submit", value: "no" }, "Cancel");
  const dialog = el(
    "dialog",
    { "aria-labelledby": "confirm-title" },
    el("h2", { id: "confirm-title" }, "Change your account?"),
    el("p", {}, `This request is sent to ${service} with your credentials:`),
    el("p", {}, el("code", {}, line)),
  );
  const buttons = el("div", { class: "row" }, no, yes);
  dialog.append(buttons);
  document.body.append(dialog);
  return new Promise((resolve) => {
    const close = (confirmed) => {
      dialog.remove();
      resolve(confirmed ? line : null);
    };
    yes.addEventListener("click", () => close(true));
    no.addEventListener("click", () => close(false));
    dialog.addEventListener("cancel", () => close(false));
    dialog.showModal();
    no.focus();
  });
}
