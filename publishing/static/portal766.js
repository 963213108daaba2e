"use strict";
// One metric at a time, unit by unit: the page carries all of them as exact text, and nothing is computed here.
addEventListener("DOMContentLoaded", () => {
  const { units, metrics } = JSON.parse(document.getElementById("metric-data").textContent);
  const choice = document.getElementById("metric");
  const body = document.querySelector("#metric-table tbody");
  const span = (lang, text) => Object.assign(document.createElement("span"), { lang, textContent: text });
  const grouped = (whole, mark) => whole.replace(/\B(?=(\d{3})+$)/g, mark);
  const number = (text) => {
    if (text === null) return ["–"];
    const [, sign, whole, part] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
    const write = (mark, point) => sign + grouped(whole, mark) + (part ? point + part : "");
    return [span("vi", write(".", ",")), span("en", write(",", "."))];
  };
  const show = () => {
    const { values } = metrics[choice.value];
    const rows = units.filter(([key]) => key in values).map(([key, vi, en, level, order]) => {
      const row = document.createElement("tr");
      const name = Object.assign(document.createElement("th"), { className: "wide", scope: "row" });
      name.append(span("vi", vi), span("en", en));
      name.dataset.v = `${["province", "department", "commune"].indexOf(level)} ${order}`;
      row.append(name);
      for (const text of values[key]) {
        const cell = Object.assign(document.createElement("td"), { className: "num" });
        cell.append(...number(text));
        cell.dataset.v = text ?? "";
        row.append(cell);
      }
      return row;
    });
    body.replaceChildren(...rows);
    for (const th of document.querySelectorAll("#metric-table [aria-sort]")) th.removeAttribute("aria-sort");
  };
  if (metrics.length) {
    choice.addEventListener("change", show);
    show();
  }
});
