"""Who stands in which form: present, held back, or not there, among the units of the level at the end of the period."""


def arrivals(query, form, period):
    return query(
        """select state, count(*), min(peers_present), min(peers) from marts.fct_form_arrival
           where source_code = %s and period_code = %s group by state order by state""",
        f"workbook:{form}", period,
    )  # fmt: skip


def test_a_form_that_all_sent_and_one_that_few_did(night, query):
    assert arrivals(query, "digital_signature", "2026") == [("present", 130, 130, 130)]
    assert arrivals(query, "vpcp_06a", "2026-A10") == [
        ("absent", 123, 7, 130),
        ("held", 1, 7, 130),
        ("present", 6, 7, 130),
    ]
    assert arrivals(query, "par_district", "2023") == [("present", 21, 21, 21)]


def test_what_is_held_is_not_called_missing(night, query):
    found = query(
        "select state, rows_loaded, rows_held from marts.fct_form_arrival"
        " where unit_key = 'commune-17920-2025' and source_code = 'workbook:vpcp_06a'"
    )
    assert found == [("held", 0, 66)]


def test_every_unit_of_today_says_when_it_was_last_heard_of(night, query):
    (units,) = query("select count(*) from marts.dim_unit where is_own and valid_to is null and level <> 'province'")[0]
    heard = query("select unit_key, as_of_date, days_since, greatest(last_received_on, last_resolved_on)"
                  " from marts.fct_unit_freshness")  # fmt: skip
    assert len(heard) == units
    assert all((day - last).days == since >= 0 for _, day, since, last in heard if last)
    assert any(last is None and since is None for *_, since, last in heard), "silence is no number of days"
