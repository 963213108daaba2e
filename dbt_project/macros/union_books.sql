{# All books' files of one kind (book, criteria, steps, classes) as one relation; a new edition is a new folder.
   The index and the edition are the folder's names: seeds/books/<index>/<edition>/. All columns are text. #}
{% macro union_books(kind, columns) -%}
    {%- set ns = namespace(parts=[]) -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | sort(attribute='unique_id') -%}
            {%- if node.resource_type == 'seed' and node.name.endswith('__' ~ kind) and '/books/' in node.original_file_path -%}
                {%- set path = node.original_file_path.split('/books/')[1].split('/') -%}
                {%- set relation = api.Relation.create(node.database, node.schema, node.alias) -%}
                {%- set present = adapter.get_columns_in_relation(relation) | map(attribute='name') | list -%}
                {%- set part -%}
    select
        '{{ path[0] }}'::text as index_code,
        '{{ path[1] }}'::text as edition
                    {%- for column in columns %},
        {% if column in present %}nullif(btrim({{ column }}), ''){% else %}null{% endif %}::text as {{ column }}
                    {%- endfor %}
    from {{ relation }}
                {%- endset -%}
                {%- do ns.parts.append(part) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {{ ns.parts | join('\n    union all\n') if ns.parts else 'select null::text as index_code, null::text as edition' }}
{%- endmacro %}
