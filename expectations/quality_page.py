"""docs/quality.md: every check of both borders as a table, made from the suites themselves (``python -m expectations.quality_page``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from expectations.suites import Check, Suite, load_suites

PAGE = Path(__file__).resolve().parent.parent / "docs" / "quality.md"
BORDERS = {
    "in": "Cổng vào: số liệu vừa nhận | What arrived",
    "out": "Cổng ra: số liệu sắp công bố | What would be published",
}
HEAD = """# Quality checks

Made from `expectations/suites` and `expectations/forms` by `python -m expectations.quality_page`; do not edit by hand. Every
check names who mends what it finds and one of the 15 characteristics of ISO/IEC 25012; what it found is in `ops.gate_result`, night by
night. Rows that are kept out: `parix quarantine list` ([what becomes of them](decisions/0034-fates-of-rows.md)). Which field no check
asks about, in which characteristic: `ops.field_coverage`.

```sql
select suite, field from ops.field_coverage group by 1, 2 having sum(cardinality(checks)) = 0 order by 1, 2;
```

Trang này liệt kê mọi phép kiểm tra. *Mức*: **dừng** là không công bố gì cho đến khi sửa; **cách ly** là dòng sai bị giữ lại, các dòng
khác vẫn được tính; **cảnh báo** là nêu trong báo cáo. *Có thể chấp nhận*: người có thẩm quyền được cho một dòng đi qua, kèm lý do.
"""
LEVEL = {"stop": "dừng", "quarantine": "cách ly", "warn": "cảnh báo"}


def render() -> str:
    """The page as Markdown."""
    return "\n".join([HEAD, *(line for border in BORDERS for line in _border(border))]).rstrip() + "\n"


def _border(border: str) -> Iterator[str]:
    yield f"## {BORDERS[border]}\n"
    for suite in load_suites(border):
        yield from _suite(suite)


def _suite(suite: Suite) -> Iterator[str]:
    yield f"### {suite.title_vi}\n"
    yield f"`{suite.suite}` · {suite.owner}\n"
    yield "| phép kiểm tra | điều phải đúng | mức | người sửa | ISO/IEC 25012 |"
    yield "|---|---|---|---|---|"
    for check in suite.checks:
        yield _row(check)
    yield ""


def _row(check: Check) -> str:
    level = LEVEL[check.severity] + (", có thể chấp nhận" if check.may_be_accepted else "")
    said = check.description_vi.replace("|", "\\|")
    return f"| `{check.name}` | {said} | {level} | {check.owner} | {check.dimension} |"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
