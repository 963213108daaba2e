-- Signals for reviewers: what each of them says. One line for a signal.
select
    index_code,
    edition,
    period_code,
    signal,
    unit_key,
    criterion_code,
    evidence_vi like '%dấu hiệu cần xem lại, không phải kết luận%' and signal_vi like 'dấu hiệu cần xem lại%' as says_no_verdict,
    evidence_vi ~ '[0-9]' as has_numbers,
    signal in ('edited_after_appraisal', 'late_rank_edit') and receipt_id is null as is_untraced
from {schema}.fct_manipulation_signal
