"""Traces as trees for the terminal."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from rich.markup import escape
from rich.tree import Tree

from publishing import trace_words as said
from publishing import wording, words

Rows = list[dict]
SHOWN = 12


def figure(rows: Rows, unit_name_vi: str, name_vi: str | None) -> Tree:
    """The places of one figure."""
    head = rows[0]
    name = f"{escape(name_vi)} [dim]{head['figure_code']}[/]" if name_vi else head["figure_code"]
    sample = " [yellow](minh họa)[/]" if head["is_illustrative"] else ""
    tree = Tree(
        f"[bold]{escape(unit_name_vi)}, kỳ {head['period_code']}[/]: {name} = [bold]{said.value(head)}[/]{sample}"
    )
    tree.add(f"[dim]bản phát hành {head['release_id']} · nguồn: {escape(words.source(head['source_code']))}[/]")
    places(tree, rows)
    return tree


def places(tree: Tree, rows: Rows) -> None:
    """A branch per place with its receipt, corrections, and what must be known of it."""
    for row in rows[:SHOWN]:
        branch = tree.add(escape(said.place(row)))
        if row["receipt_id"]:
            branch.add(f"[dim]{escape(said.receipt(row))}[/]")
        for line in said.corrections(row):
            branch.add(f"[cyan]đính chính:[/] {escape(line)}")
    if len(rows) > SHOWN:
        tree.add(f"[dim]… và {len(rows) - SHOWN} phiếu nhận nữa (--json cho tất cả)[/]")
    for state in dict.fromkeys(r["state"] for r in rows if r["state"] in said.STATES):
        tree.add(f"[yellow]{said.STATES[state]}[/]")


def rank(rows: Rows, unit_names: dict[str, str]) -> Tree:
    """The criteria of one unit; leaves with the figures that their rule read."""
    head = rows[0]
    standing = f"hạng {head['rank']} / {head['ranked_units']}" if head["rank"] else "không xếp hạng"
    state = "chính thức" if head["status"] == "official" else "tạm tính"
    tree = Tree(
        f"[bold]{head['index_code'].upper()} {head['period_code']} · {escape(head['unit_name_vi'])}[/]: {standing},"
        f" {wording.vietnamese(head['score'])} điểm [dim]({state}, bản phát hành {head['release_id']})[/]"
    )
    branches: dict[str, Tree] = {}
    for row in rows:
        branch = branches.get(row["parent_code"], tree).add(_criterion(row))
        branches[row["criterion_code"]] = branch
        branch.add(escape(row["rule_vi"]))
        for given in row["stages"]:
            branch.add(_stage(given))
        for f in row["figures"]:
            _figure(branch, f, unit_names)
    return tree


def _criterion(row: dict) -> str:
    points = wording.vietnamese(row["points"] if row["points"] is None else round(row["points"], 4))
    most = f" / {wording.vietnamese(row['max_points'])}" if row["max_points"] else ""
    return f"[bold]{escape(row['criterion_code'])}[/] {escape(row['name_vi'] or '')}: [bold]{points}[/]{most} điểm"


def _stage(given: dict) -> str:
    points = wording.vietnamese(None if given["points"] is None else Decimal(str(given["points"])))
    why = "".join(f", {word}: {given[k]}" for k, word in (("evidence", "minh chứng"), ("reason", "lý do")) if given[k])
    used = " [green]✓[/]" if given["is_published"] else ""
    place = f" [dim]{escape(given['source_ref'] or '')}, phiếu nhận {given['receipt_id']}[/]"
    stage = words.STAGES.get(given["stage"], (given["stage"],))[0]
    return f"{stage}: {points} điểm{escape(why)}{used}{place}"


def _figure(branch: Tree, f: dict, unit_names: dict[str, str]) -> None:
    value = f | {"value": None if f["value"] is None else Decimal(str(f["value"]))}
    use = f" [cyan]({said.USES[f['use']]}: {escape(unit_names.get(f['unit_key'], f['unit_key']))}, {f['period_code']})[/]" if f["use"] in said.USES else ""  # fmt: skip
    name = f"{escape(f['name_vi'])} [dim]{f['figure_code']}[/]" if f["name_vi"] else f["figure_code"]
    leaf = branch.add(f"{name} = [bold]{said.value(value)}[/]{use}")
    if "places" in f:
        places(leaf, f["places"])
    elif f["receipt_id"]:
        sent = f", từ {f['sender']}" if f["sender"] else ""
        received = f"phiếu nhận {f['receipt_id']}, {said.moment(f['received_at'])}{sent}"
        leaf.add(f"[dim]{escape(f['source_ref'])} · {escape(received)}[/]")


def receipt(card: dict, rows: Rows) -> Tree:
    """What a receipt touched, from figures to ranks."""
    tree = Tree(
        f"[bold]{escape(words.source(card['source_code']))}[/]: {escape(card['name'])}, {escape(said.receipt(card))}"
    )
    counts = {"nhận": "delivered", "nạp": "loaded", "cách ly": "quarantined", "trùng": "duplicates"}
    tree.add("[dim]" + ", ".join(f"{word} {wording.vietnamese(card[k])} dòng" for word, k in counts.items()) + "[/]")
    for row in (r for r in rows if r["kind"] == "nothing"):
        tree.add(f"[yellow]Không chạm đến số liệu nào.[/] {escape(row['note_vi'])}")
    figures = [r for r in rows if r["kind"] == "figure"]
    if figures:
        units, periods = len({r["unit_key"] for r in figures}), len({r["period_code"] for r in figures})
        counted = f"{wording.vietnamese(len(figures))} số liệu của {units} đơn vị, {periods} kỳ"
        _list(tree.add(f"[bold]{counted}[/]"), figures, lambda r: f"{r['unit_name_vi']}, {r['period_code']}: {r['name_vi'] or r['figure_code']} = {wording.vietnamese(r['value'])}")  # fmt: skip
    criteria = [r for r in rows if r["kind"] == "criterion"]
    for (index, period, how), number in Counter(
        (r["index_code"], r["period_code"], r["how"]) for r in criteria
    ).items():
        tree.add(f"[bold]{index.upper()} {period}[/]: {wording.vietnamese(number)} điểm tiêu chí, {said.HOW[how]}")
    ranks = [r for r in rows if r["kind"] == "rank"]
    if ranks:
        _list(tree.add(f"[bold]{len(ranks)} thứ hạng[/]"), ranks, lambda r: f"{r['index_code'].upper()} {r['period_code']} ({'chính thức' if r['status'] == 'official' else 'tạm tính'}): {r['unit_name_vi']}, hạng {r['rank'] or wording.NOTHING}")  # fmt: skip
    return tree


def _list(tree: Tree, rows: Rows, line) -> None:
    for row in rows[:SHOWN]:
        tree.add(escape(line(row)))
    if len(rows) > SHOWN:
        tree.add(f"[dim]… và {wording.vietnamese(len(rows) - SHOWN)} nữa (--json cho tất cả)[/]")
