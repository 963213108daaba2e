{# A moment as a source writes it (reference.dossier_sources, alias `of`) as timestamptz: ISO 8601 with its offset, or
   the groups of the source's pattern put together as ISO 8601 and read in the source's time zone. The gate has let
   through nothing else. #}
{% macro dossier_moment(value, of='f') -%}
    case
        when {{ of }}.moment_iso is null then nullif({{ value }}, '')::timestamptz
        else regexp_replace(nullif({{ value }}, ''), {{ of }}.moment_pattern, {{ of }}.moment_iso)::timestamp
            at time zone {{ of }}.time_zone
    end
{%- endmacro %}
