"""Why a unit scored as it did in a ranking, and what would raise it: one answer, for the terminal and for programs."""

from __future__ import annotations

from publishing import queries, standing
from publishing.explain import answer, asked

_RANKS = (
    f"select * from ({standing.QUERIES['ranks']}) as r where r.index_code = %(index)s and r.period_code = %(period)s"
)
_OPTIONAL = {"marts.fct_rank_lever": asked.LEVERS, "marts.fct_rank_path": asked.PATHS}


def explain(unit_key: str, index_code: str, period_code: str) -> dict:
    """The answer of docs/explain.md about a unit (``who.who``) in an index and period; numbers are Decimal. Raises
    NothingPublished."""
    more = {}
    for view, several in _OPTIONAL.items():
        if queries.ask("select to_regclass(%s) is not null as is_there", view)[0]["is_there"]:
            more |= several
    values = {"unit": unit_key, "index": index_code, "period": period_code}
    return answer.shape(queries.read(asked.QUERIES | {"ranks": _RANKS} | more, values), values)
