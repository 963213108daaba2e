-- Before, a build after an approval made all facts anew although nothing had arrived.
alter table ops.release add column facts text;
comment on column ops.release.facts is
'Hash of what the facts below the marts are made from: deliveries, decisions, books, corrections and code, without the official rankings.';
