"use strict";
const search = document.getElementById("search");
const nothing = document.getElementById("nothing");
const changes = [...document.querySelectorAll(".change")];
const deprecated = [...document.querySelectorAll(".deprecated li")];
const texts = new Map([...changes, ...deprecated].map((entry) => [entry, entry.textContent.toLowerCase()]));

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const impacts = new Set([...document.querySelectorAll(".chip input:checked")].map((box) => box.value));
  const matches = (entry) => words.every((word) => texts.get(entry).includes(word));
  for (const change of changes) change.hidden = !(impacts.has(change.dataset.impact) && matches(change));
  for (const entry of deprecated) entry.hidden = !matches(entry);
  let shown = false;
  for (const group of document.querySelectorAll("main > details")) {
    group.hidden = group.querySelector(".change:not([hidden]), .deprecated > ul > li:not([hidden])") === null;
    if (words.length > 0 && !group.hidden) group.open = true;
    shown ||= !group.hidden;
  }
  nothing.hidden = shown;
}

function fold(open) {
  for (const details of document.querySelectorAll("main details")) details.open = open;
}

if (search) {
  search.addEventListener("input", filter);
  for (const box of document.querySelectorAll(".chip input")) box.addEventListener("change", filter);
  document.getElementById("unfold").addEventListener("click", () => fold(true));
  document.getElementById("fold").addEventListener("click", () => fold(false));
}
for (const link of document.querySelectorAll(".chart a")) {
  link.addEventListener("click", () => { document.querySelector(link.getAttribute("href")).open = true; });
}
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
});
