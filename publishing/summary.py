"""What the terminal shows of the marts: rankings, the founding figures, the night's counts."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from publishing.queries import ask
from publishing.rank_tables import print_ranking, ranking, rankings
from publishing.wording import plain
from warehouse import config

__all__ = ["print_ranking", "ranking", "rankings"]


def seed_figures() -> list[dict]:
    """The founding report's figures beside the warehouse's, numbers as text without needless zeros."""
    rows = ask("select * from marts.fct_seed_figure order by figure_id")
    for row in rows:
        row |= {
            k: plain(row[k]) for k in ("published_value", "warehouse_value", "numerator_value", "denominator_value")
        }
        row["agrees"] = bool(row["agrees"])
    return rows


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
    for r in ask("select distinct index_code, period_code from marts.fct_index_rank order by 1, 2"):
        print_ranking(out, ranking(r["index_code"], r["period_code"]), excerpt=True)
    print_seed_figures(out, seed_figures())
    print_counts(out)
    home = _short(config.home())
    out.print(f"Báo cáo (report):      {home / 'reports' / 'site' / 'index.html'}")
    out.print("Airflow:               make airflow   (địa chỉ và mật khẩu hiện ra khi chạy)")
    out.print("Kết nối BI (database): .venv/bin/python parix.py dsn bi_reader")


def print_counts(out: Console) -> None:
    """Rows delivered, loaded, quarantined (by reason), refused and published, and what the gates warn of."""
    total = ask(
        """
        select count(*) as receipts, sum(rows_delivered) as delivered, sum(rows_duplicate) as duplicate,
            (select count(*) from quarantine.row where is_kept_out) as quarantined
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
    for r in ask("select reason_vi, count(*) as n from quarantine.row where is_kept_out group by 1 order by n desc, 1"):
        table.add_row(Padding(escape(r["reason_vi"]), (0, 0, 0, 3), expand=False), f"{r['n']:,}")
    for r in ask("select name from ops.rejection order by name"):
        table.add_row(escape(f"tệp bị từ chối (rejected): {r['name']}"), "")
    published = ask("select release_id, published_at from ops.release where state = 'published'")[0]
    counts = ask(
        "select count(*) as figures, (select count(*) from marts.fct_index_rank) as ranks from marts.fct_figure"
    )[0]
    table.add_row(
        f"số liệu đã công bố, bản phát hành {published['release_id']} (figures published)", f"{counts['figures']:,}"
    )
    table.add_row("thứ hạng đã công bố (ranks published)", f"{counts['ranks']:,}")
    out.print(table)
    for r in warnings():
        out.print(f"[yellow]Cảnh báo[/]: {escape(r['description_vi'])} ({r['rows_failed']} dòng)")


def warnings() -> list[dict]:
    """Checks of severity warn that failed in the published release's gate."""
    return ask(
        """
        select g.suite, g.check_name, g.description_vi, g.rows_failed
        from ops.gate_result as g
        inner join (
            select r.suite, max(r.gate_id) as gate_id
            from ops.gate_result as r inner join ops.gate as w on r.gate_id = w.gate_id
            where w.kind = 'whole' group by r.suite
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
    for r in ask("select * from ops.release order by release_id desc limit 50"):
        table.add_row(str(r["release_id"]), r["state"], _time(r["built_at"]), _time(r["published_at"]), r["note"] or "")
    out.print(table)


def print_status(out: Console) -> None:
    """Server, published release, what waits for a gate or for approval."""
    where = config.address()
    out.print(f"PostgreSQL: {where.host}:{where.port}, database {where.database}")
    for r in ask(
        """
        select r.release_id, r.published_at from ops.release as r where r.state = 'published'
        """
    ):
        out.print(f"published: release {r['release_id']}, {_time(r['published_at'])}")
    waiting = ask(
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
