from __future__ import annotations

import re

import pytest

from unequal.importers import plan_import


def pipeline(rows):
    return "id,status,created,closed\n" + "\n".join(rows) + "\n"


def test_deals_without_an_account_are_counted_by_outcome(export):
    note = plan_import([export()]).note("deals-without-account")
    assert (note.count, note.of) == (2, 6)
    assert "2 of 3 open, 0 of 3 closed" in note.says
    assert "win rates by segment would look better" in note.says


def test_open_deals_without_a_start_are_counted(export):
    note = plan_import([export()]).note("deals-without-start")
    assert (note.count, note.of) == (1, 3)
    assert '"Prospecting"' in note.says


def test_deals_older_than_any_that_closed_are_dead_pipeline(export):
    note = plan_import([export()]).note("dead-pipeline")  # longest closed 64 days; A4 is 139 days old, A5 19
    assert (note.count, note.of) == (1, 2)
    assert "50 %" in note.says


@pytest.mark.parametrize(("created", "dead"), [("2026-01-01", True), ("2026-01-02", False)])
def test_a_deal_as_old_as_the_longest_is_not_dead(only, created, dead):
    rows = ["1,won,2026-01-02,2026-03-01", f"2,open,{created},", "3,won,2026-02-20,2026-03-01"]
    assert (plan_import([only(pipeline(rows))]).note("dead-pipeline") is not None) is dead


def test_as_of_is_guessed_from_the_last_event_and_says_so(export):
    plan = plan_import([export()])
    assert str(plan.setting("as_of").value) == "2017-03-20"
    assert "a guess: the last event in any dated column" in plan.setting("as_of").says
    assert plan.note("as-of-guessed").asks


def test_a_day_far_after_all_others_is_not_the_day_of_the_export(only):
    plan = plan_import([only(pipeline(["1,open,2026-01-01,", "2,open,2062-01-05,", "3,open,2026-01-05,"]))])
    assert str(plan.setting("as_of").value) == "2026-01-05"
    assert "2062-01-05" in plan.note("stray-date").says


def test_without_days_as_of_is_asked(only):
    plan = plan_import([only("id,status,created\n1,open,\n2,open,\n")])
    assert plan.setting("as_of") is None
    assert plan.note("as-of-unknown").asks


def early_and_late(early):
    """Twenty deals a month apart of `early` days from the first close, twenty after it that close within ten days."""
    before = [f"e{n},open,2026-01-01," for n in range(early)]
    after = [f"l{n},won,2026-04-01,2026-04-{1 + n % 10:02d}" for n in range(20)]
    return pipeline([*before, *after])


def test_closes_that_begin_long_after_deals_are_late_entry(only):
    plan = plan_import([only(early_and_late(5))])
    assert str(plan.setting("deals_complete_from").value) == "2026-04-01"
    assert "they are not in the file" in plan.note("late-entry").says


def test_fewer_than_five_closes_missing_may_be_chance(only):
    assert plan_import([only(early_and_late(4))]).setting("deals_complete_from") is None


def test_closes_that_begin_with_the_deals_are_no_late_entry(only):
    rows = [f"{n},won,2026-01-{1 + n % 28:02d},2026-02-{1 + n % 28:02d}" for n in range(60)]
    assert plan_import([only(pipeline(rows))]).setting("deals_complete_from") is None


def test_accounts_that_no_deal_names_are_told(export):
    note = plan_import([export()]).note("accounts-without-deals")
    assert (note.count, note.of) == (1, 3)
    assert "Cancity" in note.says


def test_accounts_that_only_deals_name_are_told_with_a_likely_match(export):
    folder = export()
    text = (folder / "sales_pipeline.csv").read_text().replace("Betasoloin", "Beta Soloin")
    (folder / "sales_pipeline.csv").write_text(text)
    note = plan_import([folder]).note("accounts-unmatched")
    assert (note.count, note.of) == (1, 4)
    assert '--map "account_id:Beta Soloin=Betasoloin"' in note.mend
    assert note.lines == ("[tables.deals.values.account_id]", '"Beta Soloin" = "Betasoloin"')


def test_subsidiaries_are_counted(export):
    note = plan_import([export()]).note("subsidiaries")
    assert (note.count, note.of) == (1, 3)
    assert "counted by parent they are 2" in note.says


def test_a_parent_that_is_no_account_is_told(export):
    note = plan_import([export(accounts="account,sector,subsidiary_of\nAcme,retail,Holding\n")]).note(
        "parents-unmatched"
    )
    assert note.count == 1


def test_a_product_that_the_price_list_lacks_is_told_with_count_and_likely_match(export):
    plan = plan_import([export()])
    note = plan.note("products-unmatched")
    assert (note.count, note.of) == (2, 6)
    assert '"GTXPro" on 2 deals, perhaps "GTX Pro"' in note.says
    assert '--map "product:GTXPro=GTX Pro"' in note.mend


def test_list_prices_wait_until_every_product_is_known(export):
    assert plan_import([export()]).table("deals").cells("price_asked") is None


def test_list_prices_fill_open_deals_once_the_user_says_what_is_the_same(export):
    plan = plan_import([export()], ["product:GTXPro=GTX Pro"])
    assert list(plan.table("deals").cells("price_asked")) == ["", "", "", "4821", "550", "550"]
    assert plan.note("list-price-as-price-asked").count == 3


def test_words_that_look_misspelt_are_told_and_left(export):
    plan = plan_import([export()])
    said = [note.says for note in plan.notes if note.code == "perhaps-misspelt"]
    assert len(said) == 2
    assert re.search(r'"technolgy" \(1\), perhaps "technology"', said[0])
    assert "technolgy" in list(plan.table("customers").cells("industry"))


def test_people_who_own_no_deal_are_told(export):
    note = plan_import([export()]).note("owners-without-deals")
    assert (note.count, note.of) == (1, 3)


def test_revenue_in_millions_is_brought_to_plain_units(export):
    plan = plan_import([export()])
    assert list(plan.table("customers").cells("annual_revenue")) == ["1100040000", "251410000", "718620000"]
    assert "in millions" in plan.note("unit-of-revenue").says


@pytest.mark.parametrize(("header", "first"), [("revenue (USD millions)", "1100040000"), ("revenue (k)", "1100040")])
def test_a_header_may_say_the_unit(export, header, first):
    text = f"account,{header},employees\nAcme,1100.04,2822\nBetasoloin,251.41,495\n"
    plan = plan_import([export(accounts=text, data_dictionary=None)])
    assert plan.table("customers").cells("annual_revenue")[0] == first


def test_revenue_that_nobody_could_live_on_is_left_out_and_asked(export):
    plan = plan_import([export(data_dictionary=None)])
    assert plan.table("customers").cells("annual_revenue") is None
    assert plan.note("unit-of-revenue").asks


def test_revenue_in_plain_units_is_read_as_it_is(export):
    text = "account,revenue,employees\nAcme,1100040000,2822\nBetasoloin,251410000,495\n"
    plan = plan_import([export(accounts=text, data_dictionary=None)])
    assert plan.table("customers").header("annual_revenue") == "revenue"
    assert plan.note("unit-of-revenue") is None


def test_the_user_may_say_that_it_is_in_plain_units(export):
    plan = plan_import([export(data_dictionary=None)], ["customers.annual_revenue=revenue"])
    assert next(iter(plan.table("customers").cells("annual_revenue"))) == "1100.04"


def test_the_currency_is_taken_from_the_dictionary(export):
    setting = plan_import([export()]).setting("currency")
    assert setting.value == "USD"
    assert "a guess: data_dictionary.csv says" in setting.says


def test_a_currency_that_no_file_names_is_asked(export):
    plan = plan_import([export(data_dictionary=None)])
    assert plan.setting("currency") is None
    assert plan.note("currency-unknown").asks


def test_the_currency_is_taken_from_a_column(only):
    text = (
        "id,status,created,amount,currency\n1,open,2026-01-01,5,EUR\n2,open,2026-01-01,5,EUR\n3,open,2026-01-01,5,SEK\n"
    )
    plan = plan_import([only(text)])
    assert plan.setting("currency").value == "EUR"
    assert plan.note("several-currencies").lines[1] == 'SEK = { rate = 1.0, source = "" }'


def test_a_value_may_be_a_year_s_or_the_contract_s(only):
    assert plan_import([only("id,status,created,amount\n1,open,2026-01-01,5\n")]).note("value-a-year").asks


def test_a_header_that_says_a_year_needs_no_question(only):
    assert plan_import([only("id,status,created,acv\n1,open,2026-01-01,5\n")]).note("value-a-year") is None
