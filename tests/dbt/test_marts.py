"""The marts as BI tools see them, after a published night; and that the tests which guard them see what they should."""

import random
from datetime import date

import jinja2
import pytest

from publishing import contract
from tests.dbt.bilingual import faults
from warehouse.dbt import PROJECT, TransformFailed, dbt

NAMES = (
    "An|Án|An Châu|An Hòa|Ánh|Anh Sơn|Ăn|Ân|Ba|Bà|Bả|Bã|Bá|Bạ|Bạch Hà|Bắc Lý|Cửa Lò|Dũng|Dương|Đa|Đại Đồng|Đô Lương|"
    "Đông Lộc|Đồng Lộc|Em|Ê|Hung|Hùng|Hưng|Hương|La|Là|Lại|Quế|Quỳ|Thủ|Thư|Tùng Lộc|Vinh|Vĩnh|Vinh Hưng|Yên Sơn"
)
SORTED = NAMES.split("|")


def test_vietnamese_names_sort_as_in_a_dictionary(warehouse, query):
    macro = jinja2.Template((PROJECT / "macros" / "vietnamese_sort_key.sql").read_text(encoding="utf-8"))
    key = macro.module.vietnamese_sort_key("name")
    shuffled = random.Random(1).sample(SORTED, len(SORTED))
    ask = f"select name from unnest(%s::text[]) as n (name) order by {key}"
    assert [name for (name,) in query(ask, shuffled)] == SORTED
    assert [name for (name,) in query(ask, [n.upper() for n in shuffled])] == [n.upper() for n in SORTED]


def test_units_sort_by_their_key(night, query):
    names = [n for (n,) in query("select short_name_vi from marts.dim_unit where level = 'district' order by sort_key")]
    assert names[:2] == ["Anh Sơn", "Con Cuông"] and names[3:6] == ["Diễn Châu", "Đô Lương", "Hoàng Mai"]


@pytest.mark.parametrize(
    ("code", "kind", "first", "last", "is_running"),
    [
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31), False),
        ("2024-Q1", "quarter", date(2024, 1, 1), date(2024, 3, 31), False),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29), False),
        ("2024-A05", "administrative_month", date(2024, 4, 15), date(2024, 5, 14), False),
        ("2024-A03", "administrative_month", date(2024, 2, 15), date(2024, 3, 14), False),
        ("2024-A01", "administrative_month", date(2023, 12, 15), date(2024, 1, 14), False),
        ("2024-01-01/2024-05-03", "stretch", date(2024, 1, 1), date(2024, 5, 3), False),
        ("2026", "year", date(2026, 1, 1), date(2026, 12, 31), True),
        ("2026-A11", "administrative_month", date(2026, 10, 15), date(2026, 11, 14), True),
        ("2026-10", "month", date(2026, 10, 1), date(2026, 10, 31), False),
    ],
)
def test_periods(night, query, code, kind, first, last, is_running):
    found = query("select kind, first_day, last_day, is_running from marts.dim_period where period_code = %s", code)
    assert found == [(kind, first, last, is_running)]


def test_days_belong_to_one_period_of_each_calendar(night, query):
    assert query(
        """
        select p.kind, p.period_code from marts.dim_period as p
        inner join marts.dim_period as q on p.kind = q.kind and p.period_code < q.period_code
            and p.first_day <= q.last_day and q.first_day <= p.last_day
        where p.kind <> 'stretch'
        """
    ) == []  # fmt: skip


def test_founding_figures_agree(night, query):
    found = query("select figure_id, agrees from marts.fct_seed_figure order by figure_id")
    assert found == [(f"S{n:02d}", True) for n in range(1, 14)]


def test_every_view_and_column_explains_itself_in_both_languages(night, query):
    found = query(
        """
        select c.relname, a.attname, coalesce(col_description(c.oid, a.attnum), '') from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0
        where c.relnamespace = 'marts'::regnamespace
        union all
        select relname, '*', coalesce(obj_description(oid, 'pg_class'), '') from pg_class
        where relnamespace = 'marts'::regnamespace
        """
    )
    assert {(view, column) for view, column, _ in found if column != "*"} == contract.present().keys()
    assert {f"{view}.{column}": faults(text) for view, column, text in found if faults(text)} == {}


def test_sample_figures_say_that_they_are_illustrative(night, query):
    assert query("select distinct book_status from marts.fct_index_rank") == [("illustrative",)]
    assert query("select distinct is_illustrative from marts.fct_figure") == [(True,)]


@pytest.fixture
def release(night, query):
    ((number, schema),) = query("select release_id, schema_name from ops.release where state = 'published'")
    # what is published is closed to the transformer; dbt's tests are asked of it once more here
    query(f"grant usage on schema {schema} to parix_transformer")
    query(f"grant select on all tables in schema {schema} to parix_transformer")
    return {"release_id": number, "release_schema": schema}


def test_all_tests_of_dbt_pass(release):
    assert dbt("test", variables=release) > 30


def test_tests_of_dbt_see_faults(release, query):
    """Each change is a fault that has happened somewhere; each is seen by the test that is there for it."""
    schema = release["release_schema"]
    faults = {
        "scores_add_up": f"update {schema}.fct_criterion_score set contribution = contribution + 0.01"
        " where criterion_code = '1.1'",
        "applicable_within_scale": f"update {schema}.fct_index_rank set applicable_max_points = 100.5 where rank = 1",
        "opening_is_previous_closing": f"update {schema}.fct_dossier_06a set carried_over = 9 where period_code = '2026-05'",
        "months_add_up_to_years": f"update {schema}.fct_dossier_06a set received = 1 where period_code = '2026'",
        "one_stop_adds_up": f"delete from {schema}.fct_dossier_one_stop where period_code = '2026-A03'",
        "unique_combination_dim_unit_unit_key": f"insert into {schema}.dim_unit select * from {schema}.dim_unit limit 1",
        "unique_combination_dim_period_period_code": f"insert into {schema}.dim_period (kind) values ('year')",
    }
    for statement in faults.values():
        query(statement)
    with pytest.raises(TransformFailed) as failed:
        dbt("test", "--select", *faults, variables=release)
    assert [name for name in faults if f"{name}: " not in str(failed.value)] == []


def test_the_founding_figures_on_the_boundary_of_2025(night, query):
    """Đô Lương's one-stop shop cannot be divided among the communes of today; what its communes counted goes on whole."""
    period, home = "2024-01-01/2024-05-03", "district-427-2020"
    rows = query(
        """
        select v.boundary_date::text, v.unit_key, v.value, v.is_divided, v.unit_key in (
            select b.target_unit_key from marts.bridge_unit_boundary as b
            inner join marts.dim_unit as u on b.unit_key = u.unit_key and u.parent_unit_key = %s
            where b.boundary_date = v.boundary_date and b.is_divisible
        ) as is_of_do_luong
        from marts.fct_figure_boundary as v where v.period_code = %s and v.figure_code = 'dossiers_received'
        """,
        home, period,
    )  # fmt: skip
    for boundary in ("2020-01-01", "2024-12-01", "2025-07-01"):
        here = [
            (unit, value, divided)
            for day, unit, value, divided, below in rows
            if day == boundary and (below or unit == home)
        ]
        assert [(value, divided) for unit, value, divided in here if unit == home] == [(645, boundary < "2025")]
        assert sum(value for unit, value, _ in here if unit != home) == 3999
        assert len(here) == {"2020-01-01": 34, "2024-12-01": 33, "2025-07-01": 1 + 6}[boundary]
    total = query(
        "select sum(value) from marts.fct_figure where period_code = %s and figure_code = 'dossiers_received'", period
    )
    assert {sum(v for d, _, v, *_ in rows if d == day) for day in {d for d, *_ in rows}} == {total[0][0]}
