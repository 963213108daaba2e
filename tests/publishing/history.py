"""Gates of past nights, planted: copies of the gates that ran, an hour apart, with rows that failed here and there."""

import psycopg

from warehouse import config


def plant_runs(runs: int) -> None:
    """Add gates until ``runs`` stand there, half of them at each border, all before those that ran. The last ones stay the
    latest of their border."""
    with psycopg.connect(config.dsn("admin")) as conn:
        conn.execute(
            """
            with model as (
                select border, min(gate_id) as gate_id, min(started_at) as started_at from ops.gate
                where is_passed group by border
            )
            insert into ops.gate (gate_id, border, started_at, finished_at, is_passed)
            overriding system value
            select -2 * n - (m.border = 'out')::integer, m.border, m.started_at - n * interval '1 hour',
                m.started_at - n * interval '1 hour' + interval '1 minute', n %% 97 <> 0
            from model as m cross join generate_series(1, %s) as n
            """,
            (runs // 2,),
        )
        conn.execute(
            """
            insert into ops.gate_result (gate_id, suite, check_name, description_vi, dimension, severity, is_passed,
                rows_checked, rows_failed, observed)
            select g.gate_id, r.suite, r.check_name, r.description_vi, r.dimension, r.severity,
                r.is_passed and (g.gate_id + hashtext(r.check_name)) % 13 <> 0, r.rows_checked,
                case when r.rows_checked is null then null
                    when (g.gate_id + hashtext(r.check_name)) % 13 = 0
                        then 1 + abs(hashtext(g.gate_id || r.check_name)) % (1 + r.rows_checked / 50)
                    else r.rows_failed end,
                r.observed
            from ops.gate as g
            inner join ops.gate_result as r on r.gate_id = (
                select min(m.gate_id) from ops.gate as m where m.border = g.border and m.is_passed and m.gate_id > 0
            )
            where g.gate_id < 0
            """
        )
