"use strict";
// The language stands in the address (#lang=en, #par-2023&lang=en), so that a link to a page keeps it.
(() => {
  const root = document.documentElement;
  const all = (selector, of = document) => [...of.querySelectorAll(selector)];
  const split = (hash) => {
    const found = /(?:^|&)lang=(vi|en)$/.exec(hash);
    return { anchor: found ? hash.slice(0, found.index) : hash, lang: found ? found[1] : "" };
  };
  const join = (anchor, lang) => [anchor, lang && `lang=${lang}`].filter(Boolean).join("&");
  const here = () => split(location.hash.slice(1));
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().replace(/\s+/g, " ").trim();
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
    const field = document.getElementById("search");
    if (field) field.placeholder = field.dataset[root.lang];
    document.title = document.querySelector("title").dataset[root.lang];
    if (anchor) document.getElementById(anchor)?.scrollIntoView();
  };

  const sort = (table, at, header) => {
    const before = header.getAttribute("aria-sort");
    const down = before ? before === "ascending" : "down" in header.dataset;
    const value = (row) => row.cells[at].dataset.v;
    const rows = all("tbody tr", table);
    const numbers = rows.every((row) => value(row) === "" || !Number.isNaN(Number(value(row))));
    const compare = (a, b) => (numbers ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0);
    rows.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === "" || y === "") return (x === "") - (y === ""); // what has no value stays last
      return down ? compare(y, x) : compare(x, y);
    });
    table.tBodies[0].append(...rows);
    for (const th of all("thead th", table)) th.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
  };

  const search = (field, keys) => {
    const wanted = fold(field.value);
    let shown = 0;
    for (const [row, key] of keys) shown += !(row.hidden = !key.includes(wanted));
    for (const section of all("section.ranking")) {
      const nothing = !section.querySelector("tbody tr:not([hidden])");
      section.querySelector(".nothing").hidden = !nothing;
      for (const table of all("table", section)) table.hidden = !table.querySelector("tbody tr:not([hidden])");
    }
    const texts = [["vi", `${shown} dòng khớp`], ["en", shown === 1 ? "1 row matches" : `${shown} rows match`]];
    document.getElementById("matches").replaceChildren(...(wanted ? texts : []).map(([lang, text]) => Object.assign(document.createElement("span"), { lang, textContent: text })));
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of all("[data-lang]")) button.addEventListener("click", () => location.replace(`#${join(here().anchor, button.dataset.lang)}`));
    for (const table of all("table.stack")) {
      const heads = all("thead th", table);
      for (const row of table.tBodies[0].rows) {
        [...row.cells].forEach((cell, at) => {
          const label = document.createElement("span");
          label.className = "label";
          label.append(...[...heads[at].childNodes].map((node) => node.cloneNode(true)));
          if (!cell.classList.contains("wide")) cell.prepend(label);
        });
      }
      table.classList.add("labelled");
    }
    for (const table of all("table.sortable")) {
      all("thead th", table).forEach((header, at) => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...header.childNodes);
        button.addEventListener("click", () => sort(table, at, header));
        header.append(button);
      });
    }
    const field = document.getElementById("search");
    if (field) {
      const keys = all("section.ranking tbody tr").map((row) => [row, fold(row.querySelector("th a").textContent)]);
      field.addEventListener("input", () => search(field, keys));
    }
    speak();
    addEventListener("hashchange", speak);
  });
})();
