"""What the terminal shows of the marts: rankings, the founding figures, the night's counts."""

from __future__ import annotations

from pathlib import Path

from psycopg.rows import dict_row
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from publishing import releases
from warehouse import config

ILLUSTRATIVE = "minh họa (illustrative)"


def _rows(query: str, *values: str) -> list[dict]:
    with releases.connect() as conn:
        return conn.cursor(row_factory=dict_row).execute(query, values).fetchall()


def ranking(index_code: str, period_code: str) -> list[dict]:
    """Rows of a published ranking, best first; empty when there is none."""
    return _rows(
        """
        select r.rank, r.unit_name_vi, r.score, r.percent, r.class_vi, r.rank_change, r.status, r.book_status,
            r.index_code, r.edition, r.period_code, r.unit_key, r.ranked_units, r.release_id,
            u.short_name_vi in (
                select f.short_name_vi from marts.dim_unit as f inner join marts.fct_seed_figure as s on f.unit_key = s.unit_key
            ) as is_founding
        from marts.fct_index_rank as r inner join marts.dim_unit as u on r.unit_key = u.unit_key
        where r.index_code = %s and r.period_code = %s order by r.rank nulls last, u.sort_key
        """,
        index_code.lower(),
        period_code,
    )


def rankings() -> str:
    """The published rankings, for a sentence."""
    found = _rows("select distinct index_code, period_code from marts.fct_index_rank order by 1, 2")
    return ", ".join(f"{r['index_code']} {r['period_code']}" for r in found) or "none"


def seed_figures() -> list[dict]:
    """The founding report's figures beside the warehouse's, numbers as text without needless zeros."""
    rows = _rows("select * from marts.fct_seed_figure order by figure_id")
    for row in rows:
        row |= {
            k: _plain(row[k]) for k in ("published_value", "warehouse_value", "numerator_value", "denominator_value")
        }
        row["agrees"] = bool(row["agrees"])
    return rows


def _plain(value) -> str:
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def print_ranking(out: Console, rows: list[dict], excerpt: bool = False) -> None:
    """A ranking as a table; an excerpt shows the first five, the unit of the founding report (and its namesake of today) and the last three."""
    head = rows[0]
    note = ILLUSTRATIVE if head["book_status"] == "illustrative" else head["book_status"]
    state = "chính thức" if head["status"] == "official" else "tạm tính"
    table = Table(title=f"{head['index_code'].upper()} {head['period_code']} · {state} · {note} · {len(rows)} đơn vị")
    for name, side in (
        ("Hạng", "right"),
        ("Đơn vị", "left"),
        ("Điểm", "right"),
        ("So với kỳ trước", "right"),
        ("Xếp loại", "left"),
    ):
        table.add_column(name, justify=side)
    shown = [i for i, r in enumerate(rows) if not excerpt or i < 5 or i >= len(rows) - 3 or r["is_founding"]]
    before = -1
    for i in shown:
        r = rows[i]
        if i > before + 1:
            table.add_row("…", "…", "…", "", "")
        table.add_row(str(r["rank"] or ""), r["unit_name_vi"], str(r["score"]), _arrow(r["rank_change"]), r["class_vi"])
        before = i
    out.print(table)


def _arrow(change: int | None) -> str:
    if change is None:
        return "–"
    return f"▲ {change}" if change > 0 else f"▼ {-change}" if change < 0 else "="


def print_seed_figures(out: Console, rows: list[dict]) -> None:
    """The founding figures as a table."""
    table = Table(title="Số liệu của báo cáo Đô Lương · the founding report's figures")
    for name in ("", "Phạm vi · số liệu", "Đã công bố", "Kho dữ liệu", "Từ", "Khớp"):
        table.add_column(name, justify="right" if name in ("Đã công bố", "Kho dữ liệu") else "left")
    for r in rows:
        made_of = "/".join(x for x in (r["numerator_value"], r["denominator_value"]) if x)
        sign = "%" if r["published_unit"] == "percent" else ""
        table.add_row(
            r["figure_id"], f"{r['scope_vi']}, {r['period_code']}\n[dim]{r['name_vi']}[/]", r["published_value"] + sign,
            r["warehouse_value"] + sign, made_of, "[green]✓[/]" if r["agrees"] else "[red]✗[/]",
        )  # fmt: skip
    out.print(table)


def print_night(out: Console) -> None:
    """The end of a night: rankings, founding figures, counts, and the ways in."""
    for r in _rows("select distinct index_code, period_code from marts.fct_index_rank order by 1, 2"):
        print_ranking(out, ranking(r["index_code"], r["period_code"]), excerpt=True)
    print_seed_figures(out, seed_figures())
    print_counts(out)
    home = _short(config.home())
    out.print(f"Báo cáo (report):      {home / 'reports' / 'site' / 'index.html'}")
    out.print("Airflow:               make airflow   (địa chỉ và mật khẩu hiện ra khi chạy)")
    out.print("Kết nối BI (database): .venv/bin/python parix.py dsn bi_reader")


def print_counts(out: Console) -> None:
    """Rows delivered, loaded, quarantined (by reason), refused and published, and what the gates warn of."""
    total = _rows(
        """
        select count(*) as receipts, sum(rows_delivered) as delivered, sum(rows_duplicate) as duplicate,
            (select count(*) from quarantine.row where state <> 'released') as quarantined
        from ops.delivery
        """
    )[0]
    table = Table(title="Số dòng dữ liệu · rows", show_header=False)
    table.add_column(justify="left")
    table.add_column(justify="right")
    delivered, quarantined, duplicate = (int(total[k] or 0) for k in ("delivered", "quarantined", "duplicate"))
    table.add_row(f"đã nhận qua {total['receipts']} lần giao (delivered)", f"{delivered:,}")
    table.add_row("đã nạp (loaded)", f"{delivered - quarantined - duplicate:,}")
    table.add_row("trùng lặp (duplicates)", f"{duplicate:,}")
    table.add_row("cách ly (quarantined)", f"{quarantined:,}")
    for r in _rows(
        "select reason_vi, count(*) as n from quarantine.row where state <> 'released' group by 1 order by n desc, 1"
    ):
        table.add_row(Padding(r["reason_vi"], (0, 0, 0, 3), expand=False), f"{r['n']:,}")
    for r in _rows("select name from ops.rejection order by name"):
        table.add_row(f"tệp bị từ chối (rejected): {r['name']}", "")
    published = _rows("select release_id, published_at from ops.release where state = 'published'")[0]
    counts = _rows(
        "select count(*) as figures, (select count(*) from marts.fct_index_rank) as ranks from marts.fct_figure"
    )[0]
    table.add_row(
        f"số liệu đã công bố, bản phát hành {published['release_id']} (figures published)", f"{counts['figures']:,}"
    )
    table.add_row("thứ hạng đã công bố (ranks published)", f"{counts['ranks']:,}")
    out.print(table)
    for r in warnings():
        out.print(f"[yellow]Cảnh báo[/]: {r['description_vi']} ({r['rows_failed']} dòng)")


def warnings() -> list[dict]:
    """Checks of severity warn that failed in the published release's gate."""
    return _rows(
        """
        select g.suite, g.check_name, g.description_vi, g.rows_failed
        from ops.gate_result as g
        inner join (
            select suite, max(gate_id) as gate_id from ops.gate_result group by suite
        ) as latest on g.suite = latest.suite and g.gate_id = latest.gate_id
        where g.severity = 'warn' and not g.is_passed
        order by g.suite, g.check_name
        """
    )


def print_releases(out: Console) -> None:
    """The releases, newest first."""
    table = Table()
    for name in ("release", "state", "built", "published", "note"):
        table.add_column(name)
    for r in _rows("select * from ops.release order by release_id desc limit 50"):
        table.add_row(str(r["release_id"]), r["state"], _time(r["built_at"]), _time(r["published_at"]), r["note"] or "")
    out.print(table)


def print_status(out: Console) -> None:
    """Server, published release, what waits for a gate or for approval."""
    where = config.address()
    out.print(f"PostgreSQL: {where.host}:{where.port}, database {where.database}")
    for r in _rows(
        """
        select r.release_id, r.published_at from ops.release as r where r.state = 'published'
        """
    ):
        out.print(f"published: release {r['release_id']}, {_time(r['published_at'])}")
    waiting = _rows(
        """
        select (select count(*) from ops.delivery where gate_id is null) as ungated,
            (select count(*) from quarantine.row where state = 'open') as quarantined
        """
    )[0]
    out.print(
        f"deliveries that wait for the gate: {waiting['ungated']}; open rows in quarantine: {waiting['quarantined']}"
    )


def _time(moment) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
