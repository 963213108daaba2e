"""Data Docs of Great Expectations: a static site per suite, of its latest run."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from jinja2 import BytecodeCache


class _Compiled(BytecodeCache):
    """Templates compiled once in a process. Great Expectations makes an environment of Jinja for every page that it writes, and
    each compiled its templates anew: most of the time that a gate took."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def add_site(context, name: str, docs: Path) -> None:
    """Let the runs of ``context`` be shown in the folder ``docs/name``."""
    from great_expectations.render.view import view  # noqa: PLC0415 - three seconds, paid only by those who validate

    if not isinstance(view.Environment, partial):
        view.Environment = partial(view.Environment, bytecode_cache=_COMPILED)
    folder = docs / name
    folder.mkdir(parents=True, exist_ok=True)
    for site in list(context.variables.data_docs_sites or {}):
        context.delete_data_docs_site(site)
    context.add_data_docs_site(
        name,
        {
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
        },
    )
