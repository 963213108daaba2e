"""How sure the ranks are and what their index is worth as a measure: fills fct_rank_interval and fct_index_statistics."""

from __future__ import annotations

import psycopg

from publishing.answers import index_statistics, rank_interval, rankings, survey_noise


def part(conn: psycopg.Connection) -> dict[str, tuple[tuple[str, ...], list[tuple]]]:
    """Rows of both marts, for every ranking of the candidate; indices that others import come first."""
    found = rankings.read(conn)
    imported = set().union(*map(survey_noise.imports, found)) if found else set()
    asked: list[survey_noise.Asked] = []
    intervals, statistics = [], []
    for ranking in sorted(found, key=lambda r: (bool(survey_noise.imports(r)), r.key)):
        drawn = rank_interval.draw(ranking, asked)
        if ranking.key[0] in imported and "survey" in drawn.scores:
            asked.append((ranking, drawn.scores["survey"]))
        intervals += rank_interval.rows(drawn)
        statistics += index_statistics.rows(drawn)
    return {
        "fct_rank_interval": (rank_interval.COLUMNS, intervals),
        "fct_index_statistics": (index_statistics.COLUMNS, statistics),
    }
