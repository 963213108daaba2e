{{ config(alias='as_of') }}
-- Grain: one row. The last Vietnamese day of which the warehouse has heard: until then a period is running. Taken
-- from the data, never from a clock, so that a build of the same data gives the same marts on any day.
select
    coalesce(
        (select (max(updated_at) at time zone 'Asia/Ho_Chi_Minh')::date from {{ ref('dossier_current') }}),
        (select (max(received_at) at time zone 'Asia/Ho_Chi_Minh')::date from {{ source('ops', 'delivery') }}),
        date '2020-01-01'
    ) as as_of_date
