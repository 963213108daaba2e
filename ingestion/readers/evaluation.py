"""Answers of the national portal's evaluation interface to rows: exact numbers, null kept as null, nothing computed.

Shapes: shared reference "The national portal's public evaluation API". Rows carry numbers, the portal's codes and names of
units and metrics, and its own quality flags; any other text of an answer is never built.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from ingestion.errors import NotData
from ingestion.records import EvaluationValue

GROUPS = {
    "total": "service-results", "nation": "service-results", "transparency": "transparency",
    "progress": "dvc-progress-tree", "online": "provide-online-tree", "payment": "formality-online-payment-tree",
    "digitisation": "dossier-digitized", "satisfaction": "handling-satisfaction",
}  # fmt: skip
"""Our name of a group -> the endpoint that answers it. ``nation``: the totals of all provinces."""

_NO_FIELD = {
    "stt", "rank", "groupRank", "score", "totalScore", "maxScore", "totalMaxScore", "ratio", "scoreDelta",
    "departmentId", "departmentName", "departmentCode", "departmentType", "departmentLevel", "agencyLevel", "level",
    "childGroup", "dataQualityStatus", "dataQualityMessage", "metrics", "groupScores", "children",
}  # fmt: skip
"""What stands at a unit and is no number of its group; every other number, or null, is kept as a field."""
_decoder = msgspec.json.Decoder(dict, float_hook=Decimal)

Number = int | Decimal | None


class Answer(msgspec.Struct):
    """One page: its rows, and which page of how many it is."""

    rows: list[EvaluationValue]
    page: int = 1
    pages: int = 1


def read(group: str, body: bytes) -> Answer:
    """One page of the answer about a group. Raises NotData when it is not as the interface promises."""
    try:
        envelope = _decoder.decode(body)
    except msgspec.DecodeError as e:
        raise NotData(f"{GROUPS[group]}: the answer is no JSON object ({e})") from e
    data = envelope.get("data")
    if envelope.get("code") != "OK" or not isinstance(data, dict):
        raise NotData(f"{GROUPS[group]}: the portal says {str(envelope.get('code'))[:40]!r} and sends no data")
    paging = data.get("pagination") or {}
    page = Answer([], paging.get("currentPage") or 1, paging.get("totalPages") or 1)
    head = data.get("parent") or (None if group == "nation" else data.get("overview"))
    units = data.get("children") if "children" in data else data.get("evaluation")
    if units is None and head is None:
        raise NotData(f"{GROUPS[group]}: neither units nor a total stand in the answer")
    for unit in [*([head] if head and page.page == 1 else []), *(units or [])]:
        page.rows.extend(_unit(group, unit))
    return page


def _unit(group: str, unit: dict) -> Iterator[EvaluationValue]:
    who = {
        "unit_id": _text(unit, "departmentId"),
        "unit_code": _text(unit, "departmentCode"),
        "unit_name": _text(unit, "departmentName"),
        "unit_level": next((t for k in ("level", "departmentType", "childGroup") if (t := _text(unit, k))), None),
    }
    yield EvaluationValue(
        group_code=group, kind="total" if group in ("total", "nation") else "group", **who,
        ratio=_number(unit, "ratio"), score=_either(unit, "score", "totalScore"),
        max_score=_either(unit, "maxScore", "totalMaxScore"), score_delta=_number(unit, "scoreDelta"), **_quality(unit),
    )  # fmt: skip
    for metric in unit.get("metrics") or ():
        yield EvaluationValue(
            group_code=group, kind="metric", **who, metric_code=_text(metric, "code"),
            metric_name=_text(metric, "name"), numerator=_number(metric, "numerator"),
            denominator=_number(metric, "denominator"), ratio=_number(metric, "ratio"), score=_number(metric, "score"),
            max_score=_number(metric, "maxScore"), score_delta=_number(metric, "scoreDelta"), **_quality(metric),
        )  # fmt: skip
    for code, score in (unit.get("groupScores") or {}).items():
        yield EvaluationValue(group_code=group, kind="group", **who, metric_code=str(code)[:60],
                              score=_number({"score": score}, "score"))  # fmt: skip
    for name, value in unit.items():
        if name not in _NO_FIELD and (value is None or _is_number(value)):
            yield EvaluationValue(group_code=group, kind="field", **who, metric_code=name[:60], value=value)


def _quality(of: dict) -> dict[str, str | None]:
    return {"quality_status": _text(of, "dataQualityStatus"), "quality_message": _text(of, "dataQualityMessage")}


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _number(of: dict, name: str) -> Number:
    value = of.get(name)
    if value is None or _is_number(value):
        return value
    raise NotData(f"field {name}: a number or null was expected, {type(value).__name__} came")


def _either(of: dict, *names: str) -> Number:
    return next((v for name in names if (v := _number(of, name)) is not None), None)


def _text(of: dict, name: str) -> str | None:
    value = of.get(name)
    return None if value is None else str(value)[:300]
