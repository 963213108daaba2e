-- Grain: target_id, criterion_id. The value of each formula as an exact fraction n / d (macros/formula_values.sql).
{{ formula_values(ref('score_target'), ref('score_figure')) }}
