"""From raw rows to the facts and standings that the marts are made of; `build_marts` and `parix build` share it."""

from publishing import releases
from warehouse.dbt import dbt


def transform(*, force: bool = False) -> int:
    """Run the models below the marts for the open candidate; returns how many. Where only a ranking was approved since the
    published release its facts hold, and the standings alone are made anew. ``force``: everything, incremental tables too.

    Raises warehouse.dbt.TransformFailed naming each failed model.
    """
    if releases.facts_hold() and not force:
        return dbt("run", "--select", "standing")
    full = force or releases.needs_full_build()
    return dbt("run", "--select", "staging", "core", "scoring", "standing", full=full)
