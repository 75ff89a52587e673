"""One name in many spellings, and slips of the pen."""

from __future__ import annotations

import pandas as pd
import pytest

from unequal.segments.spellings import folded, one_spelling, spelled


@pytest.mark.parametrize("name", ["Mid-Market", "mid market", " MID MARKET ", "Mid_Market", "m\u00edd market"])
def test_case_blanks_marks_and_accents_make_no_other_name(name: str) -> None:
    assert folded(name) == "midmarket"


def test_a_name_of_marks_alone_stays_itself() -> None:
    assert folded(" ++ ") == "++"


def test_the_known_spelling_stays_else_the_most_frequent() -> None:
    names = pd.Series(["BIG", "big", "big", None, "small", "SMALL"])
    assert one_spelling(names, known=["Big"]).to_list()[:3] == ["Big"] * 3
    assert one_spelling(names).dropna().to_list() == ["big", "big", "big", "SMALL", "SMALL"]
    assert one_spelling(names).isna().sum() == 1


def test_a_slip_is_shown_and_not_mended() -> None:
    found = spelled(pd.Series(["Enterprise"] * 5 + ["Entreprise"])).set_index("name")
    assert found.loc["Entreprise", "slip_of"] == "Enterprise"
    assert found.loc["Entreprise", "rows"] == 1


@pytest.mark.parametrize(("first", "second"), [("Tier 1000", "Tier 1001"), ("Mid", "Mig"), ("Retail", "Banking")])
def test_numbers_short_names_and_other_words_are_no_slips(first: str, second: str) -> None:
    assert spelled(pd.Series([first, first, second]))["slip_of"].eq("").all()


def test_the_order_of_rows_changes_nothing() -> None:
    names = pd.Series(["Big", "big", "BIG", "Small", "small "])
    assert spelled(names).equals(spelled(names[::-1]))
