"use strict";
// The language stands in the address (#lang=en, #par-2023&lang=en), so that a link to a page keeps it.
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const split = (hash) => {
    const found = /(?:^|&)lang=(vi|en)$/.exec(hash);
    return { anchor: found ? hash.slice(0, found.index) : hash, lang: found ? found[1] : "" };
  };
  const join = (anchor, lang) => [anchor, lang && `lang=${lang}`].filter(Boolean).join("&");
  const here = () => split(location.hash.slice(1));
  root.lang = here().lang || "vi";

  const speak = () => {
    const { anchor, lang } = here();
    root.lang = lang || "vi";
    for (const button of all("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === root.lang));
    for (const link of all("a[href]:not([data-plain])")) {
      const [page, hash = ""] = link.getAttribute("href").split("#");
      const fragment = join(split(hash).anchor, lang);
      link.setAttribute("href", page + (fragment ? `#${fragment}` : page ? "" : "#"));
    }
    for (const field of all("input[data-vi]")) field.placeholder = field.dataset[root.lang];
    for (const option of all("option[data-vi]")) option.textContent = option.dataset[root.lang];
    document.title = document.querySelector("title").dataset[root.lang];
    if (anchor) document.getElementById(anchor)?.scrollIntoView();
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of all("[data-lang]")) button.addEventListener("click", () => location.replace(`#${join(here().anchor, button.dataset.lang)}`));
    speak();
    addEventListener("hashchange", speak);
  });
})();
