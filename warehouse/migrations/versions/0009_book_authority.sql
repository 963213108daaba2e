-- Who publishes the official points of an index, where that is another authority (the national portal for set 766).
set local role parix_transformer;

alter table books.book add column authority text;
comment on column books.book.authority is
'Authority that publishes the official points; null: they are approved here. An index of another authority is never proposed.';

reset role;
