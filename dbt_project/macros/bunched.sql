{# Ranked groups whose units stand just above a step of a ratio far more often than just below it: a select of index_code,
   edition, period_code, peer_group, criterion_code, threshold, just_above, just_below, expected_share, probability.
   A step is where the rule jumps or stops paying (a step's from, a target, a floor), below 100 %. Four cells of one percentage
   point each: where the density rises by itself, the outer two say by how much, and that much is expected of the inner two. The
   probability is that of a binomial tail. Told from ten units in the inner cells on, below one in a thousand. #}
{% macro bunched(scores, ranks, criteria) %}
{%- set width, least_units, most_probable = 0.01, 10, 0.001 -%}
    with threshold as (
        select
            index_code,
            edition,
            criterion_code,
            (s.step ->> 'from')::numeric as threshold
        from {{ criteria }}
        cross join lateral jsonb_array_elements(steps) as s (step)
        where is_leaf and denominator is not null and coalesce(direction, 'up') = 'up' and s.step ->> 'from' is not null
        union
        select
            index_code,
            edition,
            criterion_code,
            t.threshold
        from {{ criteria }}
        cross join lateral (values (target), (floor)) as t (threshold)
        where
            is_leaf and denominator is not null and coalesce(direction, 'up') = 'up' and steps is null
            and t.threshold is not null
    ),

    cell as (
        select
            s.index_code,
            s.edition,
            s.period_code,
            r.peer_group,
            s.criterion_code,
            t.threshold,
            floor({{ quotient('s.numerator_value', 's.denominator_value * ' ~ width) }} - t.threshold / {{ width }}) as cell
        from {{ scores }} as s
        inner join {{ ranks }} as r
            on
                s.index_code = r.index_code and s.edition = r.edition and s.period_code = r.period_code
                and s.unit_key = r.unit_key and r.is_ranked
        inner join threshold as t
            on s.index_code = t.index_code and s.edition = t.edition and s.criterion_code = t.criterion_code
        where s.state = 'scored' and s.denominator_value > 0 and t.threshold > 0 and t.threshold < 1
    ),

    counted as (
        select
            index_code,
            edition,
            period_code,
            peer_group,
            criterion_code,
            threshold,
            count(*) filter (where cell = 0) as just_above,
            count(*) filter (where cell = -1) as just_below,
            count(*) filter (where cell = 1) - count(*) filter (where cell = -2) as rise
        from cell
        group by index_code, edition, period_code, peer_group, criterion_code, threshold
    ),

    expected as (
        select
            *,
            greatest(0.5, least(0.9, 0.5 + rise / (6.0 * (just_above + just_below)))) as expected_share
        from counted
        where just_above + just_below >= {{ least_units }} and just_above > just_below
    ),

    tested as (
        select
            e.*,
            (
                select sum(
                    div(factorial(e.just_above + e.just_below), factorial(k) * factorial(e.just_above + e.just_below - k))
                    * power(e.expected_share, k) * power(1 - e.expected_share, e.just_above + e.just_below - k)
                )
                from generate_series(e.just_above, e.just_above + e.just_below) as k
            ) as probability
        from expected as e
    )

    select *
    from tested
    where probability < {{ most_probable }}
{% endmacro %}
