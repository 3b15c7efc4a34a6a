// Light and dark: the system's choice, unless a person has made one.

const KEY = "ovh-console-theme";

export function start(button) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const current = () => localStorage.getItem(KEY) ?? (dark.matches ? "dark" : "light");
  const show = () => {
    document.documentElement.dataset.theme = current();
    button.textContent = current() === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to ${current() === "dark" ? "light" : "dark"} colours`);
  };
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, current() === "dark" ? "light" : "dark");
    show();
  });
  dark.addEventListener("change", show);
  show();
}
