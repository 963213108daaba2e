"""How dossiers are judged, as tables: the working-day clock, both rules on time, what never counts, kinds of one-stop."""

from datetime import date

from tests.dbt.deliveries import OTHER, UNIT, at

NEVER = date(9999, 12, 31)


def pauses(*spans: str) -> list[dict]:
    """'2026-03-03…2026-03-05' resumed, '2026-03-03…' still waited for."""
    return [
        {"requested_at": at(a), "resumed_at": at(b) if b else None} for a, _, b in (s.partition("…") for s in spans)
    ]


CLOCK = {  # accepted, time, unit, pauses -> due day. In 2026: Tết 14-22 February, 26-27 April, 30 April-3 May off
    "three working days": ("2026-03-02 09:00", 3, "d", (), "2026-03-05"),
    "a weekend between": ("2026-03-05 09:00", 3, "d", (), "2026-03-10"),
    "none: the same day": ("2026-03-02 09:00", 0, "d", (), "2026-03-02"),
    "after closing begins the next day": ("2026-03-02 17:00", 3, "d", (), "2026-03-06"),
    "before opening begins at opening": ("2026-03-02 06:10", 3, "d", (), "2026-03-05"),
    "on a Sunday begins on Monday": ("2026-03-01 10:00", 1, "d", (), "2026-03-03"),
    "over Tết": ("2026-02-12 09:00", 2, "d", (), "2026-02-23"),
    "over two holidays": ("2026-04-24 09:00", 3, "d", (), "2026-05-04"),
    "a day off by swap, worked on Saturday the 22nd": ("2026-08-21 09:00", 1, "d", (), "2026-08-22"),
    "the swap of August off": ("2026-08-28 09:00", 1, "d", (), "2026-09-03"),
    "the swap of January worked": ("2026-01-09 09:00", 1, "d", (), "2026-01-10"),
    "half a day counts as one": ("2026-03-02 09:00", 0.5, "d", (), "2026-03-03"),
    "four hours from the morning": ("2026-03-02 09:00", 4, "Giờ", (), "2026-03-02"),
    "four hours over closing": ("2026-03-02 14:00", 4, "Giờ ", (), "2026-03-03"),
    "to the minute of closing": ("2026-03-02 09:00", 6, "giờ", (), "2026-03-02"),
    "a minute more": ("2026-03-02 09:01", 6, "giờ", (), "2026-03-03"),
    "from the lunch break": ("2026-03-02 12:10", 3.5, "giờ", (), "2026-03-02"),
    "calendar days on to Monday": ("2026-03-02 09:00", 5, "Ngày", (), "2026-03-09"),
    "a month": ("2026-03-02 09:00", 1, "Tháng", (), "2026-04-02"),
    "a month ending on a holiday": ("2026-03-30 09:00", 1, "tháng", (), "2026-05-04"),
    "a pause of three days": ("2026-03-02 09:00", 3, "d", ("2026-03-03…2026-03-06",), "2026-03-09"),
    "two pauses, in order": ("2026-03-02 09:00", 3, "d", ("2026-03-03…2026-03-05", "2026-03-09…2026-03-11"), "2026-03-11"),
    "an open pause has not moved it": ("2026-03-02 09:00", 3, "d", ("2026-03-03…",), "2026-03-05"),
    "no time, no due day": ("2026-03-02 09:00", None, "d", (), None),
}  # fmt: skip

DUE = "2026-03-10 17:00"
RULES = {  # columns -> resolution, late while pending [from, to), late by 766 from
    "early": ({"status_id": "4", "completed_at": at("2026-03-06")}, ("early", None, None, NEVER)),
    "on the day": ({"status_id": "5", "completed_at": at("2026-03-10 16:59")}, ("on_due_day", None, None, NEVER)),
    "on the day, after the hour: the two rules differ": (
        {"status_id": "4", "completed_at": at("2026-03-10 17:30")}, ("on_due_day", None, None, date(2026, 3, 10))),
    "the morning after": (
        {"status_id": "4", "completed_at": at("2026-03-11 08:00")}, ("late", None, None, date(2026, 3, 11))),
    "four days late": (
        {"status_id": "4", "completed_at": at("2026-03-14")},
        ("late", date(2026, 3, 11), date(2026, 3, 14), date(2026, 3, 11))),
    "returned stands for finished where that is not said": (
        {"status_id": "5", "returned_at": at("2026-03-12")},
        ("late", date(2026, 3, 11), date(2026, 3, 12), date(2026, 3, 11))),
    "withdrawn is resolved, on time in the form, late by 766": (
        {"status_id": "9", "completed_at": at("2026-03-13")},
        ("on_due_day", date(2026, 3, 11), date(2026, 3, 13), date(2026, 3, 11))),
    "pending": ({}, (None, date(2026, 3, 11), None, date(2026, 3, 11))),
    "an end that a running dossier carries is none": (
        {"completed_at": at("2026-03-05")}, (None, date(2026, 3, 11), None, date(2026, 3, 11))),
    "waits since before the due day": (
        {"status_id": "3", "supplements": pauses("2026-03-09…")}, (None, None, None, NEVER)),
    "waits since after it": (
        {"status_id": "3", "supplements": pauses("2026-03-13…")},
        (None, date(2026, 3, 11), date(2026, 3, 13), date(2026, 3, 11))),
    "waits a second time: late by 766": (
        {"status_id": "3", "supplements": pauses("2026-03-03…2026-03-04", "2026-03-09…")},
        (None, None, None, date(2026, 3, 9))),
    "suspended": ({"status_id": "10", "supplements": pauses("2026-03-09…")}, (None, None, None, NEVER)),
    "waits, and nobody says since when: since it was said": (
        {"status_id": "11", "updated_at": at("2026-03-12")},
        (None, date(2026, 3, 11), date(2026, 3, 12), date(2026, 3, 11))),
    "a completed supplement is subtracted by 766 only": (
        {"status_id": "4", "completed_at": at("2026-03-13"), "supplements": pauses("2026-03-04…2026-03-08")},
        ("late", date(2026, 3, 11), date(2026, 3, 13), NEVER)),
    "subtracted and still late": (
        {"status_id": "4", "completed_at": at("2026-03-20"), "supplements": pauses("2026-03-04…2026-03-08")},
        ("late", date(2026, 3, 11), date(2026, 3, 20), date(2026, 3, 15))),
    "a due day without an hour ends at midnight": (
        {"appointment_at": at("2026-03-10 00:00"), "status_id": "4", "completed_at": at("2026-03-10 23:00")},
        ("on_due_day", None, None, NEVER)),
    "no due day and no law": ({"appointment_at": None}, (None, None, None, NEVER)),
    "no due day: the time of the law by 766": (
        {"appointment_at": None, "procedure_code": "1.000894.000.00.00.H41"}, (None, None, None, date(2026, 3, 6))),
    "at dawn in Viet Nam, the day before in UTC": (
        {"status_id": "4", "completed_at": "2026-03-10T17:30:00Z"}, ("late", None, None, date(2026, 3, 11))),
}  # fmt: skip
OUT = {  # never counted
    "not accepted yet": {"status_id": "0", "accepted_at": None},
    "refused": {"status_id": "8", "accepted_at": None},
    "soft-deleted": {"status_id": "4", "completed_at": at("2026-03-05"), "deleted_at": at("2026-03-06")},
}
LAWS = [("1.000101", True), ("1.000102", False), ("1.000103", None), ("1.000101.000.00.00.H41", None)]
KINDS = {  # columns -> kind, resolving unit ('' = not known)
    "interlinked; a later version that is silent takes nothing back": (
        {"procedure_code": "1.000101"}, ("interlinked", UNIT)),
    "single, resolved elsewhere": (
        {"procedure_code": "1.000102.H41", "resolving_unit_code": "A2"}, ("single", OTHER)),
    "the catalogue is silent": ({"procedure_code": "1.000103"}, ("unknown", UNIT)),
    "no catalogue, a unit that is only named": (
        {"procedure_code": None, "resolving_unit_name": "Một nơi khác"}, ("unknown", "")),
}  # fmt: skip
