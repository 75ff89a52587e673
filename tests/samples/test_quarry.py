"""The healthy one: what makes it so, counted from the files."""

from __future__ import annotations

import math
import tomllib

import pandas as pd
import pytest

from unequal.samples import PROFILES, find
from unequal.segments.jobs import opportunities

COMPLETE_FROM = pd.Timestamp(2024, 9, 1)


def test_cash_does_not_end_within_the_plan(months_of_cash):
    assert months_of_cash("quarry") == math.inf


def test_the_company_earned_more_than_it_spent_in_the_last_year(exported):
    assert exported("quarry", "finance")["cash"].dropna().diff().iloc[-12:].sum() > 0


def test_without_three_in_ten_receipts_cash_ends_after_two_years(months_of_cash):
    assert 24 < months_of_cash("quarry", "finance_downside") < 36


def test_the_downside_reads_the_other_finance_file():
    downside = tomllib.loads((find("quarry") / "scenarios" / "downside.toml").read_text(encoding="utf-8"))
    assert (find("quarry") / downside["tables"]["finance"]["source"]).is_file()


def test_medium_deals_are_won_in_a_quarter_of_a_year(deals):
    won = deals("quarry").query("segment == 'Medium' and status == 'won'")["months"]
    assert len(won) == 45
    assert won.median() == pytest.approx(PROFILES["quarry"].tier("Medium").win_months, rel=0.15)


def test_big_deals_are_enough_for_a_direction_only(deals):
    assert 5 <= len(deals("quarry").query("segment == 'Big'")) <= 9


def test_losses_before_the_new_crm_are_missing(deals):
    rows = deals("quarry")
    early = rows[rows["closed_at"] < COMPLETE_FROM]
    assert set(early["status"]) == {"won"}


def test_deals_that_were_open_at_the_move_entered_late(deals):
    rows = deals("quarry")
    moved = rows[(rows["created_at"] < COMPLETE_FROM) & ~(rows["closed_at"] < COMPLETE_FROM)]
    assert len(moved) >= 5
    assert (moved["entered_at"] == COMPLETE_FROM).all()
    since = rows[rows["created_at"] >= COMPLETE_FROM]
    assert (since["entered_at"] == since["created_at"]).all()


def test_headers_are_those_of_a_crm():
    header = (find("quarry") / "data" / "deals.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith("Opportunity ID,Account ID,Size Class,Created Date")


def test_ids_keep_their_leading_zeros(exported):
    assert exported("quarry", "customers")["customer_id"].str.fullmatch(r"\d{6}").all()


def test_the_survey_hides_two_jobs_in_one_average(exported):
    answers = exported("quarry", "survey")
    assert answers["respondent_id"].nunique() == 68
    assert set(opportunities(answers)["band"]) == {"unattractive"}
    people = answers.drop_duplicates("respondent_id").set_index("respondent_id")["customer_id"]
    jobs = exported("quarry", "customers").drop_duplicates("customer_id").set_index("customer_id")["job_primary"]
    kinds = people.map(jobs).isin(["prove compliance", "answer tenders"]).map({True: "papers", False: "floor"})
    assert kinds.value_counts().to_dict() == {"papers": 34, "floor": 34}
    within = opportunities(answers, kinds).query("opportunity >= 12").groupby("segment").size()
    assert within.to_dict() == {"papers": 2, "floor": 2}
