"""docs/metrics.md: every metric as SQL over one mart, made from dbt's own definitions (``python -m publishing.metrics``).

``dbt_project/models/metrics.yml`` is where a metric is defined, in the form of dbt's semantic layer. Nothing of that layer is
installed here (decision 0041): BI tools, the dashboard among them, copy the expression, and a test holds theirs against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from warehouse import config

DEFINED = config.REPO / "dbt_project" / "models" / "metrics.yml"
PAGE = config.REPO / "docs" / "metrics.md"
_AGGREGATES = {"sum": "sum", "average": "avg", "min": "min", "max": "max", "count": "count"}
HEAD = """# Metrics

Made from [dbt_project/models/metrics.yml](../dbt_project/models/metrics.yml) by `python -m publishing.metrics`; do not edit by
hand. A metric is defined there once; the dashboard in Superset computes these expressions, and a test says so where it does not. Copy
them into other tools as they stand ([how to connect](bi.md)): group by whatever the mart has, and never add up or average a percent.

Mỗi chỉ tiêu được định nghĩa một lần. Khi dùng công cụ khác, hãy chép nguyên công thức; không cộng và không lấy bình quân các tỷ lệ.
"""


@dataclass(frozen=True)
class Metric:
    """A number that is put together from the rows of one mart."""

    name: str
    label: str
    description: str
    mart: str
    sql: str
    """An expression with its aggregates: ``select {sql} from marts.{mart} group by …``."""


def metrics() -> dict[str, Metric]:
    """Every metric by name, in the order in which they are defined. Raises KeyError where one names another that is not."""
    found: dict[str, Metric] = {}
    said = yaml.safe_load(DEFINED.read_text(encoding="utf-8"))
    for model in said["semantic_models"]:
        mart = re.fullmatch(r"ref\('(\w+)'\)", model["model"])[1]
        for m in model["measures"]:
            sql = f"{_AGGREGATES[m['agg']]}({m.get('expr', m['name'])})"
            found[m["name"]] = Metric(m["name"], m["label"], m["description"], mart, sql)
    for m in said["metrics"]:
        parts = {name: found[name] for name in m["type_params"]["metrics"]}
        (mart,) = {part.mart for part in parts.values()}
        sql = _spelled_out(m["type_params"]["expr"], parts)
        found[m["name"]] = Metric(m["name"], m["label"], m["description"], mart, sql)
    return found


def _spelled_out(expression: str, parts: dict[str, Metric]) -> str:
    """The expression with every metric that it names written as SQL."""
    return re.sub(r"[a-z_]\w*", lambda word: parts[word[0]].sql if word[0] in parts else word[0], expression)


def render() -> str:
    """The page as Markdown."""
    by_mart: dict[str, list[Metric]] = {}
    for metric in metrics().values():
        by_mart.setdefault(metric.mart, []).append(metric)
    return "\n".join([HEAD, *(line for mart, of in by_mart.items() for line in _section(mart, of))]).rstrip() + "\n"


def _section(mart: str, of: list[Metric]) -> Iterator[str]:
    yield f"## {mart}\n"
    yield "| metric | tên | what it is | SQL |"
    yield "|---|---|---|---|"
    for m in of:
        yield f"| `{m.name}` | {m.label} | {m.description} | `{m.sql.replace('|', chr(92) + '|')}` |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
