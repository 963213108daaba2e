"""The report site: static pages that open from a folder, on a phone and in print, and ask nothing of other machines.

Vietnamese first, with an English switch in the page. Every page carries its own style and script, so that one page can
be sent on alone, and says which release it shows. Only the library that draws charts stands beside the pages (``vendor/``):
a page that travels without it shows its tables.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from publishing import dictionary, portal766, quality, queries, shape, sheets, wording, words
from publishing.excel import ranking
from warehouse import config
from warehouse.files import held

HERE = Path(__file__).parent
MARK = "release.json"
"""Stands in every site that was built here; a folder without it is not ours to replace."""


def build(out: Path | None = None) -> Path:
    """Build the site of the published release; returns its index.html.

    ``out``: the site's folder, by default ``reports/site`` below PARIX_HOME. The site is built beside it and exchanged
    whole: a reader sees the old one or the new one. Errors: NothingPublished; FileExistsError when ``out`` holds
    something else than a site.
    """
    out = (out or config.home() / "reports" / "site").absolute()
    if out.exists() and not (out / MARK).exists() and any(out.iterdir()):
        raise FileExistsError(f"{out} holds something else than a report site; name a new or an empty folder")
    data = queries.read()
    out.parent.mkdir(parents=True, exist_ok=True)
    with held(out.parent / f".{out.name}.lock"):
        fresh = out.with_name(f".{out.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        for name, text in _pages(data, out.parent / "data_docs"):
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        shutil.copytree(HERE / "static" / "vendor", fresh / "vendor")
        _exchange(fresh, out)
    return out / "index.html"


def _exchange(fresh: Path, out: Path) -> None:
    """Put ``fresh`` in the place of ``out``: in one step where the system can (Linux), else in two renames."""
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if not out.exists():
        fresh.rename(out)
    elif _swapped(fresh, out):
        shutil.rmtree(fresh)
    else:
        out.rename(old)
        fresh.rename(out)
        shutil.rmtree(old)


def _swapped(one: Path, other: Path) -> bool:
    at_cwd, rename_exchange = -100, 2
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and rename(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), rename_exchange) == 0


def _pages(data: dict[str, list[dict]], data_docs: Path) -> Iterator[tuple[str, str | bytes]]:
    """Each file of the site: its name and its text, or its bytes."""
    env, site, rankings = _environment(), shape.site(data), shape.rankings(data)
    warnings = [c for c in data["checks"] if c["severity"] == "warn" and not c["is_passed"]]
    sheets.mark(data, rankings)
    shared = {"site": site, "rankings": rankings, "warnings": warnings, "dictionary": dictionary.day(data_docs.parent)}

    def page(name: str, template: str, **values: object) -> tuple[str, str]:
        up = "../" * name.count("/")
        return name, env.get_template(f"{template}.html.j2").render(shared, page=template, up=up, **values)

    yield page("index.html", "index", unranked=sheets.unranked(data), choices=shape.choices(rankings))
    yield page("founding.html", "founding", figures=data["founding"], gaps=data["catalogue_gaps"])
    for template, values in quality.pages(data, site, data_docs):
        yield page(f"{template}.html", template, **values)
    yield from quality.files(data)
    for name, values in portal766.pages(data):
        yield page(f"{name}.html", "portal766", **values)
    yield from portal766.files(data, site)
    yield from ranking.files(site, rankings, data["scores"])
    for values in shape.units(data, rankings):
        yield page(f"unit/{wording.slug(values['unit']['unit_key'])}.html", "unit", **values)
    for name, template, values in sheets.pages(data, rankings):
        yield page(f"sheet/{name}.html", f"sheet/{template}", **values)
    yield "sheet/codes.csv", sheets.code_list(rankings)
    yield MARK, json.dumps({"release_id": site["release_id"], "published_at": site["published_at"].isoformat()})


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "default": str, "ensure_ascii": False}
    env.filters |= {"num": wording.number, "day": wording.day, "moment": wording.moment, "slug": wording.slug}
    own = {path.name.replace(".", "_"): path for path in (HERE / "static").iterdir() if path.is_file()}
    env.globals |= {"both": wording.both, "signed": wording.signed, "words": words} | {
        name: Markup(p.read_text(encoding="utf-8")) for name, p in own.items()
    }
    return env
