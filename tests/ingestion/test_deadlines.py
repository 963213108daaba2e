"""Deadlines of plans: what officials write, the last day in time, and what is refused."""

import datetime

import pytest

from ingestion.readers.deadlines import ONGOING, read_deadline
from ingestion.text import NumberUnreadable

DEADLINES = {
    "30/11/2026": "2026-11-30", "30.11.2026": "2026-11-30", "ngày 5 tháng 6 năm 2025": "2025-06-05",
    "5/3": "2026-03-05", "Đến ngày 15/11": "2026-11-15", "Chậm nhất 15-11-2027": "2027-11-15",
    "Trước 30/11": "2026-11-29", "Trước ngày 30/11/2026": "2026-11-29", "Trước 01/01/2026": "2025-12-31",
    "Tháng 6": "2026-06-30", "Tháng 02/2028": "2028-02-29", "tháng 6 năm 2025": "2025-06-30", "11/2026": "2026-11-30",
    "Trước tháng 10": "2026-09-30", "Tháng 3-5/2026": "2026-05-31", "Tháng 6 và tháng 12": "2026-12-31",
    "Từ tháng 3 đến tháng 6": "2026-06-30", "Cuối tháng 9": "2026-09-30",
    "Quý III/2026": "2026-09-30", "quý iii năm 2026": "2026-09-30", "Quí I": "2026-03-31", "Quý 2": "2026-06-30",
    "Trước quý IV": "2026-09-30", "Quý I, II, III, IV": "2026-12-31", "Quý I - Quý II/2027": "2027-06-30",
    "Quý IV hằng năm": "2026-12-31", "6 tháng đầu năm": "2026-06-30", "9 tháng năm 2025": "2025-09-30",
    "6 tháng cuối năm 2025": "2025-12-31", "Cả năm": "2026-12-31", "Trong năm": "2026-12-31",
    "Năm 2026": "2026-12-31", "Trong năm 2027": "2027-12-31", "2026": "2026-12-31", "2021-2025": "2025-12-31",
    "Giai đoạn 2026 – 2030": "2030-12-31", "Hết năm 2025": "2025-12-31", "Trước năm 2026": "2025-12-31",
    "Thường xuyên": ONGOING, "Hằng năm": ONGOING, "Hàng quý": ONGOING, "Định kỳ hằng tháng": ONGOING,
    "Khi có yêu cầu": ONGOING, "Theo kế hoạch của UBND tỉnh": ONGOING, "THƯỜNG XUYÊN": ONGOING,
}  # fmt: skip


@pytest.mark.parametrize(("said", "day"), DEADLINES.items())
def test_a_deadline_is_the_last_day_in_time(said, day):
    assert read_deadline(said, 2026) == day


@pytest.mark.parametrize(
    ("raw", "day"),
    [(datetime.date(2026, 5, 4), "2026-05-04"), (datetime.datetime(2026, 5, 4, 7), "2026-05-04"), (2026, "2026-12-31"),
     (2026.0, "2026-12-31")],
)  # fmt: skip
def test_cells_that_are_no_text(raw, day):
    assert read_deadline(raw, 2025) == day


@pytest.mark.parametrize(
    "said",
    ["31/02", "31/02/2026", "Tháng 13", "Quý V", "Sớm", "30/11//2026", "15", "Quý II sau khi có hướng dẫn",
     "30/11/2026 hoặc 5", "12345", "Nguyễn Văn A 0912345678"],
)  # fmt: skip
def test_what_is_no_deadline_as_a_whole_is_refused(said):
    with pytest.raises(NumberUnreadable, match="một thời hạn"):
        read_deadline(said, 2026)
