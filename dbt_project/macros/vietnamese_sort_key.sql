{# A key that sorts Vietnamese names in dictionary order under the C collation: letters first (a ă â b … d đ e ê …),
   tones only between equal letters (ngang huyền hỏi ngã sắc nặng). The embedded server has no ICU. #}
{% macro vietnamese_sort_key(column) -%}
    {%- set tones = ['àằầèềìòồờùừỳ', 'ảẳẩẻểỉỏổởủửỷ', 'ãẵẫẽễĩõỗỡũữỹ', 'áắấéếíóốớúứý', 'ạặậẹệịọộợụựỵ'] -%}
    {%- set plain = 'aăâeêioôơuưy' -%}
    {%- set from_letters = tones | join -%}
    {%- set to_letters = plain * 5 -%}
    {%- set bare = "translate(lower(" ~ column ~ "), '" ~ from_letters ~ "', '" ~ to_letters ~ "')" -%}
    replace(replace(replace(replace(replace(replace(replace({{ bare }},
        'ă', 'a1'), 'â', 'a2'), 'đ', 'd1'), 'ê', 'e1'), 'ô', 'o1'), 'ơ', 'o2'), 'ư', 'u1')
    || ' ' || translate(lower({{ column }}), '{{ from_letters }}', '{{ '1' * 12 }}{{ '2' * 12 }}{{ '3' * 12 }}{{ '4' * 12 }}{{ '5' * 12 }}')
{%- endmacro %}
