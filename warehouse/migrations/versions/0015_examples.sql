-- Before, a failed check of the border out, or one that only warns, said how many rows and not which.
alter table ops.gate_result add column examples jsonb;
comment on column ops.gate_result.examples is
'Some of the rows that failed: at the border in where to look them up, at the border out the rows. Those that went to quarantine are shown there.';
