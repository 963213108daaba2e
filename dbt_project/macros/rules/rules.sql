{# One macro per scoring rule. Each is a SQL expression for the points of a leaf; the row it stands in offers
     n, d            the figures (numeric; null = missing); d only where something is divided by, and then never 0
                     (the zero-denominator policy has answered before)
     ratio           n / d on 30 decimals, or n itself where nothing is divided by
     growth          the ratio less 1, turned round where less is better
     step_points     the points of the step into which the rule's value falls; has_steps: the book gives steps
     lowest, highest, largest_excess   of the units that the rule compares with
     max_points, target, floor, is_down (less is better)
   Points divide once and last (macros/exact.sql). Each rule has a table of cases in cases/<rule>.csv, which is its test and
   its page in docs/rules.md. Source: index methodology, A6 (the number there is named below). Parameters come from the
   book alone. #}

{% macro within(points) %}greatest(0, least(max_points, {{ points }})){% endmacro %}

{# 1: all points when true (1), none when false (0). #}
{% macro rule_yes_no() %}case when n in (0, 1) then max_points * abs(n - is_down::integer) end{% endmacro %}

{# 2: the points of the state. #}
{% macro rule_choice() %}step_points{% endmacro %}

{# 3: the points of the parts that are done (summed before, see score_checklist). #}
{% macro rule_checklist() %}least(max_points, n){% endmacro %}

{# 4: points by the step into which a count falls. #}
{% macro rule_count_steps() %}step_points{% endmacro %}

{# 5: max × n / d; less is better: max × (1 - n / d). #}
{% macro rule_ratio() %}
    {{ within(quotient('max_points * case when is_down then divisor - n else n end', 'divisor')) }}
{% endmacro %}

{# 6: all points from the target on, in proportion below it; less is better: all points down from the target. #}
{% macro rule_ratio_capped() %}
    case
        when is_down and ratio <= target then max_points
        when is_down and target >= 1 then 0
        when is_down then {{ within(quotient('max_points * (divisor - n)', 'divisor * (1 - target)')) }}
        else {{ within(quotient('max_points * n', 'divisor * target')) }}
    end
{% endmacro %}

{# 7: nothing below the floor, in proportion from it on. #}
{% macro rule_ratio_floor() %}
    case when ratio < floor then 0 else {{ within(quotient('max_points * n', 'divisor * coalesce(target, 1)')) }} end
{% endmacro %}

{# 8: points by the step into which a ratio falls. #}
{% macro rule_bands() %}step_points{% endmacro %}

{# 9, 10: below a target in proportion to a share of the points (floor, half by default), above it the rest in proportion
   to the largest excess. #}
{% macro rule_target() %}
    {{ within("max_points * case
            when ratio <= 1 then coalesce(floor, 0.5) * ratio
            else coalesce(floor, 0.5)
                + (1 - coalesce(floor, 0.5)) * " ~ quotient('ratio - 1', 'greatest(ratio - 1, largest_excess)') ~ "
        end") }}
{% endmacro %}

{# 10: in proportion to the best of the units compared. #}
{% macro rule_relative_to_best() %}
    case
        when is_down and ratio = 0 then max_points
        when is_down then {{ within(quotient('max_points * lowest', 'nullif(ratio, 0)')) }}
        else {{ within(quotient('max_points * ratio', 'nullif(highest, 0)')) }}
    end
{% endmacro %}

{# 11: from the floor (worst of the units compared) to max (best of them): 1 + 9 × (x - min) / (max - min). #}
{% macro rule_minmax() %}
    coalesce(floor, 0) + {{ quotient(
        '(max_points - coalesce(floor, 0)) * greatest(0, least(highest - lowest,'
        ~ ' case when is_down then highest - ratio else ratio - lowest end))', 'nullif(highest - lowest, 0)'
    ) }}
{% endmacro %}

{# 13: the share of favourable answers; less is better: the share of the others. #}
{% macro rule_survey_share() %}
    case
        when is_down then {{ within(quotient('max_points * (divisor - n)', 'divisor')) }}
        else {{ within(quotient('max_points * n', 'divisor * coalesce(target, 1)')) }}
    end
{% endmacro %}

{# 14: a mean on a scale from the floor to the target. #}
{% macro rule_survey_mean() %}
    {{ within(quotient('max_points * (n - coalesce(floor, 0) * divisor)', '(target - coalesce(floor, 0)) * divisor')) }}
{% endmacro %}

{# 15: max less `target` points per event, not below `floor`. #}
{% macro rule_deduction() %}least(max_points, greatest(coalesce(floor, 0), max_points - target * n)){% endmacro %}

{# 16: outside the tree: so many points per event (1 by default), up to the cap. #}
{% macro rule_bonus() %}{{ within('n * coalesce(target, 1)') }}{% endmacro %}
{% macro rule_penalty() %}-{{ within('n * coalesce(target, 1)') }}{% endmacro %}

{# 17: points that another authority published; or another index's share of its maximum (score_node fills it in). #}
{% macro rule_imported() %}
    case
        when has_steps then step_points
        when imported_index is null and not has_divisor then {{ within('n') }}
        else {{ within(quotient('max_points * n', 'divisor * coalesce(target, 1)')) }}
    end
{% endmacro %}

{# 18: a figure of the unit above: as a ratio, by steps, or as points. #}
{% macro rule_inherited() %}
    case
        when has_steps then step_points
        when has_divisor then {{ within(quotient('max_points * n', 'divisor')) }}
        else {{ within('n') }}
    end
{% endmacro %}

{# 19: the value of an expression over figures, within its cap. #}
{% macro rule_formula() %}least(max_points, greatest(coalesce(floor, 0), {{ quotient('n', 'divisor') }})){% endmacro %}

{# 20: shown, never counted. #}
{% macro rule_display_only() %}0{% endmacro %}

{# 21: growth over last year, or over a plan. #}
{% macro rule_growth() %}
    case when has_steps then step_points else {{ within(quotient('max_points * growth', 'target')) }} end
{% endmacro %}

{# 22: points that a council or a reporter gives. #}
{% macro rule_jury() %}{{ within('n') }}{% endmacro %}
{% macro rule_reported() %}{{ within('n') }}{% endmacro %}

{# 23: days late. #}
{% macro rule_deadline() %}
    case when has_steps then step_points when n <= coalesce(target, 0) then max_points else coalesce(floor, 0) end
{% endmacro %}

{# 24: gives no points; the step's state says what it bars (score_node, score_rank). #}
{% macro rule_gate() %}0{% endmacro %}

{# The points of a leaf by the rule that the book names. #}
{% macro points_by_rule() %}
    case rule
        when 'reported' then {{ rule_reported() }}
        when 'jury' then {{ rule_jury() }}
        when 'yes_no' then {{ rule_yes_no() }}
        when 'choice' then {{ rule_choice() }}
        when 'checklist' then {{ rule_checklist() }}
        when 'count_steps' then {{ rule_count_steps() }}
        when 'ratio' then {{ rule_ratio() }}
        when 'ratio_capped' then {{ rule_ratio_capped() }}
        when 'ratio_floor' then {{ rule_ratio_floor() }}
        when 'bands' then {{ rule_bands() }}
        when 'target' then {{ rule_target() }}
        when 'relative_to_best' then {{ rule_relative_to_best() }}
        when 'minmax' then {{ rule_minmax() }}
        when 'survey_share' then {{ rule_survey_share() }}
        when 'survey_mean' then {{ rule_survey_mean() }}
        when 'deduction' then {{ rule_deduction() }}
        when 'bonus' then {{ rule_bonus() }}
        when 'penalty' then {{ rule_penalty() }}
        when 'imported' then {{ rule_imported() }}
        when 'inherited' then {{ rule_inherited() }}
        when 'formula' then {{ rule_formula() }}
        when 'growth' then {{ rule_growth() }}
        when 'deadline' then {{ rule_deadline() }}
        when 'gate' then {{ rule_gate() }}
        when 'display_only' then {{ rule_display_only() }}
    end
{%- endmacro %}
