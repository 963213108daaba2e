"""Vietnamese names in one order everywhere: the key of the marts, ICU in the browser (the site's tables sort with it), and ICU of
the server where it has one."""

import csv
import random

import jinja2
import psycopg
import pytest

from warehouse.dbt import PROJECT

BEGINNINGS = ["", "B", "Ch", "D", "Đ", "L", "M", "Ng", "Qu", "T", "Th", "Tr", "V", "X"]
VOWELS = ["".join(v) for v in (
    "aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ", "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ", "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ",
)]  # fmt: skip
ENDINGS = ["", "c", "ch", "i", "m", "n", "ng", "nh", "o", "t"]


def made_up(count: int) -> list[str]:
    """Names of one to three syllables, among them many that differ by a tone alone."""
    chance = random.Random(766)
    syllables = [
        (chance.choice(BEGINNINGS) + chance.choice(chance.choice(VOWELS)) + chance.choice(ENDINGS)).capitalize()
        for _ in range(60)
    ]
    return sorted({" ".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(count)})


@pytest.fixture(scope="module")
def names(warehouse):
    return made_up(1500)


def by_key(query, names):
    macro = jinja2.Template((PROJECT / "macros" / "vietnamese_sort_key.sql").read_text(encoding="utf-8"))
    key = macro.module.vietnamese_sort_key("name")
    return [name for (name,) in query(f"select name from unnest(%s::text[]) as n (name) order by {key}", names)]


def by_browser(tab, names):
    assert tab.evaluate("Intl.Collator.supportedLocalesOf(['vi'])") == ["vi"]
    return tab.evaluate("names => names.sort(new Intl.Collator('vi').compare)", names)


def test_the_key_sorts_as_icu_does(names, query, tab):
    assert len(names) > 1000
    assert by_key(query, names) == by_browser(tab, names)
    loud = [name.upper() for name in names]
    assert by_key(query, loud) == by_browser(tab, loud)


def test_the_units_of_the_province_stand_in_the_order_of_icu(warehouse, query, tab):
    with (PROJECT / "seeds" / "reference" / "units.csv").open(encoding="utf-8", newline="") as file:
        units = sorted({row["short_name_vi"] for row in csv.DictReader(file)})
    assert len(units) > 500 and by_key(query, units) == by_browser(tab, units)


def test_the_key_asks_nothing_of_the_locale(names, query):
    """Under the poorest one lower() knows no letter beyond ASCII, and so does not turn Đ into đ."""
    macro = jinja2.Template((PROJECT / "macros" / "vietnamese_sort_key.sql").read_text(encoding="utf-8"))
    poor = macro.module.vietnamese_sort_key('(name collate "C")')
    asked = f"select name from unnest(%s::text[]) as n (name) order by {poor}"
    assert query("""select lower('Đ' collate "C")""") == [("Đ",)]
    assert [name for (name,) in query(asked, names)] == by_key(query, names)


def test_the_collation_of_the_server_says_the_same_or_says_that_it_is_not_there(names, query):
    statement = 'select name from unnest(%s::text[]) as n (name) order by name collate "vi-x-icu"'
    if query("select exists (select from pg_collation where collname = 'vi-x-icu')") == [(True,)]:
        assert [name for (name,) in query(statement, names)] == by_key(query, names)
    else:
        with pytest.raises(psycopg.errors.UndefinedObject, match="vi-x-icu"):
            query(statement, names)
