"""A seeded audit sample: figures of the published release drawn by source, each with its trace (docs/trace.md).

Drawn without a generator of random numbers: figures stand in the order of SHA-256 over seed and key, and the first of each
source are taken. Anybody with SQL draws the same sample again, whatever the version of any library.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from publishing import tracing
from publishing.queries import ask

AT_LEAST = 2
_DRAW = """
    select f.unit_key, f.period_code, f.figure_code, f.value, f.missing_reason, f.source_code, f.figure_name_vi,
        f.measure_vi, f.is_illustrative, u.name_vi as unit_name_vi, p.name_vi as period_name_vi
    from (
        select f.*, row_number() over (
            partition by f.source_code
            order by sha256(convert_to(concat_ws('|', %s::text, f.unit_key, f.period_code, f.figure_code), 'UTF8'))
        ) as place
        from {schema}.fct_figure as f
    ) as f
    inner join unnest(%s::text[], %s::int[]) as s (source_code, size) using (source_code)
    inner join {schema}.dim_unit as u on f.unit_key = u.unit_key
    left join {schema}.dim_period as p on f.period_code = p.period_code
    where f.place <= s.size
    order by f.source_code, f.place
"""


class SampleTooSmall(ValueError):
    """The sample cannot hold the stated minimum of every source."""


@dataclass(frozen=True)
class Stratum:
    """One source: how many figures of it are published, how many are drawn."""

    source_code: str
    population: int
    drawn: int


@dataclass(frozen=True)
class Sample:
    """What was drawn. ``sha256`` is over the drawn figures with their values, a line each, so that two papers about the
    same sample show it; ``figures`` hold their ``places`` (rows of marts.trace_figure)."""

    release_id: int
    published_at: datetime
    fingerprint: str
    seed: int
    at_least: int
    strata: list[Stratum]
    figures: list[dict]
    sha256: str


def allot(populations: dict[str, int], n: int, at_least: int = AT_LEAST) -> dict[str, int]:
    """How many of ``n`` fall to each source: at least ``at_least`` (all of a source that has fewer), the rest in
    proportion to what is left of it, by largest remainders; equal ones by name. Raises SampleTooSmall."""
    drawn = {source: min(at_least, size) for source, size in sorted(populations.items())}
    rest = min(n, sum(populations.values())) - sum(drawn.values())
    if rest < 0:
        raise SampleTooSmall(
            f"Cỡ mẫu {n} không đủ: {len(drawn)} nguồn, mỗi nguồn ít nhất {at_least} số liệu, cần từ {sum(drawn.values())}."
        )
    left = {source: populations[source] - k for source, k in drawn.items()}
    total = sum(left.values())
    if total == 0:
        return drawn
    whole = {source: rest * size // total for source, size in left.items()}
    by_remainder = sorted(left, key=lambda s: (-(rest * left[s] % total), s))
    for source in by_remainder[: rest - sum(whole.values())]:
        whole[source] += 1
    return {source: drawn[source] + whole[source] for source in drawn}


def draw(n: int, seed: int, at_least: int = AT_LEAST) -> Sample:
    """``n`` figures of the published release (fewer, when it has fewer), the same for the same seed and release.

    Raises SampleTooSmall, queries' NothingPublished where there is no release.
    """
    release = tracing.published()
    schema = release["schema_name"]
    counts = ask(f"select source_code, count(*) as n from {schema}.fct_figure group by source_code")
    populations = {r["source_code"]: r["n"] for r in counts}
    sizes = allot(populations, n, at_least)
    figures = ask(_DRAW.format(schema=schema), seed, list(sizes), list(sizes.values()))
    keys = [(f["unit_key"], f["period_code"], f["figure_code"]) for f in figures]
    places = tracing.figures(keys, release["release_id"]) if keys else {}
    figures = [f | {"places": places[key]} for f, key in zip(figures, keys, strict=True)]
    lines = "\n".join(f"{f['unit_key']}|{f['period_code']}|{f['figure_code']}|{f['value']}" for f in figures)
    return Sample(
        release["release_id"], release["published_at"], release["fingerprint"], seed, at_least,
        [Stratum(source, populations[source], k) for source, k in sizes.items()],
        figures, hashlib.sha256(lines.encode()).hexdigest(),
    )  # fmt: skip
