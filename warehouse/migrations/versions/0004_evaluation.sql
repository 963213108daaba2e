-- The national portal's public evaluation figures, every day's answer: the portal overwrites what it shows.
create table raw_evaluation.value (
    receipt_id bigint not null,
    row_no integer not null,
    source_code text not null,
    observed_at timestamptz not null,
    observed_on date not null,
    period_code text not null,
    group_code text not null,
    kind text not null check (kind in ('total', 'group', 'metric', 'field')),
    unit_id text,
    unit_code text,
    unit_name text,
    unit_level text,
    metric_code text,
    metric_name text,
    numerator numeric,
    denominator numeric,
    value numeric,
    ratio numeric,
    score numeric,
    max_score numeric,
    score_delta numeric,
    quality_status text,
    quality_message text,
    released_gate_id bigint,
    primary key (receipt_id, row_no)
);
create index value_released on raw_evaluation.value (released_gate_id) where released_gate_id is not null;
comment on table raw_evaluation.value is
'One line of the portal''s answer about a unit, a period and an observation day; append-only, every number as delivered, null is not 0.';
comment on column raw_evaluation.value.observed_on is
'Vietnamese day of the observation (06:00 there is the day before in UTC); computed in ingestion/evaluation_periods.py alone.';
comment on column raw_evaluation.value.group_code is
'transparency, progress, online, payment, digitisation, satisfaction; total: points of a unit over all groups; nation: those of all provinces.';
comment on column raw_evaluation.value.unit_code is
'The portal''s code; three groups name units by id alone, their code is that of the same id elsewhere in the same answer.';
grant select, insert, delete on raw_evaluation.value to parix_loader;
grant select on raw_evaluation.value to parix_transformer, parix_auditor;
