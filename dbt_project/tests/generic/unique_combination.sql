{# A key of several columns: no two rows alike, no part of it empty. #}
{% test unique_combination(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as alike
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1{% for column in columns %} or {{ column }} is null{% endfor %}
{% endtest %}
