"""The draft reliability statement: what an auditor may rely on, said from the figures and from nothing else.

A point ``holds`` when the figures say so, is ``partly`` so when something is stated beside it, and ``fails`` otherwise.
"""

from __future__ import annotations

HOLDS, PARTLY, FAILS = "holds", "partly", "fails"

SENTENCES = {
    "sources": (
        "Đã nạp {sources} nguồn qua {deliveries} lần giao, lần gần nhất lúc {latest}; trong đó {illustrative} lần giao là dữ"
        " liệu minh họa của tỉnh mẫu.",
        "{sources} sources were loaded in {deliveries} deliveries, the last at {latest}; {illustrative} of the deliveries are"
        " illustrative data of a sample province.",
    ),
    "counts": (
        "{sound} trên {all} biên nhận ({rows} dòng) có số dòng cộng lại khớp: đã giao = trong kho + cách ly + trùng lặp.",
        "The rows of {sound} of {all} receipts ({rows} rows) add up: delivered = in the warehouse + quarantined + duplicates.",
    ),
    "checks": (
        "Trước khi công bố, {passed} trên {all} phép kiểm tra đạt; {warned} phép không đạt.",
        "Before publication {passed} of {all} checks passed; {warned} did not.",
    ),
    "quarantine": (
        "{open} dòng đang bị giữ vì không đạt và không được tính vào điểm; {accepted} dòng được chấp nhận, có lý do; {refused}"
        " tệp bị trả lại.",
        "{open} rows are held because they fail, and count in no score; {accepted} were accepted, with a reason; {refused} files"
        " were refused.",
    ),
    "completeness": (
        "{scored} trên {all} tiêu chí phải chấm của các đơn vị hiện nay có đủ số liệu; {missing} tiêu chí thiếu số liệu và không"
        " được coi là 0. Trong biểu mẫu có {lacking} chỗ trống mà quá nửa đơn vị cùng cấp đã có.",
        "{scored} of {all} criteria due for the units of today have their figures; {missing} lack them and are not taken for 0. In"
        " forms there are {lacking} gaps where more than half of the peers stand.",
    ),
    "seals": (
        "{official} bảng xếp hạng chính thức, {seals} niêm phong; {unsound} niêm phong sai lệch, {unverified} chưa được kiểm"
        " chứng.",
        "{official} official rankings, {seals} seals; {unsound} not sound, {unverified} not verified yet.",
    ),
    "portal": (
        "So với Cổng Dịch vụ công quốc gia: {within} số trong mức cho phép, {outside} số ngoài mức.",
        "Against the national portal: {within} numbers within tolerance, {outside} outside.",
    ),
    "errors": (
        "{standing} lỗi và hạn chế đã biết còn hiệu lực, kể cả những điều kho dữ liệu tự tìm ra.",
        "{standing} known errors and limits stand, with those that the warehouse found itself.",
    ),
}


def shape(site: dict, receipts: dict, check: dict, proofs: dict, presence: dict, register: dict) -> dict:
    """``points`` in the order of the statement: what each is about (words in the template), how far it holds, its numbers."""
    seals, official, gates = proofs["seals"], proofs["official"], check["gates"]
    out = [g for g in gates if g["border"] == "out" and g["release_id"] == site["release_id"]]
    asked = [c for g in out for _, checks in g["suites"] for c in checks]
    failed = [c for c in asked if not c["is_passed"]]
    scored, missing = (sum(u[k] for u in presence["units"]) for k in ("scored", "missing"))
    within, outside = (sum(r[k] for r in proofs["reconciliation"]) for k in ("within", "outside"))
    unsound, unverified = [s for s in seals if s["is_sound"] is False], [s for s in seals if s["is_sound"] is None]
    points = {
        "sources": (
            FAILS if site["illustrative"] == site["deliveries"] else PARTLY if site["illustrative"] else HOLDS,
            {"sources": len(receipts["sources"]), "deliveries": site["deliveries"], "illustrative": site["illustrative"],
             "latest": max((s["latest"] for s in receipts["sources"]), default=None)},
        ),
        "counts": (
            HOLDS if receipts["adding_up"] == receipts["receipt_count"] else FAILS,
            {"sound": receipts["adding_up"], "all": receipts["receipt_count"], "rows": receipts["total"]["rows_delivered"]},
        ),
        "checks": (
            FAILS if not out or not all(g["is_passed"] for g in out) else PARTLY if failed else HOLDS,
            {"passed": len(asked) - len(failed), "all": len(asked), "warned": len(failed)},
        ),
        "quarantine": (
            PARTLY if receipts["fate"]["open"] or receipts["fate"]["accepted"] else HOLDS,
            {"open": receipts["fate"]["open"], "accepted": receipts["fate"]["accepted"],
             "refused": len(receipts["rejections"])},
        ),
        "completeness": (
            PARTLY if missing or presence["lacking"] else HOLDS,
            {"scored": scored, "all": scored + missing, "missing": missing, "lacking": presence["lacking"]},
        ),
        "seals": (
            FAILS if unsound or any(o["seal_id"] is None for o in official)
            else PARTLY if unverified or not seals else HOLDS,
            {"official": sum(o["is_standing"] for o in official), "seals": len(seals), "unsound": len(unsound), "unverified": len(unverified)},
        ),
        "portal": (
            PARTLY if outside or not proofs["reconciliation"] else HOLDS,
            {"within": within, "outside": outside},
        ),
        "errors": (PARTLY if register["standing"] else HOLDS, {"standing": register["standing"]}),
    }  # fmt: skip
    return {"points": [{"about": k, "state": state, **n, "said": _said(k, n)} for k, (state, n) in points.items()]}


def _said(about: str, numbers: dict) -> tuple[str, str]:
    """The sentence of a point in Vietnamese and English, its numbers written as either language does."""
    vi, en = SENTENCES[about]
    latest = numbers.get("latest")
    english = {k: f"{n:,}" for k, n in numbers.items() if isinstance(n, int)}
    vietnamese = {k: n.replace(",", ".") for k, n in english.items()}
    return (
        vi.format(**vietnamese, latest=f"{latest:%H:%M ngày %d/%m/%Y}" if latest else "–"),
        en.format(**english, latest=f"{latest:%H:%M on %d %b %Y}" if latest else "–"),
    )
