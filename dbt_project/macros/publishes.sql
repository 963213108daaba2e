{# Whether an assessment at a stage may publish a criterion's points, by the stage that its book names: a final one falls back
   to the appraisal, and a council may override what figures give. #}
{% macro publishes(stage, book_stage) -%}
    case {{ book_stage }}
        when 'system' then {{ stage }} = 'final'
        when 'final' then {{ stage }} in ('final', 'appraisal')
        else {{ stage }} = {{ book_stage }}
    end
{%- endmacro %}
