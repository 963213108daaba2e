-- Why a rank moved from one release to the next, in five parts that add up exactly (docs/releases.md, decision 0030).
create table ops.release_book (
    release_id bigint not null references ops.release,
    index_code text not null,
    edition text not null,
    sha256 text not null,
    primary key (release_id, index_code, edition)
);
comment on table ops.release_book is 'The index books that a release was built with; sha256 is that of books.book.';

create table ops.rank_bridge (
    release_id bigint not null references ops.release,
    previous_release_id bigint not null references ops.release,
    index_code text not null,
    edition text not null,
    period_code text not null,
    unit_key text not null,
    previous_rank integer,
    own_figures integer,
    others_figures integer,
    method integer,
    boundary integer,
    correction integer,
    rank integer,
    previous_score numeric,
    score_own_figures numeric,
    score_others_figures numeric,
    score_method numeric,
    score_boundary numeric,
    score_correction numeric,
    score numeric,
    primary key (release_id, index_code, edition, period_code, unit_key),
    check (previous_release_id < release_id),
    constraint rank_parts_add_up check (
        case
            when previous_rank is null or rank is null
                then num_nonnulls(own_figures, others_figures, method, boundary, correction) = 0
            else coalesce(previous_rank + own_figures + others_figures + method + boundary + correction = rank, false)
        end
    ),
    constraint score_parts_add_up check (
        case
            when previous_score is null or score is null
                then num_nonnulls(
                    score_own_figures, score_others_figures, score_method, score_boundary, score_correction
                ) = 0
            else coalesce(
                previous_score + score_own_figures + score_others_figures + score_method + score_boundary
                + score_correction = score, false
            )
        end
    )
);
comment on table ops.rank_bridge is
'Every unit whose rank or score a release moved against the release before, and why: places (negative = up) and points by part. A unit that had no rank before, or has none now, has no parts: there is nothing to add them to.';
comment on column ops.rank_bridge.own_figures is 'Places by the figures and assessments of the unit itself.';
comment on column ops.rank_bridge.others_figures is 'Places by the figures and assessments of the other units.';
comment on column ops.rank_bridge.method is 'Places by another book, another code, or the end of the period.';
comment on column ops.rank_bridge.boundary is 'Places by units that came, went, or changed their group.';
comment on column ops.rank_bridge.correction is 'Places by corrections.csv and by files that were sent again, of any unit.';

grant select, insert on ops.release_book, ops.rank_bridge to parix_publisher;
grant select on ops.release_book, ops.rank_bridge to parix_auditor, parix_transformer;
-- the marts' view of the bridge belongs to the keeper once it is published
grant usage on schema ops to parix_keeper;
grant select on ops.rank_bridge to parix_keeper;
