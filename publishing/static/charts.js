"use strict";
// Draws each chart of the page as SVG, so that it stays sharp in print; a table beside it has the same numbers. Without
// the library (a page that was sent on alone) the tables stand by themselves.
document.addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;
  const colors = ["#12405f", "#b35900", "#2a8a5a", "#8a3f8f", "#c23b3b", "#6d7780"];
  const vietnam = 7 * 3600;
  const said = ([vi, en]) => (root.lang === "en" ? en : vi);
  const written = (value) => (value == null ? "–" : Number(value).toLocaleString(root.lang === "en" ? "en-GB" : "vi-VN"));
  const clean = (text) => echarts.format.encodeHTML(String(text));
  const base = { animation: false, color: colors, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily } };
  const tip = { confine: true, renderMode: "html", appendTo: undefined };

  const named = (spec, series) => ({ ...series, name: said(spec.names[series.code] ?? [series.code, series.code]) });
  const legend = { top: 0, left: 0, icon: "roundRect", itemWidth: 14, itemHeight: 8 };

  // scores lie close to 100: the axis begins at 99, or a little below the lowest
  const lowest = (spec) => {
    const least = Math.min(...spec.series.flatMap((s) => s.values.filter((v) => v != null).map(Number)));
    return least >= 90 ? Math.min(99, Math.floor(least)) : Math.floor(least / 5) * 5;
  };
  const timeline = (spec, step) => ({
    ...base, legend,
    grid: { left: 8, right: 20, top: 40, bottom: 8, containLabel: true },
    useUTC: true, // moments are shifted to Vietnamese time, wherever the reader sits
    xAxis: { type: "time", axisLabel: { formatter: { year: "{yyyy}", month: "{MM}/{yyyy}", day: "{dd}/{MM}", hour: "{HH}:{mm}", minute: "{HH}:{mm}", second: "{HH}:{mm}:{ss}" }, hideOverlap: true } },
    yAxis: { type: "value", ...(step ? {} : { min: lowest(spec), max: 100 }), axisLabel: { formatter: written } },
    tooltip: { ...tip, trigger: "axis", formatter: (items) => {
      const at = items[0].dataIndex;
      const day = echarts.time.format(items[0].value[0], step ? "{dd}/{MM}/{yyyy}" : "{HH}:{mm} {dd}/{MM}/{yyyy}", true);
      const lines = items.filter((i) => i.value[1] != null).map((i) => `${i.marker}${clean(i.seriesName)}: <b>${written(i.value[1])}</b>`);
      return [`${day}${spec.notes ? ` · ${said(["lần số", "run no."])} ${clean(spec.notes[at])}` : ""}`, ...lines].join("<br>");
    } },
    series: spec.series.map((s) => named(spec, s)).map((s) => ({
      name: s.name, type: "line", step: step && "end", connectNulls: true, sampling: "lttb", symbolSize: 7,
      showSymbol: spec.x.length <= 60, lineStyle: { width: 2 },
      data: spec.x.map((x, at) => [(x + vietnam) * 1000, s.values[at] == null ? null : Number(s.values[at])]),
    })),
  });

  const bars = (spec) => ({
    ...base, legend, color: ["#2a8a5a", "#c98a1b", "#9aa7b2"],
    grid: { left: 8, right: 20, top: 34, bottom: 8, containLabel: true },
    xAxis: { type: "value", axisLabel: { formatter: written } },
    yAxis: { type: "category", inverse: true, data: spec.labels.map(said), axisLabel: { width: 190, overflow: "break", lineHeight: 13, fontSize: 11 } },
    tooltip: { ...tip, trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: written },
    series: spec.series.map((s) => named(spec, s)).map((s) => ({ name: s.name, type: "bar", stack: "all", barMaxWidth: 18, data: s.values.map(Number) })),
  });

  const kinds = { lines: (s) => timeline(s, false), steps: (s) => timeline(s, true), bars };
  const figures = [...document.querySelectorAll("figure.chart")];
  if (!window.echarts) {
    const words = [["vi", "Không có thư viện vẽ biểu đồ cạnh trang này; số liệu ở bảng."], ["en", "The library that draws charts is not beside this page; the numbers are in the table."]];
    for (const figure of figures) figure.querySelector("figcaption").replaceChildren(...words.map(([lang, textContent]) => Object.assign(document.createElement("span"), { lang, textContent })));
    return;
  }
  const charts = figures.map((figure) => {
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const place = figure.querySelector(".drawing");
    const points = spec.series.reduce((n, s) => n + s.values.filter((v) => v != null).length, 0);
    figure.dataset.points = points;
    if (spec.kind === "bars") place.style.height = `${60 + spec.labels.length * 30}px`;
    else place.style.height = "15rem";
    return { figure, spec, place, drawn: echarts.init(place, null, { renderer: "svg" }) };
  });
  const draw = () => {
    for (const { figure, spec, place, drawn } of charts) {
      drawn.setOption(kinds[spec.kind](spec), { notMerge: true });
      place.setAttribute("role", "img");
      place.setAttribute("aria-label", said([figure.dataset.vi, figure.dataset.en]));
    }
    performance.mark("charts-drawn");
    root.dataset.charts = "drawn";
  };
  draw();
  // on paper the numbers stand below their chart
  const tables = figures.map((figure) => figure.nextElementSibling).filter((next) => next?.localName === "details" && !next.open);
  for (const [event, open] of [["beforeprint", true], ["afterprint", false]]) addEventListener(event, () => tables.forEach((t) => { t.open = open; }));
  addEventListener("hashchange", draw);
  addEventListener("resize", () => charts.forEach(({ drawn }) => drawn.resize()));
});
