"""Suites as officials read them (YAML) turned into Great Expectations, and one run of a suite on a table."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from expectations import data_docs
from expectations.forms import FormCheck, load_forms

os.environ["GX_ANALYTICS_ENABLED"] = "false"

FOLDER = Path(__file__).parent / "suites"
INHERENT = ("accuracy", "completeness", "consistency", "credibility", "currentness")
DIMENSIONS = (
    *INHERENT, "accessibility", "compliance", "confidentiality", "efficiency", "precision", "traceability",
    "understandability", "availability", "portability", "recoverability",
)  # fmt: skip
"""The characteristics of ISO/IEC 25012:2008, chapter 5: the inherent ones (of the data themselves), then those that depend on
the system as well, then those that depend on the system alone."""
SAID = {"stop": "dừng, không công bố", "quarantine": "dòng bị giữ lại", "warn": "nêu trong báo cáo"}
SEVERITIES = tuple(SAID)
KEYS = ("receipt_id", "row_no")
PLACES = (*KEYS, "sheet", "cell", "sheet_row")
"""What may be shown of a row that arrived: where to look it up, never what it holds."""
AT_MOST = 10_000
"""Failing rows of which examples are taken: Great Expectations reads them all before it gives their query."""


@dataclass(frozen=True)
class Check:
    """One question about the data. severity: stop (nothing goes on), quarantine (the failing rows are kept out),
    warn (it is said in the report). ``owner``: who mends what it finds. ``fields``: what the check speaks of, where the
    column of the batch is computed from it. ``reason``: the column of the batch that says what is wrong with a row, where a
    sentence of its own with cell and value helps more than ``description_vi``. ``may_be_accepted``: the rest of the house
    can count a row that fails it, so a person may let one through (docs/decisions/0034)."""

    name: str
    description_vi: str
    dimension: str
    severity: str
    owner: str
    expect: dict
    reason: str | None = None
    fields: list[str] = field(default_factory=list)
    may_be_accepted: bool = False

    def __post_init__(self) -> None:
        if self.dimension not in DIMENSIONS:
            raise ValueError(f"check {self.name}: {self.dimension!r} is no characteristic of ISO/IEC 25012")
        if self.severity not in SEVERITIES:
            raise ValueError(f"check {self.name}: severity is {self.severity!r}, not one of {', '.join(SEVERITIES)}")
        if not self.owner.strip() or not self.description_vi.strip():
            raise ValueError(f"check {self.name}: says not what it asks (description_vi), or not who mends it (owner)")
        if self.may_be_accepted and self.severity != "quarantine":
            raise ValueError(f"check {self.name}: only rows of severity quarantine are kept out and can be accepted")


@dataclass(frozen=True)
class Suite:
    """The checks at one border of one kind of data; ``owner`` answers for the data. ``marts``: the tables of a candidate that
    it speaks of (border out). ``form_codes``: the forms whose rows of ``raw_table`` the batch holds,
    where several suites share a table. ``form_checks``: those of forms (``forms: true``), columns of the batch. ``same_record``: columns (``fields.x``: a field of a list) that tell a record."""

    suite: str
    title_vi: str
    border: str
    owner: str
    batch: str
    checks: list[Check]
    raw_table: str | None = None
    same_record: list[str] = field(default_factory=list)
    form_codes: list[str] = field(default_factory=list)
    form_checks: list[FormCheck] = field(default_factory=list)
    marts: list[str] = field(default_factory=list)

    @property
    def batch_sql(self) -> str:
        """The query (``:receipts`` stands for the deliveries, ``{schema}`` for the candidate) of what the checks look at."""
        return (Path(__file__).parent / "batches" / f"{self.suite}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Outcome:
    """What a check found. ``failing_rows_sql`` selects the rows that fail, of a failed check that asks row by row: receipt_id,
    row_no where they go to quarantine; at the border in else the keys that lead to them; at the border out the whole rows."""

    check: Check
    is_passed: bool
    rows_checked: int | None
    rows_failed: int | None
    observed: str | None
    error: str | None
    failing_rows_sql: str | None


def load_suites(border: str, folder: Path = FOLDER) -> list[Suite]:
    """All suites of a border, in the order of their file names. Raises ValueError naming file and check."""
    suites = []
    for path in sorted(folder.glob("*.yml")):
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        try:
            checks = [Check(**c) for c in raw.pop("checks")]
            if raw.pop("forms", False):
                raw["form_checks"] = load_forms(raw["raw_table"])
                if not checks:
                    raw["form_codes"] = sorted({c.form for c in raw["form_checks"]})
                checks += [_check_of(c) for c in raw["form_checks"]]
            suite = Suite(checks=checks, **raw)
        except (TypeError, ValueError) as e:
            raise ValueError(f"{path.name}: {e}") from e
        if suite.border == border:
            suites.append(suite)
    return suites


def _check_of(form_check: FormCheck) -> Check:
    name, of = form_check.column, form_check
    broken = {"type": "expect_column_values_to_be_null", "column": name}
    return Check(
        name, of.description_vi, of.dimension, of.severity, of.owner, broken, reason=name,
        fields=of.fields, may_be_accepted=of.may_be_accepted,
    )  # fmt: skip


def notes(check: Check) -> str:
    """What Data Docs say below a check: who mends it, what a failure does, the characteristic of ISO/IEC 25012."""
    return f"Người sửa: {check.owner} · Khi không đạt: {SAID[check.severity]} · ISO/IEC 25012: {check.dimension}"


def run_suite(suite: Suite, dsn: str, schema: str, docs: Path | None) -> Iterator[Outcome]:
    """Ask every check of a suite about the table ``schema.<batch>`` and build the Data Docs of this run below ``docs``, if given.

    First all checks without values; then only those that failed once more, with the query of their failing rows.
    """
    import great_expectations as gx  # noqa: PLC0415 - three seconds, paid only by those who validate
    from great_expectations.expectations import registry  # noqa: PLC0415
    from sqlalchemy import inspect  # noqa: PLC0415

    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    url = dsn.replace("postgresql://", "postgresql+psycopg2://")
    source = context.data_sources.add_postgres("warehouse", connection_string=url, create_temp_table=False)
    asset = source.add_table_asset(suite.batch, table_name=suite.batch, schema_name=schema)
    batch_definition = asset.add_batch_definition_whole_table("all")
    expectations = gx.ExpectationSuite(suite.suite, meta={"title": suite.title_vi, "owner": suite.owner})
    for check in suite.checks:
        arguments = dict(check.expect)
        make = registry.get_expectation_impl(arguments.pop("type"))
        expectations.add_expectation(
            make(
                **arguments,
                description=check.description_vi,
                notes=notes(check),
                severity="critical",
                meta={"check": check.name, "owner": check.owner, "dimension": check.dimension},
            )  # fmt: skip
        )
    expectations = context.suites.add(expectations)
    definition = context.validation_definitions.add(
        gx.ValidationDefinition(name=suite.suite, data=batch_definition, suite=expectations)
    )
    if docs:
        data_docs.add_site(context, suite.suite, docs)
    checkpoint = context.checkpoints.add(
        gx.Checkpoint(
            name=suite.suite,
            validation_definitions=[definition],
            actions=[gx.checkpoint.UpdateDataDocsAction(name="docs")] if docs else [],
            result_format={"result_format": "BASIC", "partial_unexpected_count": 5},
        )
    )
    ((result,),) = [checkpoint.run().run_results.values()]
    by_name = {r.expectation_config.meta["check"]: r for r in result.results}
    batch = batch_definition.get_batch()
    there = [c["name"] for c in inspect(source.get_engine()).get_columns(suite.batch, schema)]
    for check in suite.checks:
        keys = (
            KEYS
            if suite.border == "in" and check.severity == "quarantine"
            else PLACES
            if suite.border == "in"
            else there
        )
        yield _outcome(check, by_name[check.name], batch, [k for k in keys if k in there], registry)
    source.get_engine().dispose()


def _outcome(check: Check, result, batch, columns: list[str], registry) -> Outcome:
    found, error = result.result, _error(result)
    sql = None
    is_needed = check.severity == "quarantine" or (found.get("unexpected_count") or 0) <= AT_MOST
    if not result.success and not error and found.get("unexpected_count") and columns and is_needed:
        arguments = dict(check.expect)
        make = registry.get_expectation_impl(arguments.pop("type"))
        complete = {
            "result_format": "COMPLETE",
            "unexpected_index_column_names": columns,
            "include_unexpected_rows": False,
            "partial_unexpected_count": 0,
        }
        again = batch.validate(make(**arguments), result_format=complete)
        sql = again.result["unexpected_index_query"].rstrip().rstrip(";")
    observed = found.get("observed_value")
    return Outcome(
        check,
        bool(result.success),
        found.get("element_count"),
        found.get("unexpected_count"),
        None if observed is None else str(observed),
        error,
        sql,
    )


def _error(result) -> str | None:
    """A check that could not be asked (a column is gone) is an error of the check, not a finding about the data."""
    info = result.exception_info or {}
    entries = [info] if "raised_exception" in info else list(info.values())
    raised = [e for e in entries if isinstance(e, dict) and e.get("raised_exception")]
    return str(raised[0].get("exception_message"))[:500] if raised else None
