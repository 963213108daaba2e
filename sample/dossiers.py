"""Sample dossiers of the one-stop system, from a fixed seed: SAMPLE DATA, all of it; no real person, no real case.

The shape is that of VNPT iGate 2.0 (provincial one-stop dossier interface, 1.9); that an attachment's `group` "result"
marks the result document is an assumption, and so are `dossierSupplement`, `rejectedDate` and `deletedDate`. Units are real (sample.units), procedures and agency codes illustrative.
The records of Đô Lương are laid out so that the published seed figures S07 to S11 can be counted from them; the other
units' are illustrative. Every personal field holds a planted value with one of CANARIES in it, so that a test can
search tables, archives and logs for what must never get there. Times are Vietnamese: `2024-01-03T08:12:00.000+0700`.
"""

import functools
import random
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sample import units

SEED = 20261031
CANARIES = ("CANARY", "canary", "+8490777", "04019007", "29007770", "T17:00:00.000+0000")
DIRTY = {  # rows that are not fit to use, by kind, besides the clean ones; none of them in Đô Lương
    "unknown_status": 4, "unknown_agency": 3, "unknown_channel": 3, "completed_before_accepted": 5,
    "unreadable_date": 3, "malformed_code": 4, "finished_without_completed": 5, "processing_without_accepted": 4,
    "status_wrong_type": 3}  # fmt: skip
DUPLICATES = 1  # records that stand a second time in the listing, alike to the letter
RARE = {  # sound rows of a kind that is seldom
    "supplemented_once": 8, "supplemented_twice": 4, "waiting_again": 4, "deleted": 5, "interlinked": 8,
    "received_for_another": 6}  # fmt: skip
STATUS = {0: "Mới đăng ký", 2: "Đang xử lý", 3: "Yêu cầu bổ sung", 4: "Đã xử lý xong", 5: "Đã trả kết quả"}
STATUS |= {8: "Từ chối tiếp nhận", 9: "Công dân rút hồ sơ", 10: "Tạm dừng", 11: "Chờ nghĩa vụ tài chính"}
STATUS[16] = "Được tiếp nhận"
CHANNEL = {0: "Trực tuyến", 1: "Trực tiếp", 2: "Bưu chính công ích"}

# The calendar. A moment is a number of seconds since _EPOCH in Vietnamese time; days off include official swaps.
DAY, _EPOCH = 86400, date(2023, 12, 1)
_ISO = [(_EPOCH + timedelta(i)).isoformat() for i in range(1200)]
_OFF = """2024-01-01 2024-02-08 2024-02-09 2024-02-12 2024-02-13 2024-02-14 2024-04-18 2024-04-29 2024-04-30 2024-05-01
    2025-09-01 2025-09-02 2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27
    2026-04-30 2026-05-01 2026-08-31 2026-09-01 2026-09-02"""
_WORKING = [i for i, iso in enumerate(_ISO) if date.fromisoformat(iso).weekday() < 5 and iso not in _OFF]
_CLOCK = [f"T{m // 60:02d}:{m % 60:02d}:" for m in range(1440)]


def _working_days(first: str, last: str) -> list[int]:
    return [i for i in _WORKING if first <= _ISO[i] <= last]


def _after(day: int, working_days: int) -> int:
    return _WORKING[bisect_left(_WORKING, day) + working_days]


def _stamp(moment: int | None) -> str | None:
    if moment is not None:
        return f"{_ISO[moment // DAY]}{_CLOCK[moment % DAY // 60]}{moment % 60:02d}.000+0700"


END = _ISO.index("2026-10-31") * DAY + DAY - 60  # nothing in the sample is newer than 2026-10-31T23:59:00+07:00


class Procedure(NamedTuple):
    """An illustrative procedure; `days` are working days, None where no deadline is set; the fee is in VND."""

    code: str
    name: str
    sector: tuple[str, str]
    days: int | None
    components: tuple[tuple[str, bool], ...]  # name, required
    fee: int = 0
    level: tuple[str, str] = ("4", "DVC trực tuyến toàn trình")


_PARTIAL = ("3", "DVC trực tuyến một phần")
_FORM, _ID, _PROXY = ("Tờ khai theo mẫu", True), ("Giấy tờ chứng minh nhân thân", True), ("Giấy ủy quyền", False)
_LAND, _CIVIL, _NOTARY = ("Giấy tờ về quyền sử dụng đất", True), ("G15-TP01", "Hộ tịch"), ("G15-TP02", "Chứng thực")
_COMMUNE = (
    Procedure("1.001193", "Đăng ký khai sinh", _CIVIL, 1, (_FORM, ("Giấy chứng sinh", True), _PROXY)),
    Procedure("1.000894", "Đăng ký kết hôn", _CIVIL, 1, (_FORM, _ID, ("Quyết định ly hôn", False))),
    Procedure("1.000656.000.00.00.H41", "Đăng ký khai tử", _CIVIL, 1, (_FORM, ("Giấy báo tử", True), _PROXY)),
    Procedure("2.000815", "Chứng thực bản sao từ bản chính", _NOTARY, 0, (("Bản chính", True), _PROXY), 2000),
    Procedure("1.001776", "Trợ cấp xã hội hằng tháng", ("G09-BT01", "Bảo trợ xã hội"), 10, (_FORM, _ID, _PROXY)),
    Procedure("2.001406", "Xác nhận ý kiến cộng đồng dân cư", _NOTARY, None, (_FORM, _ID), 0, _PARTIAL),
)
_DISTRICT = (
    Procedure("1.012790.000.00.00.H41", "Đăng ký biến động đất đai", ("G10-DD01", "Đất đai"), 10,
              (_FORM, _LAND, _PROXY), 50000, _PARTIAL),
    Procedure("1.001612", "Đăng ký thành lập hộ kinh doanh", ("G05-KD01", "Hộ kinh doanh"), 3, (_FORM, _ID), 100000),
    Procedure("1.009994", "Cấp giấy phép xây dựng", ("G17-XD01", "Xây dựng"), 14, (_FORM, _LAND, _PROXY), 75000),
    Procedure("2.001839", "Thông báo hoạt động của tổ hợp tác", ("G05-KD02", "Hợp tác xã"), None, (_FORM, _ID)),
)  # fmt: skip
_TODAY = (*_COMMUNE, *_DISTRICT[:3], Procedure("2.002621.H41", "Liên thông khai sinh", _CIVIL, 4, (_FORM, _ID, _PROXY)))
PROCEDURES = tuple(dict.fromkeys((*_COMMUNE, *_DISTRICT, *_TODAY)))
_HANDLED = {"d2020": _DISTRICT, "c2020": _COMMUNE, "c2025": _TODAY}  # by level and first year of the unit
_LEVELS = {"d": {"code": "QUANHUYEN", "name": "Cấp huyện"}, "c": {"code": "XAPHUONG", "name": "Cấp xã"}}


@functools.cache
def _catalogue(procedure: Procedure) -> tuple[dict, dict, dict, list[dict]]:
    """The JSON that all dossiers of a procedure share: procedure, procedureLevel, process definition, forms."""
    (code, name, (sector, sector_name), days, components), stem = procedure[:5], units.agency_id(procedure.code)
    sector = {"id": units.agency_id(sector), "code": sector, "name": [{"languageId": 228, "name": sector_name}]}
    what = {"id": stem, "code": code, "translate": [{"languageId": 228, "name": name}], "sector": sector}
    process = {"processingTime": days, "processingTimeUnit": "d", "timesheet": {"name": "Ngày làm việc"}}
    forms = [{"id": f"{stem[:-1]}{i:x}", "name": n, "required": r} for i, (n, r) in enumerate(components, 10)]
    return what, {"id": procedure.level[0], "name": procedure.level[1]}, {"processDefinition": process}, forms


@functools.cache
def _place(unit: str) -> dict:
    return {key: units.agencies()[unit][key] for key in ("id", "code", "name")}


@functools.cache
def _person(number: int) -> tuple[str, dict]:
    surname, given = ("Nguyễn Văn", "Trần Thị", "Lê Hữu", "Phan Đình"), ("An", "Bưởi", "Chương", "Đượm", "Ngỡi")
    name = f"CANARY {surname[number % 4]} {given[number % 5]}"
    name = (name, unicodedata.normalize("NFD", name), units.ascii_of(name).upper())[number % 3]  # as people type it
    data = {"fullname": name, "identityNumber": f"04019007{number:04d}", "gender": number % 2}
    data |= {"birthday": f"19{60 + number % 40}-10-23T17:00:00.000+0000", "phoneNumber": f"+8490777{number:04d}"}
    data |= {"email": f"canary.{number}@example.vn", "address": f"Xóm {number % 9 + 1}, CANARY"}
    if number % 25 == 0:
        data |= {"organization": f'Công ty "CANARY {number}"', "taxCode": f"29007770{number % 100:02d}"}
    return name, {"userId": f"5f{number:022x}", "eformId": "5e0000000000000000000001", "data": data}


class _Factory:
    """Builds records; keeps the random source and the daily numbers of the dossier codes."""

    def __init__(self, seed: int):
        self.rng = random.Random(seed)
        self.numbers: dict[tuple[str, int], int] = {}

    def choice(self, things):  # several times faster than random.choice, and it matters in generate()
        return things[int(self.rng.random() * len(things))]

    def pick_procedure(self, unit: str) -> Procedure:
        return self.choice(_HANDLED[unit[0] + unit[-4:]])

    def office_hours(self, day: int) -> int:  # 07:30 to 16:30
        return day * DAY + 27000 + int(self.rng.random() * 32400)

    def finish(self, accepted: int, working_days: int, last_day: int = len(_ISO)) -> int:
        day = min(_after(accepted // DAY, working_days), last_day)
        return max(self.office_hours(day), accepted + 60)

    def _files(self, procedure: Procedure, forms: list[dict], digitised: str, person: str) -> list[dict]:
        has = [required or self.rng.random() < 0.4 for _, required in procedure.components]
        if digitised != "full":  # partial: something has a file, but the first required component has none
            has = [False] * (len(has) - 1) + [digitised == "partial"]
        name, size, copy = f"{person}.pdf", 81234, {"type": "Bản sao", "quantity": 1}
        files = [[{"id": f"{self.rng.getrandbits(96):024x}", "filename": name, "size": size}] * there for there in has]
        return [{"procedureForm": form, "detail": copy, "file": f} for form, f in zip(forms, files, strict=True)]

    def record(
        self, unit: str, accepted: int, channel: int, status: int, completed: int | None = None,
        procedure: Procedure | None = None, digitised: str = "full", result: bool = True, late: bool = False,
        resolver: str | None = None,
    ) -> dict:  # fmt: skip
        """One dossier as iGate writes it. `accepted`, `completed` are moments; status 0 and 8 are never accepted.
        `digitised` is full, partial or none; `late`: changed once more, days or weeks after its last step; `resolver`:
        the unit that works on it, where that is not the unit that received it."""
        draw, agency = self.rng.random, units.agencies()[unit]
        procedure = procedure or self.pick_procedure(unit)
        what, level, process, forms = _catalogue(procedure)
        earlier = int(draw() * 3) if channel == 0 else 0
        span = accepted % DAY if channel == 0 else min(accepted % DAY, 1800)
        applied = accepted - earlier * DAY - int(draw() * span)
        due = None if procedure.days is None else _after(accepted // DAY, procedure.days) * DAY + 61200  # 17:00
        returned = completed + int(draw() * 900) if status == 5 else None
        if status == 5 and draw() < 0.3 and completed + 5 * DAY < END:
            returned = self.office_hours(_after(completed // DAY + 1, 0))
        taken_in = status not in (0, 8)
        last = returned or completed or (accepted if taken_in else applied)
        span = 40 * DAY if late else 9 * DAY if taken_in and not completed else 300
        updated = last + int(draw() * min(span, END - last))
        day = (applied if channel == 0 or not taken_in else accepted) // DAY
        self.numbers[unit, day] = number = self.numbers.get((unit, day), 0) + 1
        yymmdd = _ISO[day][2:].replace("-", "")
        (name, applicant), online_fee = _person(int(draw() * 4000)), channel == 0 and draw() < 0.7
        group = "result" if completed and result and status != 9 else "request"
        attachment = {"id": f"{self.rng.getrandbits(96):024x}", "filename": f"{name}.pdf", "size": 9, "group": group}
        step = {"assignee": {"fullname": "CANARY Cán bộ"}, "agency": _place(resolver or unit)}
        step["isCurrent"] = completed is None
        waits = [{"requestedDate": _stamp(updated), "completedDate": None}] if status == 3 else []
        return {
            "id": f"{applied + 1_701_363_600:08x}{self.rng.getrandbits(64):016x}",
            "code": f"{agency['code']}-{yymmdd}-{number:04d}",
            "nationCode": f"G22-{yymmdd}-{int(draw() * 1e6):06d}" if earlier else None,
            "dossierStatus": {"id": status, "name": STATUS[status]},
            "applyMethod": {"id": channel, "name": CHANNEL[channel]},
            "procedure": what, "procedureLevel": level, "procedureProcessDefinition": process,
            "agency": agency, "agencyLevel": _LEVELS[unit[0]], "applicant": applicant,
            "accepter": {"fullname": "CANARY Cán bộ một cửa"}, "createdDate": _stamp(applied),
            "appliedDate": _stamp(applied), "acceptedDate": _stamp(accepted) if taken_in else None,
            "appointmentDate": _stamp(due) if taken_in else None, "dueDate": _stamp(due) if taken_in else None,
            "completedDate": _stamp(completed), "returnedDate": _stamp(returned),
            "rejectedDate": _stamp(applied + 600) if status == 8 else None, "deletedDate": None,
            "updatedDate": _stamp(updated), "task": [step], "currentTask": [] if completed else [step],
            "eForm": {"data": {"noidungyeucaugiaiquyet": f"Ông/bà {name}, +84 90 777 {number % 1000:04d}\nđề nghị: “{procedure.name}”\t(\"CANARY\")"}},
            "dossierFormFile": self._files(procedure, forms, digitised, name),
            "dossierSupplement": waits,
            "attachment": [attachment] if group == "result" or number % 3 == 0 else [],
            "dossierFee": [{"procost": {"type": "Phí"}, "amount": procedure.fee, "paid": True}] * bool(procedure.fee),
            "dossierReceivingKind": {"id": 1, "name": "Nhận trực tiếp"},
            "paymentMethod": {"id": 2 - online_fee, "name": "Trực tuyến" if online_fee else "Trực tiếp"},
            "undefindedCompleteTime": int(procedure.days is None), "countDutypaidCert": 0,
            "processingTime": procedure.days, "processingTimeUnit": "d",
        }  # fmt: skip

    def everyday(self, unit: str, day: int, quality: tuple[float, ...]) -> dict:
        """A dossier accepted on `day` in a unit of that latent quality; still open where it would end after END."""
        draw, procedure, (on_time, online, digital, result) = self.rng.random, self.pick_procedure(unit), quality
        limit = 5 if procedure.days is None else procedure.days
        steps = int(draw() * (limit + 1)) if draw() < on_time else limit + 1 + int(draw() ** 2 * 12)
        accepted = self.office_hours(day)
        completed, status = self.finish(accepted, steps), self.choice((5,) * 45 + (4, 4, 9, 3, 10))
        if completed // DAY >= END // DAY:
            status = self.choice((2, 2, 2, 2, 2, 16, 3, 11))
        completed = completed if status in (4, 5, 9) else None
        channel = 0 if draw() < online else 1 + (draw() < 0.1)
        digitised = "full" if draw() < digital else "partial" if draw() < 0.7 else "none"
        chances = draw() < result, draw() < 0.05
        return self.record(unit, accepted, channel, status, completed, procedure, digitised, *chances)


def _do_luong(make: _Factory) -> Iterator[dict]:
    """Accepted 2024-01-01 to 2024-05-03: 645 at the district, all online (S07); 3,999 at its communes, 3,555 online
    (S08). 3,351 of all in Q1, 3,350 with a digitised component (S09), 3,343 fully digitised (S10), 3,294 finished in
    Q1 with their result (S11). A few just outside the window, and at dawn: in Viet Nam a day later than in UTC."""
    rng, home = make.rng, "district-427-2020"
    communes = [u["unit_key"] for u in units.on("2024-05-03", parent_unit_key=home)]
    q1, spring = _working_days("2024-01-01", "2024-03-31"), _working_days("2024-04-01", "2024-05-03")
    new_year, april, may = (_ISO.index(d) * DAY + 24000 for d in ("2024-01-01", "2024-04-01", "2024-05-04"))  # 06:40
    moments = sorted([make.office_hours(make.choice(q1)) for _ in range(3349)] + [new_year] * 2)
    moments += [make.office_hours(make.choice(spring)) for _ in range(1290)] + [april] * 3
    channels = iter(rng.sample([0] * 3555 + [1] * 400 + [2] * 44, 3999))
    where = rng.sample([home] * 465 + [""] * 2886, 3351) + rng.sample([home] * 180 + [""] * 1113, 1293)
    poor, open_then = rng.sample(range(3351), 8), rng.sample(range(2800, 3351), 57)
    for i, (place, accepted) in enumerate(zip(where, moments, strict=True)):
        unit, channel = (home, 0) if place else (make.choice(communes), next(channels))
        procedure = make.pick_procedure(unit)
        steps = int(rng.random() * ((procedure.days or 0) + 1)) + 6 * (rng.random() < 0.02)
        completed = make.finish(accepted, steps, q1[-1] if i < 3351 else len(_ISO))
        if i in open_then:
            completed = april if i == open_then[0] else make.office_hours(make.choice(spring))
        digitised = "none" if i == poor[0] else "partial" if i in poor else "full"
        yield make.record(unit, accepted, channel, 9 if i in open_then[1:3] else 5, completed, procedure, digitised)
    outside = [_working_days("2023-12-04", "2023-12-22"), _working_days("2024-05-06", "2024-05-10")] * 12
    for accepted in [make.office_hours(make.choice(days)) for days in outside] + [may] * 2:
        yield make.record(make.choice((home, *communes)), accepted, 1, 5, make.finish(accepted, 1))
    yield from (make.record(make.choice(communes), make.office_hours(make.choice(q1)), 0, 8) for _ in range(5))


def _elsewhere(make: _Factory) -> Iterator[dict]:
    """Illustrative: the other districts in early 2024, 60 each; the 130 communes in 2026, 100 to 200 each."""
    days, this_year = _working_days("2024-01-02", "2024-05-03"), _working_days("2026-01-05", "2026-10-30")
    for district in (u["unit_key"] for u in units.units() if u["level"] == "district"):
        below = [u["unit_key"] for u in units.on("2024-05-03", parent_unit_key=district)][:3]
        for i in range(60 if district != "district-427-2020" else 0):
            unit = below[i % 3] if below and i < 20 else district
            yield make.everyday(unit, make.choice(days), (0.95, 0.7, 0.9, 0.9))
    for unit, quality in _qualities(make).items():
        for _ in range(100 + int(make.rng.random() * 100)):
            yield make.everyday(unit, make.choice(this_year), quality)
        for day, status in ((make.choice(this_year), 8), (this_year[-1], 0)):  # refused; not accepted yet
            yield make.record(unit, make.office_hours(day), 0, status)


def _rare(make: _Factory) -> Iterator[dict]:
    """RARE of each kind, in the communes of today: asked once or twice to supplement and done, waited for, deleted after
    acceptance, interlinked and resolved elsewhere, received for another commune (Nghị định 118/2025/NĐ-CP)."""
    today = [u["unit_key"] for u in units.units() if u["valid_from"] == units.REFORM and u["gso_code"] != "17662"]
    for kind in (kind for kind, n in RARE.items() for _ in range(n)):
        unit, other = make.choice(today[:60]), make.choice(today[60:])
        accepted = make.office_hours(make.choice(_working_days("2026-03-02", "2026-08-31")))
        waiting, resolver = kind == "waiting_again", other if kind in ("interlinked", "received_for_another") else None
        status, completed = (3, None) if waiting else (5, make.finish(accepted, 8))
        procedure = _TODAY[-1] if kind == "interlinked" else _TODAY[6]
        row = make.record(unit, accepted, 0, status, completed, procedure, resolver=resolver)
        first, second = ((_stamp(accepted + after), _stamp(accepted + after + DAY)) for after in (600, 2 * DAY))
        asked = {"supplemented_once": [first], "supplemented_twice": [first, second]}.get(kind, [])
        if waiting:
            asked = [(_stamp(accepted + 60), _stamp(accepted + 120)), (row["updatedDate"], None)]
        yield row | {
            "dossierSupplement": [{"requestedDate": a, "completedDate": b} for a, b in asked],
            "deletedDate": row["updatedDate"] if kind == "deleted" else None,
        }


def _qualities(make: _Factory) -> dict[str, tuple[float, ...]]:
    """Latent quality of each commune of today: chances of on time, online, fully digitised, result digitised."""
    worst = (0.78, 0.4, 0.6, 0.7)
    today = {u["unit_key"]: make.rng.random() for u in units.units() if u["valid_from"] == units.REFORM}
    return {u: tuple(w + (1 - w) * (0.6 * q + 0.4 * make.rng.random()) for w in worst) for u, q in today.items()}


def _dirty(make: _Factory) -> Iterator[dict]:
    """One defect a row, DIRTY of each kind, in 2026 and (the first of most kinds) in a district of 2024."""
    today = [u["unit_key"] for u in units.units() if u["valid_from"] == units.REFORM and u["gso_code"] != "17662"]
    for kind, i in ((k, i) for k, n in DIRTY.items() for i in range(n)):
        unit, day = make.choice(today), make.choice(_working_days("2026-02-02", "2026-09-30"))
        if i == 0 and kind != "unreadable_date":
            unit, day = "district-425-2020", _ISO.index("2024-02-20")
        accepted, ended = make.office_hours(day), kind not in ("unknown_status", "processing_without_accepted")
        status = 2 if not ended else 4 if kind == "finished_without_completed" else 5
        row = make.record(unit, accepted, 0, status, make.finish(accepted, 1) if ended else None)
        yield row | {
            "unknown_status": {"dossierStatus": {"id": 99, "name": "Chờ liên thông"}},
            "unknown_agency": {"agency": row["agency"] | {"id": units.agency_id("99"), "code": "000.00.99.H41"},
                               "code": f"000.00.99.H41-{row['code'].split('-', 1)[1]}"},
            "unknown_channel": {"applyMethod": {"id": 7, "name": "Kênh khác"}},
            "completed_before_accepted": {"completedDate": _stamp(accepted - 2 * DAY)},
            "unreadable_date": {"appointmentDate": "10/11//2026", "dueDate": "10/11//2026"},
            "malformed_code": {"code": f"HS số {i + 1}/2026"},
            "finished_without_completed": {"completedDate": None},
            "processing_without_accepted": {"acceptedDate": None},
            "status_wrong_type": {"dossierStatus": {"id": STATUS[5], "name": STATUS[5]}},
        }[kind]  # fmt: skip


@functools.cache
def dossiers() -> list[dict]:
    """All sample dossiers, oldest change first, dirty rows and the duplicate included; the same in every process.
    Records share parts (agency, procedure, applicant): read them, do not change them."""
    make = _Factory(SEED)
    rows = [*_do_luong(make), *_elsewhere(make)]
    rows += [*_dirty(make), *rows[-3 - DUPLICATES : -3]]
    make.rng = random.Random(SEED + 1)  # what is rare changes nothing of what was drawn before
    rows += _rare(make)
    return sorted(rows, key=lambda row: (row["updatedDate"], row["id"]))


def generate(n: int, seed: int) -> Iterator[dict]:
    """`n` clean dossiers for benchmarks, over the 130 communes and July 2025 to October 2026, in no order of time."""
    make = _Factory(seed)
    quality, days = list(_qualities(make).items()), _working_days("2025-07-07", "2026-10-30")
    for _ in range(n):
        unit, chances = make.choice(quality)
        yield make.everyday(unit, make.choice(days), chances)
