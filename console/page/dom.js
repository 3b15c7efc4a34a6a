// Creates elements. Text is always set as text, never as HTML.

/// Creates an element: el("a", { class: "x", href: "#y", onclick: f }, "text", child, …).
/// Properties that are null, undefined or false are left out; children that are null or undefined are skipped.
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/// Replaces the children of an element.
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
}

/// Returns a path that breaks into lines at slashes.
export function brokenPath(path) {
  return path.split(/(?<=\/)/).flatMap((part, place) => (place === 0 ? [part] : [el("wbr"), part]));
}

let number = 0;

/// Returns an id that no other element has.
export function uniqueId(prefix) {
  number += 1;
  return `${prefix}-${number}`;
}

/// Returns a button that copies a text.
export function copyButton(text, label) {
  const button = el("button", { type: "button", class: "small", "aria-label": `Copy ${label}` }, "Copy");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    setTimeout(() => {
      button.textContent = "Copy";
    }, 1500);
  });
  return button;
}

/// Says a sentence to screen readers.
export function announce(text) {
  document.getElementById("announcements").textContent = text;
}
