"""Files of a unit that means harm, through the inbox of a real night: names and cells that are SQL, Jinja, formulas, HTML."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from sample import assessments, par_figures, workbooks
from warehouse import cells

NAME = "{{ 7*7 }} <img src=x onerror=planted()> '; drop table ops.release; --.xlsx"
REFUSED = '=HYPERLINK("http:x")@SUM(1).xlsx'
REASON = '=HYPERLINK("http:x") <script>planted()</script> {{ 7*7 }} \'; drop table ops.release; --'
EVIDENCE = "+cmd|' /C calc'!A0 <img src=x onerror=planted()> {% raw %}"
UNIT = "@SUM(1+1) <script>planted()</script> {{ 7*7 }} '; drop table ops.release; --"
NO_DAY = "-infinity"
"""A day without beginning, as PostgreSQL writes it."""
MARKUP = (b"<img src=x", b"<script>planted")


def plant(inbox: Path) -> None:
    """Put them into an inbox: one that is accepted (points that a district gives itself), one that is refused."""
    inbox.mkdir(parents=True, exist_ok=True)
    district = next(u["unit_key"] for u in par_figures.units_of("district") if "Cửa Lò" in u["name_vi"])
    unit, criterion, stage, points, *_, day = assessments._own(district)[0]
    assessments._sheet(inbox / NAME, "2023", UNIT, [(unit, criterion, stage, points, REASON, EVIDENCE, day)])
    figures = workbooks._fields(random.Random(1))
    figures[0][1] = "=1+1; drop table ops.release; 12"
    workbooks._form_06a(inbox / REFUSED, UNIT, 2026, 10, figures)


def formulas(name: str, data: bytes) -> Iterator[str]:
    """Cells of a CSV or Excel file that we wrote which a spreadsheet would run, now or once somebody edits them."""
    if name.endswith(".csv"):
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
            yield from (f"{name}: {cell}" for cell in row if cells.harmless(cell) != cell and cell != NO_DAY)
    elif name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            for entry in pack.namelist():
                yield from formulas(f"{name}/{entry}", pack.read(entry)) if not entry.startswith("books/") else ()
    elif name.endswith(".xlsx"):
        for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
            for row in sheet.iter_rows():
                yield from (
                    f"{name}: {sheet.title}!{c.coordinate}: {c.value}"
                    for c in row
                    if c.data_type == "f" or (cells.is_formula(c.value) and not c.quotePrefix)
                )
