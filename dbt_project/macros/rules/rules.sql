{# One macro per scoring rule. Each is a SQL expression for the points of a leaf; the row it stands in offers
     n, d          the numerator and denominator figures (numeric; null = missing)
     ratio         n / d (null when d is null or 0: the zero-denominator policy has answered before); for comparing
                   only: points divide once and last, so that 3 points × 1/3 are 1 and not 0.999…
     max_points, target, floor, direction
     step_points   the points of the step [from_value, to_value) into which the rule's value falls
   Source: index methodology, A6 (the number there is named below). Parameters come from the book alone. #}

{# 22: points that a council or a reporter gives. #}
{% macro rule_reported() %}least(n, max_points){% endmacro %}

{# 1: all points when true (1), none when false (0). #}
{% macro rule_yes_no() %}case when n = 1 then max_points when n = 0 then 0 end{% endmacro %}

{# 4: points by the step into which a count falls. #}
{% macro rule_count_steps() %}step_points{% endmacro %}

{# 5: max × n / d. #}
{% macro rule_ratio() %}max_points * n / d{% endmacro %}

{# 6: all points from the target on, in proportion below it. #}
{% macro rule_ratio_capped() %}least(max_points, max_points * n / (d * target)){% endmacro %}

{# 7: nothing below the floor, in proportion from it on. #}
{% macro rule_ratio_floor() %}case when ratio < floor then 0 else least(max_points, max_points * n / d) end{% endmacro %}

{# 8: points by the step into which a ratio falls. #}
{% macro rule_bands() %}step_points{% endmacro %}

{# 13: share of favourable answers. #}
{% macro rule_survey_share() %}max_points * n / d{% endmacro %}

{# 15: max less `target` points per event, not below `floor`. #}
{% macro rule_deduction() %}greatest(coalesce(floor, 0), max_points - target * n){% endmacro %}

{# The points of a leaf by the rule that the book names; a rule that nobody knows gives none, and the build's test
   "every rule is known" stops. #}
{% macro points_by_rule() %}
            case rule
                when 'reported' then {{ rule_reported() }}
                when 'yes_no' then {{ rule_yes_no() }}
                when 'count_steps' then {{ rule_count_steps() }}
                when 'ratio' then {{ rule_ratio() }}
                when 'ratio_capped' then {{ rule_ratio_capped() }}
                when 'ratio_floor' then {{ rule_ratio_floor() }}
                when 'bands' then {{ rule_bands() }}
                when 'survey_share' then {{ rule_survey_share() }}
                when 'deduction' then {{ rule_deduction() }}
            end
{%- endmacro %}
