{# A sentence that holds for every row; a row for which it cannot be said (null) passes. #}
{% test is_true(model, condition) %}
select *
from {{ model }}
where not ({{ condition }})
{% endtest %}
