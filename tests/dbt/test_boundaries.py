"""Figures on any boundary: random successions of made-up units, and the real ones, in one empty warehouse.

What a unit becomes is worked out here a second time, step by step, from the same events.
"""

import random
from collections import defaultdict
from decimal import Decimal

import psycopg
import pytest

from publishing import releases
from warehouse import config
from warehouse.dbt import dbt

DAYS = ("2021-01-01", "2022-07-01", "2023-01-01")
SPLITS = (("0.5", "0.5"), ("0.6", "0.4"), ("0.25", "0.25", "0.5"), ("", ""), ("", "", ""))


class World:
    """Units w-0, w-1 … of 2020 and three days on which some merge, split, give a part away, are renamed or end."""

    def __init__(self, seed: int) -> None:
        self.rng, self.name, self.lives, self.events = random.Random(seed), f"w{seed}", {}, []
        self.alive = [self.born("2020-01-01") for _ in range(9)]
        for day in DAYS:
            taking_part = self.rng.sample(self.alive, len(self.alive))
            while len(taking_part) > 2:
                getattr(self, self.rng.choice(("merge", "absorb", "split", "transfer", "rename", "end", "stay")))(
                    day, [taking_part.pop() for _ in range(self.rng.choice((2, 3)))]
                )

    def born(self, day: str) -> str:
        key = f"{self.name}-{len(self.lives)}"
        self.lives[key] = [day, ""]
        return key

    def becomes(self, day: str, old: str, new: str, kind: str, share: str = "1") -> None:
        self.events.append((old, new, day, kind, share, "dân số" if share not in ("", "1") else ""))

    def ends(self, day: str, old: str) -> None:
        self.lives[old][1] = day
        self.alive.remove(old)

    def merge(self, day, units):
        new = self.born(day)
        for unit in units:
            self.becomes(day, unit, new, "merge")
            self.ends(day, unit)
        self.alive.append(new)

    def absorb(self, day, units):
        for unit in units[1:]:
            self.becomes(day, unit, units[0], "merge")
            self.ends(day, unit)

    def split(self, day, units):
        for share in self.rng.choice(SPLITS):
            self.alive.append(self.born(day))
            self.becomes(day, units[0], self.alive[-1], "split", share)
        self.ends(day, units[0])

    def transfer(self, day, units):
        self.becomes(day, units[0], units[1], "transfer", self.rng.choice(("", "0.3")))

    def rename(self, day, units):
        self.alive.append(self.born(day))
        self.becomes(day, units[0], self.alive[-1], "rename")
        self.ends(day, units[0])

    def end(self, day, units):
        self.ends(day, units[0])

    def stay(self, day, units):
        pass

    def lives_on(self, unit: str, day: str) -> bool:
        return self.lives[unit][0] <= day and not (self.lives[unit][1] and self.lives[unit][1] <= day)

    def ahead(self, unit: str, day: str) -> dict:
        """Unit of the boundary of ``day`` -> share (None: not stated); the key None is nothing."""
        out = {
            new: Decimal(share) if share else None
            for old, new, at, _, share, _ in self.events
            if (old, at) == (unit, day)
        }
        if self.lives_on(unit, day):
            out[unit] = None if None in out.values() else 1 - sum(out.values(), Decimal(0))
        return out or {None: Decimal(1)}

    def behind(self, unit: str, day: str) -> set:
        """Units of the boundary before ``day`` that went into this one; the key None is nothing."""
        before = {old for old, new, at, *_ in self.events if (new, at) == (unit, day)}
        if self.lives[unit][0] < day:
            before.add(unit)
        return before or {None}

    def read(self, unit: str, phase: int, asked: int) -> dict | None:
        """Shares of the units of boundary ``asked`` in a figure of the boundary ``phase``; nothing: cannot be divided."""
        parts = {unit: Decimal(1)}
        for day in DAYS[phase:asked]:
            found = defaultdict(list)
            for part, share in parts.items():
                for new, of in ({None: Decimal(1)} if part is None else self.ahead(part, day)).items():
                    found[new].append(None if None in (share, of) else share * of)
            parts = {new: None if None in shares else sum(shares) for new, shares in found.items()}
        for day in reversed(DAYS[asked:phase]):
            parts = dict.fromkeys(
                {old for part in parts for old in ({None} if part is None else self.behind(part, day))}
            )
        if None in parts:
            return None
        return dict.fromkeys(parts, Decimal(1)) if len(parts) == 1 else None if None in parts.values() else parts


WORLDS = {world.name: world for world in map(World, range(30))}
BOUNDARIES = ("2020-01-01", *DAYS)
REAL = {  # unit -> (period, figure, value): Đô Lương, and the reused code 17662
    ("district-427-2020", "2024-04"): 645, ("commune-17662-2020", "2024-04"): 100, ("commune-17623-2020", "2024-04"): 7,
    ("commune-17635-2020", "2024-04"): 5, ("commune-17662-2025", "2026-04"): 900, ("district-412-2020", "2024-04"): 50,
    ("district-413-2020", "2024-04"): 30, ("department-so-noi-vu-2020", "2024-04"): 11,
    ("commune-17662-2020", "2025"): 40, ("commune-17662-2025", "2025"): 60,
    ("department-so-tai-chinh-2020", "2024-04"): 3, ("province-64-2020", "2024-04"): 8,
}  # fmt: skip


@pytest.fixture(scope="module")
def figures():
    """(unit, period) -> value: every made-up unit in a month of each boundary that it saw, and the real ones."""
    given, rng = dict(REAL), random.Random(1)
    for world in WORLDS.values():
        for unit in world.lives:
            for first, month in zip(BOUNDARIES, ("2020-03", "2021-02", "2022-09", "2023-05"), strict=True):
                if world.lives_on(unit, first):
                    given[unit, month] = rng.randint(0, 999)
    return given


@pytest.fixture(scope="module")
def built(warehouse, figures):
    dbt("seed")
    with psycopg.connect(config.dsn("admin")) as conn:
        for world in WORLDS.values():
            with conn.cursor() as cursor:
                cursor.executemany(
                    "insert into reference.units (unit_key, gso_code, egov_code, name_vi, name_en, short_name_vi, level,"
                    " parent_unit_key, peer_group, valid_from, valid_to) values (%s, '', '', 'x', 'x', 'x', 'commune', '',"
                    " 'xa', %s, %s)", [(unit, *life) for unit, life in world.lives.items()])  # fmt: skip
                cursor.executemany(
                    "insert into reference.unit_succession (predecessor_unit_key, successor_unit_key, event_date, kind,"
                    " share, share_basis, status) values (%s, %s, %s, %s, %s, %s, 'unverified')", world.events)  # fmt: skip
        gate = conn.execute(
            "insert into ops.gate (border, finished_at, is_passed) values ('in', now(), true) returning gate_id"
        ).fetchone()[0]
        receipt = conn.execute(
            "insert into ops.delivery (source_code, sha256, name, received_at, rows_delivered, rows_loaded,"
            " is_illustrative, archive_path, gate_id) values ('workbook', 'scratch', 'thử.xlsx', '2026-06-30', %s, %s,"
            " true, 'none', %s) returning receipt_id", (2 * len(figures), 2 * len(figures), gate)).fetchone()[0]  # fmt: skip
        with conn.cursor().copy(
            "copy raw_workbooks.figure (receipt_id, row_no, form_code, edition, sheet, cell, sheet_row, row_role,"
            " unit_key, period_code, figure_code, value) from stdin"
        ) as copy:
            rows = [(*key, code, value) for code in ("documents_in", "index:sipas") for key, value in figures.items()]
            for number, row in enumerate(rows, 1):
                copy.write_row((receipt, number, "scratch", "1", "Thử", f"C{number}", number, "detail", *row))
    release = releases.open_candidate(force=True)
    wanted = ("dim_unit", "dim_period", "dim_figure", "fct_figure", "bridge_unit_boundary", "fct_figure_boundary")
    dbt("run", "--select", "staging", "core", *wanted, variables=release)
    return release["release_schema"]


def test_every_figure_adds_up_on_every_boundary(built, query, figures):
    found = query(f"select boundary_date::text, period_code, split_part(unit_key, '-', 1), sum(value) from {built}.fct_figure_boundary"
                  " where figure_code = 'documents_in' group by 1, 2, 3")  # fmt: skip
    reported = defaultdict(int)
    for (unit, period), value in figures.items():
        reported[period, unit.split("-")[0]] += value
    boundaries = {day for (day,) in query(f"select distinct boundary_date::text from {built}.bridge_unit_boundary")}
    assert boundaries == {*BOUNDARIES, "2024-12-01", "2025-03-01", "2025-07-01"}
    by_boundary = {(day, period, prefix): value for day, period, prefix, value in found}
    assert by_boundary == {(day, *key): value for day in boundaries for key, value in reported.items()}


def test_random_successions_are_read_as_worked_out_by_hand(built, query):
    rows = query(f"select unit_key, phase_date::text, boundary_date::text, target_unit_key, share, is_divisible"
                 f" from {built}.bridge_unit_boundary where unit_key ~ '^w[0-9]'"
                 " and phase_date <= '2023-01-01' and boundary_date <= '2023-01-01'")  # fmt: skip
    said = defaultdict(dict)
    for unit, phase, asked, target, share, is_divisible in rows:
        assert is_divisible == (share is not None)
        said[unit, BOUNDARIES.index(phase), BOUNDARIES.index(asked)][target] = share
    seen = {"whole": 0, "divided": 0, "refused": 0}
    for (unit, phase, asked), parts in said.items():
        expected = WORLDS[unit.split("-")[0]].read(unit, phase, asked)
        if expected is None:
            assert set(parts.values()) == {None}, (unit, phase, asked, parts)
        else:
            assert parts == expected, (unit, phase, asked)
        seen["refused" if expected is None else "whole" if len(expected) == 1 else "divided"] += 1
    assert len(said) == sum(4 for w in WORLDS.values() for u in w.lives for b in BOUNDARIES if w.lives_on(u, b))
    assert min(seen.values()) > 50, seen


def test_the_view_says_where_a_value_stands_and_whether_all_of_it_is_there(built, query):
    rows = query(f"select unit_key, boundary_date::text, period_code, is_divided, is_complete, cannot_be_divided_reason_vi"
                 f" from {built}.fct_figure_boundary where unit_key ~ '^w[0-9]'")  # fmt: skip
    months = {"2020-03": 0, "2021-02": 1, "2022-09": 2, "2023-05": 3}
    for unit, day, period, is_divided, is_complete, reason in rows:
        assert is_divided == (reason is None) and (is_divided or not is_complete)
        if not is_divided or day > "2023-01-01":
            continue
        world, phase, asked = WORLDS[unit.split("-")[0]], months[period], BOUNDARIES.index(day)
        assert world.lives_on(unit, day)
        into = [world.read(u, phase, asked) for u in world.lives if world.lives_on(u, BOUNDARIES[phase])
                and unit in _touched(world, u, phase, asked)]  # fmt: skip
        assert is_complete == (None not in into), (unit, day, period)


def _touched(world, unit, phase, asked):
    parts = {unit}
    for day in DAYS[phase:asked]:
        parts = {new for part in parts if part for new in world.ahead(part, day)}
    for day in reversed(DAYS[asked:phase]):
        parts = {old for part in parts if part for old in world.behind(part, day)}
    return parts


@pytest.mark.parametrize(
    ("period", "boundary", "expected"),
    [
        ("2024-04", "2020-01-01", {"commune-17662-2020": 100, "commune-17623-2020": 7, "commune-17635-2020": 5,
                                   "district-427-2020": 645, "district-412-2020": 50, "district-413-2020": 30}),
        ("2024-04", "2024-12-01", {"commune-17662-2020": 100, "commune-17623-2024": 12, "district-427-2020": 645,
                                   "district-412-2020": 80}),
        ("2024-04", "2025-07-01", {"commune-17662-2025": 100, "commune-17623-2025": 12, "district-427-2020": "645 kept",
                                   "district-412-2020": "80 kept"}),
        ("2026-04", "2025-07-01", {"commune-17662-2025": 900}),
        ("2026-04", "2024-12-01", {"commune-17662-2025": "900 kept"}),
    ],
)  # fmt: skip
def test_do_luong_and_the_reused_code_on_each_boundary(built, query, period, boundary, expected):
    found = query(f"select unit_key, value, is_divided from {built}.fct_figure_boundary where period_code = %s"
                  " and boundary_date = %s and figure_code = 'documents_in' and unit_key ~ '^(commune|district)'",
                  period, boundary)  # fmt: skip
    if (
        boundary == "2025-07-01" and period == "2024-04"
    ):  # each district keeps its own: Vinh did not take Cửa Lò's twice
        expected = expected | {"district-412-2020": "50 kept", "district-413-2020": "30 kept"}
    heir = query(
        "select successor_unit_key from core.unit_succession where predecessor_unit_key = 'commune-17623-2024'"
    )
    expected = {heir[0][0] if k == "commune-17623-2025" else k: v for k, v in expected.items()}
    assert {u: int(v) if divided else f"{int(v)} kept" for u, v, divided in found} == expected


@pytest.mark.parametrize(
    ("period", "value", "is_said"), [("2024-04", 100, False), ("2025", 100, True), ("2026-04", 900, False)]
)
def test_a_year_in_which_a_boundary_changed_says_that_old_and_new_units_are_added(built, query, period, value, is_said):
    found = query(f"select value, adds_old_and_new_units from {built}.fct_figure_boundary where period_code = %s"
                  " and boundary_date = '2025-07-01' and unit_key = 'commune-17662-2025'", period)  # fmt: skip
    assert found == [(value, is_said)]


def test_departments_and_provinces(built, query):
    found = query(f"select unit_key, value, is_divided, cannot_be_divided_reason_vi from {built}.fct_figure_boundary"
                  " where boundary_date = '2025-07-01' and period_code = '2024-04' and unit_key ~ '^(department|province)'")  # fmt: skip
    assert sorted((u, int(v), d) for u, v, d, _ in found) == [
        ("department-so-noi-vu-2020", 11, False), ("department-so-tai-chinh-2025", 3, True), ("province-52-2025", 8, True),
    ]  # fmt: skip
    assert (
        next(r for u, *_, r in found if "noi-vu" in u) == "Đơn vị được chia cho 2 đơn vị, không có tỷ lệ nào được nêu"
    )


def test_what_is_no_count_is_never_added_up(built, query):
    assert query(f"select figure_code, kind, is_additive from {built}.dim_figure where figure_code in"
                 f" (select figure_code from {built}.fct_figure) order by 1") == [
        ("documents_in", "count", True), ("index:sipas", "score", False)]  # fmt: skip
    assert query(f"select count(*) from {built}.fct_figure_boundary where figure_code <> 'documents_in'") == [(0,)]
