"""The state of the data behind an answer: what is missing and since when, what is held back, and how to trace each number."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding

from publishing import words

LACKING = 6
"""So many missing figures are named; all of them stand in `--json`."""
STATES = {code: vi for code, (vi, _) in words.WORDS["score_state"].items()}


def state(answer: dict) -> Iterator[RenderableType]:
    """The last part of the answer about a unit that stands in the ranking."""
    told = [*_criteria(answer), *_rest(answer)] or ["Đủ số liệu cho mọi tiêu chí; không có dòng nào bị giữ lại."]
    yield Padding("[bold]Số liệu đứng sau kết quả[/]", (1, 0, 0, 0))
    yield from (f"• {line}" for line in told)
    yield Padding("[bold]Truy nguyên từng con số[/]", (1, 0, 0, 0))
    yield from (f"  {escape(command)}" for command in answer["trace"])


def absent(answer: dict) -> Iterator[RenderableType]:
    """What is said of a unit that has no result in the ranking."""
    ranking = answer["ranking"]
    yield f"[yellow]{escape(answer['unit']['name_vi'])} không có kết quả {ranking['index_code'].upper()} {ranking['period_code']}.[/]"
    yield from (f"• {line}" for line in (*_never_asked(answer), *_lacking(answer), *_rest(answer)))
    for r in answer["data"]["earlier"]:
        rank = f"hạng {r['rank']} / {r['ranked_units']}" if r["rank"] is not None else words.UNRANKED[0]
        yield f"• Kết quả ở kỳ {r['period_code']}: {escape(r['unit_name_vi'])}, {rank}"


def _never_asked(answer: dict) -> Iterator[str]:
    """Why the ranking could not have the unit at all."""
    unit, ranking = answer["unit"], answer["ranking"]
    if unit["valid_from"] > ranking["last_day"]:
        yield f"Đơn vị được ghi nhận từ ngày {unit['valid_from']:%d/%m/%Y}, sau kỳ này"
    elif unit["valid_to"] and unit["valid_to"] <= ranking["first_day"]:
        yield f"Đơn vị hết hiệu lực từ ngày {unit['valid_to']:%d/%m/%Y}, trước kỳ này"
    if unit["level"] not in ranking["book_level"].split("|"):
        yield f"Bộ chỉ số chấm {words.levels(ranking['book_level'])[0]}; đơn vị thuộc {words.levels(unit['level'])[0]}"


def _lacking(answer: dict) -> Iterator[str]:
    """Which figures that the book asks for did not come, and when each last did."""
    asked, lacking = answer["data"]["figures_asked"], answer["data"]["figures_lacking"]
    if lacking:
        named = [f"{escape(f['name_vi'] or f['figure_code'])} ({_since(f)})" for f in lacking[:LACKING]]
        more = [f"và {len(lacking) - LACKING} số liệu khác"] if len(lacking) > LACKING else []
        yield f"Thiếu {len(lacking)} / {asked} số liệu mà bộ chỉ số cần: {'; '.join([*named, *more])}"
    elif asked:
        yield f"Có đủ {asked} số liệu mà bộ chỉ số cần, nhưng đơn vị không được chấm ở kỳ này"


def _criteria(answer: dict) -> Iterator[str]:
    for about in answer["data"]["without_points"]:
        figures = [f"{escape(f['figure_vi'] or f['figure_code'])} ({_since(f)})" for f in about["figures"]]
        yield f"Tiêu chí {about['criterion_code']} {escape(about['name_vi'])}: {STATES[about['state']]}" + (
            f"; chưa có {', '.join(figures)}" if figures else ""
        )


def _since(figure: dict) -> str:
    return f"có lần cuối ở kỳ {figure['last_period']}" if figure["last_period"] else "chưa kỳ nào có"


def _rest(answer: dict) -> Iterator[str]:
    data = answer["data"]
    for form in data["forms"]:
        name = f"{escape(words.source(form['source_code']))}, kỳ {form['period_code']}"
        last = (
            f"lần cuối nhận ngày {form['last_received_on']:%d/%m/%Y}"
            if form["last_received_on"]
            else "chưa nhận lần nào"
        )
        absent_ = f"chưa gửi, {form['peers_present']} / {form['peers']} đơn vị cùng cấp đã gửi; {last}"
        yield f"{name}: {'đang bị giữ lại để sửa' if form['state'] == 'held' else absent_}"
    for held in data["held"]:
        yield f"{held['rows']} dòng ({escape(words.source(held['source_code']))}) đang bị giữ lại từ ngày {held['since']:%d/%m/%Y} (parix quarantine list)"
    if (fresh := data["freshness"]) and fresh["last_received_on"]:
        yield f"Hồ sơ một cửa mới nhất: tiếp nhận ngày {fresh['last_received_on']:%d/%m/%Y}"
    if answer["ranking"]["is_illustrative"]:
        yield "[yellow]Số liệu hoặc bộ tiêu chí minh họa: không dùng để đánh giá đơn vị nào.[/]"
