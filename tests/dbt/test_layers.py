"""The walls inside dbt: models look one layer down, and sources and indices meet only at the standard record."""

import re
from pathlib import Path

import pytest

MODELS = Path(__file__).resolve().parents[2] / "dbt_project" / "models"
SEEDS = MODELS.parent / "seeds" / "reference"
LAYER = {p.stem: p.relative_to(MODELS).parts[0] for p in MODELS.rglob("*.sql")} | {
    p.stem: "seeds" for p in SEEDS.rglob("*.csv")
}
BELOW = {
    "staging": {"seeds"},
    "core": {"staging", "core", "seeds"},
    "reference": {"staging"},
    "scoring": {"staging", "core", "scoring"},
    "standing": {"core", "scoring", "standing"},
    "marts": {"staging", "core", "scoring", "standing", "marts", "seeds", "signals"},
    "signals": {"marts", "signals"},  # parts of one mart, no tables of their own
}
RECORD = {"core_figure", "core_assessment", "core_unit", "core_period"}
"""All that scoring may know of the world outside the books."""


def refs(path: Path) -> set[str]:
    return set(re.findall(r"ref\('(\w+)'\)", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=lambda p: p.stem)
def test_layers(path):
    layer = LAYER[path.stem]
    assert {LAYER[name] for name in refs(path)} <= BELOW[layer]
    if layer != "staging":
        assert not re.search(r"source\('raw_", path.read_text(encoding="utf-8")), "raw tables are read in staging only"
    if layer == "scoring":
        outside = {name for name in refs(path) if LAYER[name] != "scoring" and not name.startswith("stg_books__")}
        assert outside <= RECORD


@pytest.mark.parametrize("path", sorted(MODELS.rglob("*.sql")), ids=lambda p: p.stem)
def test_numbers_are_exact(path):
    assert not re.search(r"\b(float\d?|real|double precision)\b", path.read_text(encoding="utf-8"), re.I)
