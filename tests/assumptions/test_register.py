from __future__ import annotations

import math
import pickle
import subprocess
import sys
from datetime import date

import pytest

from unequal.assumptions import Override, assumption, catalogue, overridden
from unequal.errors import InputError

GRADES_OF_QUALITY = {"P": {"E3"}, "S": {"E3", "E4"}, "V": {"E4"}}
PRIORS = {
    "win_probability": (0.30, 0.22, 0.17),
    "win_median_months": (1.2, 3.5, 8),
    "win_sigma": (0.6, 0.5, 0.45),
    "lost_median_factor": (0.6, 0.6, 0.6),
    "lost_sigma": (0.7, 0.7, 0.7),
    "churn_monthly": (0.04, 0.015, 0.0075),
    "gross_margin": (0.8, 0.8, 0.8),
    "ramp_months": (3, 5, 8),
}


def published():
    return {key: row for key, row in catalogue().items() if key[0] == "B"}


def test_every_row_of_the_published_catalogue_is_there():
    expected = {f"B{number:02}" for number in range(1, 48)} | {"B05b", "B21b", "B37b"}
    assert set(published()) == expected


@pytest.mark.parametrize("key", sorted(published()))
def test_a_published_row_says_who_where_and_how_good(key):
    row = published()[key]
    assert row.figure
    assert row.source
    assert "http" in row.url
    assert row.grade in GRADES_OF_QUALITY[row.quality]
    assert row.year is None or 2000 < row.year <= 2026


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_every_row_can_be_shown_to_a_reader(key):
    row = catalogue()[key]
    assert row.id == key
    assert row.name
    assert row.grade in {"E3", "E4", "E5"}
    assert set(row.basis) <= set(published())
    assert row.follows is None or catalogue()[row.follows].value == row.value
    assert all(math.isfinite(number) for number in row.values.values())


def test_ids_differ_by_more_than_case():
    assert len({key.casefold() for key in catalogue()}) == len(catalogue())


@pytest.mark.parametrize("what", sorted(PRIORS))
def test_priors_are_those_of_small_medium_and_big(what):
    found = tuple(assumption(f"prior.{tier}.{what}").value for tier in ("Small", "Medium", "Big"))
    assert found == PRIORS[what]


@pytest.mark.parametrize(("tier", "mean_open_months"), [("Small", 1.07), ("Medium", 2.97), ("Big", 6.59)])
def test_the_priors_give_the_mean_open_time(tier, mean_open_months):
    """Mean of a lognormal is median * exp(variance / 2); won and lost weigh by the win rate."""

    def prior(what):
        return assumption(f"prior.{tier}.{what}").value

    won = prior("win_median_months") * math.exp(prior("win_sigma") ** 2 / 2)
    lost = prior("lost_median_factor") * prior("win_median_months") * math.exp(prior("lost_sigma") ** 2 / 2)
    assert prior("win_probability") * won + (1 - prior("win_probability")) * lost == pytest.approx(
        mean_open_months, abs=0.005
    )


@pytest.mark.parametrize(
    ("key", "value", "grade"),
    [
        ("raise_months", 6, "E4"),
        ("reserve_months", 2, "E5"),
        ("wins_needed", 2, "E5"),
        ("decision.go_probability", 0.80, "E5"),
        ("decision.stop_probability", 0.20, "E5"),
    ],
)
def test_choices_have_their_default(key, value, grade):
    assert (assumption(key).value, assumption(key).grade) == (value, grade)


def test_raise_months_rests_on_the_published_length_of_a_raise():
    assert assumption("raise_months").basis == ("B27",)


def test_unknown_id_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="Did you mean 'raise_months'"):
        assumption("raise_month")


def test_an_override_replaces_value_source_and_grade():
    own = overridden(catalogue(), {"B14": Override(value=0.7, source="our books", grade="E1")})["B14"]
    assert (own.value, own.source, own.grade, own.url) == (0.7, "our books", "E1", "")
    assert own.is_overridden


def test_an_override_without_a_grade_is_a_guess():
    assert overridden(catalogue(), {"B14": Override(value=0.7, source="our books")})["B14"].grade == "E5"


def test_an_override_leaves_the_shipped_rows_alone():
    overridden(catalogue(), {"B14": Override(value=0.7, source="our books")})
    assert assumption("B14").value == 0.80


def test_a_row_follows_the_override_of_its_basis():
    own = overridden(catalogue(), {"B27": Override(value=4, source="our last round")})
    assert (own["raise_months"].value, own["raise_months"].origin) == (4, "[assumptions] B27")


def test_a_rows_own_override_wins_over_that_of_its_basis():
    own = overridden(
        catalogue(),
        {"raise_months": Override(value=3, source="a bridge"), "B27": Override(value=4, source="our last round")},
    )
    assert (own["raise_months"].value, own["B27"].value) == (3, 4)


@pytest.mark.parametrize(
    ("key", "override", "match"),
    [
        ("B72", Override(value=1, source="us"), "Did you mean 'B"),
        ("B27", Override(value=1, source=" "), "no source"),
        ("B27", Override(value="long", source="us"), '"long" is no number'),
        ("B27", Override(value=True, source="us"), '"True" is no number'),
        ("B27", Override(value=math.nan, source="us"), '"nan" is no number'),
        ("B27", Override(value=1, source="us", grade="E9"), '"E9" is no grade'),
        ("B13", Override(value=1, source="us"), "no single number"),
        ("as_of", Override(value=3, source="us"), "no date"),
    ],
)
def test_an_override_that_does_not_fit_is_refused(key, override, match):
    with pytest.raises(InputError, match=match):
        overridden(catalogue(), {key: override})


def test_the_guessed_day_can_be_written_as_an_assumption():
    own = overridden(catalogue(), {"as_of": Override(value=date(2026, 6, 30), source="last event in deals.csv")})
    assert own["as_of"].value == date(2026, 6, 30)


def test_a_row_survives_a_process_pool():
    assert pickle.loads(pickle.dumps(assumption("B13"))) == assumption("B13")


def test_the_register_loads_no_frames():
    code = "import sys, unequal.assumptions; print(sorted({'pandas', 'numpy', 'pydantic'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
