"""Illustrative figures behind the PAR INDEX of the 21 districts in 2022 and 2023.

Every district has a latent quality per year; each figure follows it, with noise far below the distance between two
districts. The index books turn the figures into scores and ranks; only the order of the qualities is chosen here. That
Đô Lương was eighth in 2022 and seventh in 2023 is published (seed figures S12, S13); all other places are made up.
"""

import random
from typing import NamedTuple

from sample import units

SEED = 20231231
ORDER = {  # districts by latent quality, the best first
    2022: "412 429 425 426 421 430 414 427 432 431 428 419 424 423 420 422 415 416 413 418 417",
    2023: "412 425 429 426 430 421 427 414 432 431 428 419 423 424 420 422 416 415 418 417 413",
}
BEST, WORST, NOISE = 0.79, 0.17, 0.002


class Criterion(NamedTuple):
    """A criterion on the sheet: its header, the two columns below it (header, figure code), and how its share grows
    with quality: numerator / denominator from ``low`` to ``high``, the denominator drawn from a range. From quality
    ``none_from`` on there was nothing to do: 0 of 0."""

    header: str
    numerator: tuple[str, str]
    denominator: tuple[str, str]
    drawn_from: tuple[float, float]
    low: float
    high: float
    none_from: float = 1.0


class Single(NamedTuple):
    """A criterion of one column: the value as a function of quality (text for an answer)."""

    header: str
    code: str
    value: object


def _two(header: str, num: str, num_code: str, den: str, den_code: str, *shape: float) -> Criterion:
    return Criterion(header, (num, f"par_{num_code}"), (den, f"par_{den_code}"), shape[:2], *shape[2:])


def criteria(year: int) -> list[Criterion | Single]:
    """Columns of the sheet "Số liệu" in the order of the form of that year (levels 3 and 4 of online service became
    "partial" and "full" with NĐ 42/2022/NĐ-CP)."""
    online = "mức độ 3, 4" if year < 2023 else "toàn trình và một phần"
    resolved = ("Đúng hạn", "Tổng số đã giải quyết")
    return [
        Single("1.1 Ban hành kế hoạch đúng thời hạn", "par_plan_on_time", lambda q: "Có" if q > 0.2 else "Không"),
        _two("1.2 Mức độ hoàn thành kế hoạch", "Số nhiệm vụ hoàn thành", "tasks_done",
             "Số nhiệm vụ trong kế hoạch", "tasks_planned", 90, 140, 0.8, 1.0),
        _two("1.3 Kiểm tra cải cách hành chính", "Số đơn vị được kiểm tra", "units_inspected",
             "Số đơn vị trực thuộc", "units_total", 38, 60, 0.16, 0.34),
        _two("1.4 Nhiệm vụ UBND tỉnh giao", "Hoàn thành đúng hạn", "assigned_tasks_on_time",
             "Tổng số được giao", "assigned_tasks", 300, 520, 0.78, 0.99),
        Single("1.5 Số sáng kiến được công nhận", "par_initiatives", lambda q: int(3 * q)),
        _two("2.1 Rà soát văn bản quy phạm pháp luật", "Số văn bản đã rà soát", "legal_documents_reviewed",
             "Số văn bản phải rà soát", "legal_documents_due", 60, 120, 0.7, 0.97),
        _two("2.2 Xử lý văn bản trái pháp luật", "Số văn bản đã xử lý", "unlawful_documents_fixed",
             "Số văn bản phát hiện", "unlawful_documents_found", 12, 30, 0.6, 1.0, 0.75),
        _two("3.1 Công khai thủ tục hành chính", "Số TTHC được công khai", "procedures_published",
             "Tổng số TTHC", "procedures_total", 250, 290, 0.85, 1.0),
        _two("3.2 Hồ sơ cấp huyện giải quyết đúng hạn", resolved[0], "dossiers_on_time_district",
             resolved[1], "dossiers_resolved_district", 1500, 6000, 0.885, 0.985),
        _two("3.3 Hồ sơ cấp xã giải quyết đúng hạn", resolved[0], "dossiers_on_time_commune",
             resolved[1], "dossiers_resolved_commune", 9000, 30000, 0.87, 0.98),
        _two("3.4 Phản ánh, kiến nghị", "Đã trả lời", "petitions_answered",
             "Tiếp nhận", "petitions_received", 60, 160, 0.8, 1.0),
        _two("3.5 Khảo sát mức độ hài lòng", "Số câu trả lời hài lòng", "survey_favourable_answers",
             "Tổng số câu trả lời", "survey_answers", 1800, 3000, 0.72, 0.92),
        Single("4.1 Biên chế trong định mức được giao", "par_headcount_within_quota", lambda q: "Có"),
        _two("5.1 Vị trí việc làm", "Bố trí theo đề án", "posts_per_scheme",
             "Tổng số vị trí", "posts_total", 150, 320, 0.75, 0.99),
        _two("5.2 Đào tạo, bồi dưỡng", "Lượt người đã đào tạo", "training_done",
             "Lượt người theo kế hoạch", "training_planned", 200, 420, 0.64, 1.0),
        Single("5.3 Số cán bộ, công chức bị kỷ luật", "par_disciplined_officials", lambda q: int(4.5 * (1 - q))),
        _two("6.1 Vốn đầu tư công (triệu đồng)", "Giải ngân", "investment_disbursed_million_vnd",
             "Kế hoạch vốn", "investment_planned_million_vnd", 150e3, 650e3, 0.82, 0.96),
        _two("6.2 Kiến nghị kiểm toán, thanh tra", "Đã thực hiện", "audit_findings_done",
             "Phải thực hiện", "audit_findings", 50, 90, 0.7, 1.0),
        _two("7.1 Văn bản điện tử được ký số", "Văn bản ký số", "documents_signed",
             "Tổng số văn bản đi", "documents_out", 4000, 15000, 0.85, 0.996),
        _two(f"7.2 Hồ sơ nộp trực tuyến {online}", "Nộp trực tuyến", "dossiers_online",
             "Tổng số tiếp nhận", "dossiers_received", 12000, 36000, 0.2, 0.56),
        _two("7.3 Hồ sơ thanh toán trực tuyến", "Thanh toán trực tuyến", "dossiers_paid_online",
             "Hồ sơ có phí, lệ phí", "dossiers_with_fee", 5000, 16000, 0.12, 0.44),
        _two("7.4 Hồ sơ được số hóa", "Được số hóa", "dossiers_digitised",
             "Tổng số đã giải quyết", "dossiers_resolved", 11000, 35000, 0.48, 0.84),
    ]  # fmt: skip


def districts() -> list[dict[str, str]]:
    """The 21 districts of 2022 and 2023 in the order of their codes."""
    return [u for u in units.units() if u["level"] == "district"]


def qualities(year: int) -> dict[str, float]:
    """Latent quality per GSO code, in equal steps from BEST to WORST."""
    codes = ORDER[year].split()
    return {code: BEST - (BEST - WORST) * i / (len(codes) - 1) for i, code in enumerate(codes)}


def figures(year: int) -> dict[str, dict[str, object]]:
    """Figure code -> value per GSO code, the appraisal's points (a quarter of a point at the finest) among them."""
    rng, found = random.Random(SEED + year), {}
    for code, quality in sorted(qualities(year).items()):
        row = found[code] = {}
        for criterion in criteria(year):
            if isinstance(criterion, Single):
                row[criterion.code] = criterion.value(quality)
                continue
            whole = round(rng.uniform(*criterion.drawn_from), 1) if quality < criterion.none_from else 0
            share = criterion.low + (criterion.high - criterion.low) * quality + rng.uniform(-NOISE, NOISE)
            decimals = 1 if "million" in criterion.denominator[1] else None
            row[criterion.numerator[1]] = round(round(whole, decimals) * min(share, 1), decimals)
            row[criterion.denominator[1]] = round(whole, decimals)
        row["par_points_organisation"] = 3 + round(4 * 1.9 * quality) / 4
    return found
