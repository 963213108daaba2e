"""The data dictionary: dbt's documentation of the marts as one page that opens from a folder and asks nothing of other machines.

dbt makes the page; here the marts are named as BI tools see them (schema ``marts``, not a release), paths of this machine are
left out, and the page is forbidden to load anything. A command of its own (`parix docs`) and no step of the night, which it
would cost three seconds (decision 0041).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from publishing.metrics import metrics
from warehouse import config
from warehouse.dbt import dbt
from warehouse.files import write_whole

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FORBIDDEN = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_HEAD = f'<head><meta http-equiv="Content-Security-Policy" content="{FORBIDDEN}"><link rel="icon" href="data:,">'
_CHANGES = {
    "<head>": _HEAD,
    """<link rel="shortcut icon" href="${require('./assets/favicons/favicon.ico')}"/>""": "",
    "<title>dbt Docs</title>": "<title>Từ điển dữ liệu · PAR Index Warehouse</title>",
    # a template that is still text is no address
    '<use xlink:href="{{': '<use ng-attr-xlink:href="{{',
}
_HERE = {"root_path", "build_path", "compiled_path"}
"""What dbt notes of a node about this machine."""


def page_in(reports: Path) -> Path:
    """Where the page stands in a folder of reports."""
    return reports / "dictionary" / "index.html"


def day(reports: Path) -> date | None:
    """When the page in a folder of reports was made; None where there is none yet."""
    page = page_in(reports)
    return datetime.fromtimestamp(page.stat().st_mtime, VIETNAM).date() if page.exists() else None


def build() -> Path:
    """Make the page of the models and of what is published now; returns it. Raises TransformFailed."""
    dbt("docs", "generate", "--no-compile", variables={"release_schema": "marts"})
    made = config.home() / "dbt" / "target"
    page = (made / "index.html").read_text(encoding="utf-8")
    for text, instead in _CHANGES.items():
        if text not in page:
            raise ValueError(f"dbt's page has changed: {text!r} is not in it (publishing/dictionary.py)")
        page = page.replace(text, instead)
    parts = {"MANIFEST.JSON": _manifest(made), "CATALOG.JSON": json.loads((made / "catalog.json").read_bytes())}
    for name, content in parts.items():
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
        page = page.replace(f'"{name} INLINE DATA"', text)
    path = page_in(config.home() / "reports")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, page)
    return path


def _manifest(made: Path) -> dict:
    """What dbt knows of the project: marts in the schema in which they are read, metrics with their SQL, no path of this
    machine."""
    manifest = json.loads((made / "manifest.json").read_bytes())
    for node in (*manifest["nodes"].values(), *manifest["sources"].values()):
        if node["resource_type"] == "model" and node["fqn"][1] == "marts":
            node["relation_name"] = node["relation_name"].replace(f'"{node["schema"]}"', '"marts"')
            node["schema"] = "marts"
        for name in _HERE & node.keys():
            node[name] = None
    for metric in metrics().values():
        shown = manifest["metrics"][f"metric.parix.{metric.name}"]
        shown["description"] += f"\n\n```sql\nselect {metric.sql} from marts.{metric.mart}\n```"
    return manifest
