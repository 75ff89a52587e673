from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.segments import label, schemes
from unequal.segments.jobs import answers, opportunities, wants
from unequal.segments.protocol import Known, why_not

SPEED, PROOF = "pass an audit", "train new staff"


def asked(respondent: str, customer: str | None, speed: tuple[float, float], proof: tuple[float, float]) -> list[dict]:
    who = {"respondent_id": respondent, "customer_id": customer}
    return [
        {**who, "outcome_id": outcome, "importance": wish, "satisfaction": met}
        for outcome, (wish, met) in ((SPEED, speed), (PROOF, proof))
    ]


def two_jobs(each: int = 30) -> pd.DataFrame:
    """Half want to pass audits and cannot, half want to train staff and cannot."""
    first = [asked(f"a{n}", f"c{n}", (5, 1 + n % 2), (2, 4)) for n in range(each)]
    other = [asked(f"b{n}", f"d{n}", (2, 4), (5, 1 + n % 2)) for n in range(each)]
    return pd.DataFrame([row for rows in first + other for row in rows])


def view(*ids: str) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": list(ids)})


NOBODY = view()


# --- opportunity


@pytest.mark.parametrize(
    ("important", "satisfied", "opportunity", "band"),
    [
        pytest.param(10, 10, 10.0, "worth a look", id="met"),
        pytest.param(9, 10, 9.0, "unattractive", id="more than met"),
        pytest.param(10, 8, 12.0, "strong", id="from 12"),
        pytest.param(10, 5, 15.0, "strong", id="to 15"),
        pytest.param(10, 4, 16.0, "extreme", id="above 15"),
    ],
)
def test_opportunity_is_importance_and_what_is_not_met(important, satisfied, opportunity, band):
    rows = [
        {"respondent_id": f"r{n}", "outcome_id": "o", "importance": 4 if n < important else 3, "satisfaction": met}
        for n, met in enumerate([5] * satisfied + [3] * (10 - satisfied))
    ]
    found = opportunities(pd.DataFrame(rows)).loc[0]
    assert (found["opportunity"], found["band"], found["answers"]) == (opportunity, band, 10)


@pytest.mark.parametrize(("each", "enough"), [(29, False), (30, True)])
def test_thirty_answers_in_a_segment_are_enough(each, enough):
    survey = two_jobs(each)
    groups = pd.Series({name: name[0] for name in survey["respondent_id"].unique()})
    found = opportunities(survey, groups)
    assert found["segment"].to_list() == ["a", "a", "b", "b"]
    assert found["outcome_id"].to_list() == [SPEED, PROOF, PROOF, SPEED]
    assert found["enough"].to_list() == [enough] * 4


def test_an_answer_without_a_figure_does_not_count_and_one_given_twice_counts_once():
    rows = asked("r", None, (5, 2), (3, 3)) * 2 + asked("s", None, (np.nan, 2), (3, 3))
    assert len(answers(pd.DataFrame(rows))) == 3


def test_who_ticks_five_throughout_wants_nothing_more_than_the_rest():
    found = wants(pd.DataFrame(asked("r", None, (5, 5), (5, 5))))
    assert found.loc["r"].to_list() == [0.0, 0.0]


# --- the scheme


def test_customers_are_placed_by_what_their_people_want_and_lack():
    found = label("outcomes", customers=view("c1", "d1", "e"), answers={"survey": two_jobs()})
    assert found.scheme_used == "outcomes"
    assert found.customers.to_dict() == {"c1": SPEED, "d1": PROOF, "e": "unknown"}
    assert "answers of 60 people" in found.rule_text
    assert not found.observable_on_prospects


def test_a_customer_is_where_most_of_its_people_are():
    survey = two_jobs().replace({"customer_id": {"c1": "x", "c2": "x", "d1": "x"}})
    assert label("outcomes", customers=view("x"), answers={"survey": survey}).customers["x"] == SPEED


@pytest.mark.parametrize(("each", "used"), [(29, "everyone"), (30, "outcomes")])
def test_two_segments_of_thirty_people_are_the_least(each, used):
    assert label("outcomes", customers=view("c1"), answers={"survey": two_jobs(each)}).scheme_used == used


def test_a_survey_with_one_answer_says_so():
    survey = pd.DataFrame(asked("r", "c1", (5, 2), (3, 3))[:1])
    found = label("outcomes", customers=view("c1"), answers={"survey": survey})
    assert "the survey holds 1 answer from 1 person, and two segments of 30" in found.why


def test_without_a_survey_the_reason_is_that_there_is_none():
    assert why_not(schemes()["outcomes"], Known()).startswith("there is no answer of a survey")


def test_people_who_all_answer_alike_form_no_segments():
    survey = pd.DataFrame([row for n in range(70) for row in asked(f"r{n}", f"c{n}", (5, 2), (3, 3))])
    assert "no grouping of the answers" in label("outcomes", customers=view("c1"), answers={"survey": survey}).why


@settings(deadline=None, max_examples=5)
@given(st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_segment(random):
    survey = two_jobs()
    order = list(range(len(survey)))
    random.shuffle(order)
    customers = view("c1", "c7", "d2", "d9")
    surveys = (survey, survey.iloc[order])
    straight, shuffled = (label("outcomes", customers=customers, answers={"survey": one}) for one in surveys)
    assert straight.customers.to_dict() == shuffled.customers.to_dict()
    assert straight.rule_text == shuffled.rule_text
