"use strict";
// Tables: sorted by a click, searched and chosen from; on a phone each cell of a long row says what it is.
(() => {
  const all = (selector, of = document) => [...of.querySelectorAll(selector)];
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().replace(/\s+/g, " ").trim();
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

  // a row is shown when its unit's name matches and its ranking and group are chosen
  const search = (field, keys) => {
    const wanted = fold(field.value);
    const chosen = all("[data-choose]").filter((select) => select.value);
    const fits = (row) => chosen.every((select) => row.closest(`[data-${select.dataset.choose}]`)?.dataset[select.dataset.choose] === select.value);
    let shown = 0;
    for (const [row, key] of keys) shown += !(row.hidden = !(key.includes(wanted) && fits(row)));
    for (const section of all("section.ranking")) {
      const nothing = !section.querySelector("tbody tr:not([hidden])");
      section.querySelector(".nothing").hidden = !nothing;
      section.hidden = nothing && chosen.length > 0;
      for (const group of all(".group", section)) group.hidden = chosen.length > 0 && !group.querySelector("tbody tr:not([hidden])");
      for (const table of all("table", section)) table.hidden = !table.querySelector("tbody tr:not([hidden])");
    }
    const texts = [["vi", `${shown} dòng khớp`], ["en", shown === 1 ? "1 row matches" : `${shown} rows match`]];
    document.getElementById("matches").replaceChildren(...(wanted || chosen.length ? texts : []).map(([lang, text]) => Object.assign(document.createElement("span"), { lang, textContent: text })));
  };

  document.addEventListener("DOMContentLoaded", () => {
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
      for (const select of all("[data-choose]")) {
        select.hidden = false;
        select.addEventListener("change", () => search(field, keys));
      }
    }
  });
})();
