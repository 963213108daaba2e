{# A key that sorts Vietnamese names in dictionary order, byte by byte whatever the server's collation and locale (the embedded
   one has no ICU, and under locale C lower() knows no Đ): letters first (a ă â b … d đ e ê …), tones only between equal
   letters (ngang huyền hỏi ngã sắc nặng). The braces stand after z, so that ă follows every a; two blanks stand before any
   letter, digit or single blank. #}
{% macro vietnamese_sort_key(column) -%}
    {%- set tones = ['àằầèềìòồờùừỳ', 'ảẳẩẻểỉỏổởủửỷ', 'ãẵẫẽễĩõỗỡũữỹ', 'áắấéếíóốớúứý', 'ạặậẹệịọộợụựỵ'] -%}
    {%- set plain = 'aăâeêioôơuưy' -%}
    {%- set toned = tones | join -%}
    {%- set own = 'ăâđêôơư' ~ toned -%}
    {%- set small = "translate(lower(" ~ column ~ "), '" ~ (own | upper) ~ "', '" ~ own ~ "')" -%}
    {%- set digits -%}
        {{ '0' * 12 }}{{ '1' * 12 }}{{ '2' * 12 }}{{ '3' * 12 }}{{ '4' * 12 }}{{ '5' * 12 }}
    {%- endset -%}
    (
        replace(replace(replace(replace(replace(replace(replace(
            translate({{ small }}, '{{ toned }}', '{{ plain * 5 }}'),
            'ă', 'a{'), 'â', 'a|'), 'đ', 'd{'), 'ê', 'e{'), 'ô', 'o{'), 'ơ', 'o|'), 'ư', 'u{')
        || '  ' || translate({{ small }}, '{{ plain }}{{ toned }}', '{{ digits | trim }}')
    ) collate "C"
{%- endmacro %}
