"""Who may do what in a database, as PostgreSQL says it, beside the table of docs/security.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import psycopg

from warehouse import config

TABLE = config.REPO / "docs" / "security.md"
HEADING = "## Who may do what"
ROLES = {
    short: config.ROLES[short] for short in ("loader", "transformer", "publisher", "auditor", "bi_reader", "airflow")
}
ROLES |= {"public": "public"}
Cell = frozenset[str]


class Line(NamedTuple):
    """A line of the table: a kind of object, a pattern of names, what each role may do."""

    kind: str
    pattern: str
    cells: dict[str, Cell]


def lines() -> list[Line]:
    """The table of the document. Where several lines fit an object the last one decides."""
    text = TABLE.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in text.splitlines() if row.startswith("|")]
    roles, found = rows[0][1:], []
    assert roles == list(ROLES), roles
    for what, *cells in rows[2:]:
        may = {role: _cell(cell) for role, cell in zip(roles, cells, strict=True)}
        found += [
            Line(kind.strip(), pattern, may)
            for kind in what.partition("`")[0].split(",")
            for pattern in re.findall("`(.+?)`", what)
        ]
    return found


def _cell(text: str) -> Cell:
    return frozenset(
        re.sub(r"\s*,\s*", ", ", part.strip()) for part in re.findall(r"[a-z_ ]+(?:\([^)]*\))?", text.replace("–", ""))
    )


_SCHEMA = """
    case when n.nspname like 'release\\_%%' and n.nspowner <> 'parix_keeper'::regrole then 'candidate' else n.nspname end
"""
_OURS = "(n.nspname !~ '^(pg_|information_schema$)')"
_MAY = """
    case when r.name <> 'public' and pg_has_role(r.name, o.owner, 'member') then '{{owns}}' else array(
        select lower(p) from unnest(o.privileges) as p where {ask}
        {columns}
    ) end
"""
_COLUMNS = """
        union all
        select lower(p) || '(' || string_agg(a.attname, ', ' order by a.attnum) || ')'
        from unnest(array['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) as p, pg_attribute as a
        where o.is_relation and a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
            and not has_table_privilege(r.name, o.oid, p) and has_column_privilege(r.name, o.oid, a.attnum, p)
        group by p
"""
_OBJECTS = {
    "database": """
        select 'database' as kind, datname as name, oid, datdba as owner, '{CONNECT,CREATE,TEMPORARY}'::text[] as privileges,
            false as is_relation
        from pg_database where datallowconn
    """,
    "schema": f"""
        select 'schema' as kind, {_SCHEMA} as name, n.oid, n.nspowner as owner, '{{USAGE,CREATE}}'::text[] as privileges,
            false as is_relation
        from pg_namespace as n where {_OURS}
    """,
    "table": f"""
        select case when c.relkind in ('v', 'm') then 'view' else 'table' end as kind, {_SCHEMA} || '.' || c.relname as name,
            c.oid, c.relowner as owner,
            '{{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER,MAINTAIN}}'::text[] as privileges, true as is_relation
        from pg_class as c inner join pg_namespace as n on c.relnamespace = n.oid
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and {_OURS}
    """,
    "sequence": f"""
        select 'sequence' as kind, {_SCHEMA} || '.' || c.relname as name, c.oid, c.relowner as owner,
            '{{USAGE,SELECT,UPDATE}}'::text[] as privileges, false as is_relation
        from pg_class as c inner join pg_namespace as n on c.relnamespace = n.oid where c.relkind = 'S' and {_OURS}
    """,
    "function": f"""
        select 'function' as kind, {_SCHEMA} || '.' || f.proname || '(' || oidvectortypes(f.proargtypes) || ')' as name, f.oid, f.proowner as owner,
            '{{EXECUTE}}'::text[] as privileges, false as is_relation
        from pg_proc as f inner join pg_namespace as n on f.pronamespace = n.oid
        where {_OURS} or f.proname ~ '^(lo_|loread$|lowrite$|pg_(try_)?advisory_)'
    """,
    "language": """
        select 'language' as kind, lanname as name, oid, lanowner as owner, '{USAGE}'::text[] as privileges,
            false as is_relation
        from pg_language where lanpltrusted
    """,
}


def found(conn: psycopg.Connection) -> Iterator[tuple[str, str, dict[str, Cell]]]:
    """Every object of the database with what each role may do to it: kind, name, cells. A release that is not published
    yet is called ``candidate``."""
    for what, objects in _OBJECTS.items():
        may = _MAY.format(
            ask=f"has_{what}_privilege(r.name, o.oid, p)", columns=_COLUMNS if what == "table" else ""
        ).replace("{{owns}}", "{owns}")
        rows = conn.execute(
            f"""
            select o.kind, o.name, array_agg(r.short), array_agg(to_jsonb(({may})::text[]))
            from ({objects}) as o, unnest(%s::text[], %s::text[]) as r (short, name)
            group by o.kind, o.name, o.oid order by 1, 2
            """,
            (list(ROLES), list(ROLES.values())),
        )
        for kind, name, roles, cells in rows:
            yield kind, name, {role: frozenset(cell) for role, cell in zip(roles, cells, strict=True)}


def differences(conn: psycopg.Connection) -> list[str]:
    """Sentences: objects without a line, and rights that are not those of their line."""
    table, told = lines(), []
    for kind, name, cells in found(conn):
        fitting = [line for line in table if line.kind == kind and fnmatchcase(name, line.pattern)]
        if not fitting:
            told.append(f"{kind} {name} has no line in {TABLE.name}; the database says {_said(cells)}")
        for role in ROLES if fitting else ():
            meant = fitting[-1].cells[role]
            if meant != cells[role]:
                told.append(
                    f"{kind} {name}, {role}: {TABLE.name} says {_words(meant)}; the database says {_words(cells[role])}"
                )
    return told


def unused(conn: psycopg.Connection) -> list[Line]:
    """Lines of the table that fit no object, or that a later line overrules everywhere."""
    table, used = lines(), set()
    for kind, name, _ in found(conn):
        used |= {max((i for i, x in enumerate(table) if x.kind == kind and fnmatchcase(name, x.pattern)), default=-1)}
    return [line for i, line in enumerate(table) if i not in used]


def _words(cell: Cell) -> str:
    return ", ".join(sorted(cell)) or "nothing"


def _said(cells: dict[str, Cell]) -> str:
    return "; ".join(f"{role}: {_words(cell)}" for role, cell in cells.items() if cell) or "nothing to nobody"
