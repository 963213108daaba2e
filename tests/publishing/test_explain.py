"""`parix explain`: the numbers of the marts, names as people type them, and a sentence with what is there for what is not."""

import json
from decimal import Decimal

import pytest
from typer.testing import CliRunner

import parix
from ingestion.errors import UnitUnresolved
from publishing.explain import who
from publishing.explain.who import NotThere

DO_LUONG, DISTRICT = "commune-17662-2025", "district-427-2020"


def run(*arguments: str):
    return CliRunner().invoke(parix.app, ["explain", *arguments], env={"COLUMNS": "80"})


def answer(*arguments: str) -> dict:
    told = run(*arguments, "--json")
    assert told.exit_code == 0, told.output
    return json.loads(told.output)


@pytest.mark.parametrize(
    ("text", "period", "key"),
    [("do luong", "2026", DO_LUONG), ("xa do luong", "2026", DO_LUONG), ("Xã Đô Lương", "2026", DO_LUONG), ("17662", "2026", DO_LUONG),
     ("do luong", "2023", DISTRICT), ("H. Do Luong", "2022", DISTRICT), (DISTRICT, "2023", DISTRICT),
     ("hung nguyen nam", "2026", "Xã Hưng Nguyên Nam"), ("phuong Thái Hoà", "2026", "Phường Thái Hòa"), ("thai hòa", "2026", "Phường Thái Hòa"),
     ("so noi vu", "2023", "Sở Nội vụ")],
)  # fmt: skip
def test_a_unit_is_found_as_people_type_it(night, text, period, key):
    unit = answer(text, "PAR", period)["unit"]
    assert key in (unit["unit_key"], unit["name_vi"])


@pytest.mark.parametrize(
    ("unit", "index", "period"), [(DO_LUONG, "par", "2026"), (DISTRICT, "par", "2023"), ("so noi vu", "qd766", "2026")]
)
def test_the_answer_is_that_of_the_marts(night, query, unit, index, period):
    told = answer(unit, index, period)
    key, standing = told["unit"]["unit_key"], told["standing"]
    asked = f"from marts.{{}} where unit_key = '{key}' and index_code = '{index}' and period_code = '{period}'"
    assert query("select rank, ranked_units, score, max_points, class_vi " + asked.format("fct_index_rank")) == [
        (
            standing["rank"],
            standing["ranked_units"],
            Decimal(standing["score"]),
            Decimal(standing["max_points"]),
            standing["class_vi"],
        )
    ]
    losses = query(
        "select criterion_code, lost_points, rank_if_full "
        + asked.format("fct_score_loss")
        + " and is_leaf order by loss_order"
    )
    assert [(r["criterion_code"], Decimal(r["lost_points"]), r["rank_if_full"]) for r in told["losses"]] == losses
    assert sum(Decimal(r["lost_points"]) for r in told["losses"]) == Decimal(standing["max_points"]) - Decimal(
        standing["score"]
    )
    interval = query("select rank_low, rank_high " + asked.format("fct_rank_interval") + " and source = 'both'")
    assert [(standing["interval"]["rank_low"], standing["interval"]["rank_high"])] == interval
    near = told["neighbours"]
    assert (
        [r["rank"] for r in near] == sorted(r["rank"] for r in near)
        and near
        and sum(r["unit_key"] == key for r in near) == 1
    )
    assert all(Decimal(r["distance"]) == Decimal(r["score"]) - Decimal(standing["score"]) for r in near)
    for name, view in (("levers", "fct_rank_lever"), ("paths", "fct_rank_path")):
        assert (told[name] is not None) is query("select to_regclass(%s) is not null", f"marts.{view}")[0][0]


def test_piped_it_fits_80_columns_without_colours(night):
    told = run("do luong", "par", "2026").output
    assert max(len(line) for line in told.splitlines()) <= 80 and "\x1b" not in told
    for part in ("Hạng 6 / 130", "92,23 / 100 điểm", "Mất điểm ở đâu", "3,33", "Đơn vị đứng gần", "Tiêu chí 3.1", "chưa kỳ nào có",
                 f"parix trace rank {DO_LUONG} par 2026"):  # fmt: skip
        assert part in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("do luong", "prr", "2026"), "Không có bộ chỉ số prr. Có phải là par? Có: ddci, dti, par, qd766, sipas."),
        (("do luong", "par", "2021"), "Không có bảng xếp hạng par 2021. Kỳ này có"),
        (("do luong", "par", "2021"), "Các kỳ có: 2026, 2023, 2022."),
        (("do luong", "par", "20x"), "20x không phải là mã kỳ trong kho"),
        (("do luong", "ddci", "2022"), "Chưa kỳ nào được xếp hạng."),
        (("do luogn", "par", "2026"), "Có phải là Xã Đô Lương?"),
        (("so tu phap", "par", "2026"), "cần đơn vị có hiệu lực vào ngày 31/12/2026 (cấp xã)"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(night, arguments, sentence):
    told = run(*arguments)
    assert told.exit_code == 1 and sentence in str(told.exception)
    assert sentence in json.loads(run(*arguments, "--json").output)["error"]


def test_an_ambiguous_name_is_answered_with_its_candidates(night):
    def resolve(text, days, levels):
        raise UnitUnresolved(text, "tên chỉ một đơn vị", "Hãy ghi mã.", ["Xã A (mã 1)", "Xã A (mã 2)"])

    with pytest.raises(UnitUnresolved) as told:
        who.who("a", "par", "2026", resolve)
    assert told.value.candidates == ("Xã A (mã 1)", "Xã A (mã 2)") and isinstance(NotThere(), LookupError)
    near = json.loads(run("do luogn", "par", "2026", "--json").output)
    assert near["candidates"] == ["Xã Đô Lương"]


def test_a_unit_without_a_result_gets_what_is_missing_and_since_when(night, query):
    ((schema,),) = query("select schema_name from ops.release where state = 'published'")
    late = run(DO_LUONG, "par", "2023")
    said = " ".join(late.output.split())
    assert late.exit_code == 1 and "được ghi nhận từ ngày 01/07/2025, sau kỳ này" in said
    assert "chấm cấp huyện; đơn vị thuộc cấp xã" in said
    for table in ("fct_index_rank", "fct_criterion_score"):
        query(f"delete from {schema}.{table} where unit_key = %s and period_code = '2023'", DISTRICT)
    told = run("do luong", "par", "2023")
    text = " ".join(told.output.split())
    assert (
        told.exit_code == 1
        and "Huyện Đô Lương không có kết quả PAR 2023" in text
        and "số liệu mà bộ chỉ số cần" in text
    )
    assert "Kết quả ở kỳ 2022: Huyện Đô Lương, hạng 8 / 21" in text
    assert json.loads(run("do luong", "par", "2023", "--json").output)["standing"] is None
