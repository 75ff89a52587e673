"""Whether one can tell before the sale who belongs to a segment."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from unequal.segments import surrogate
from unequal.segments.surrogate import learn_surrogate


def accounts(n: int, *, seed: int = 1) -> pd.DataFrame:
    """Make accounts of any size in three countries."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {"employees": np.round(10 ** rng.uniform(0.5, 3.5, n)), "country": rng.choice(["DE", "FR", "US"], n)}
    )


def sizes(rows: pd.DataFrame) -> pd.Series:
    """Label by employees alone."""
    return pd.Series(np.where(rows["employees"] >= 100, "Big", "Small"), index=rows.index)


def test_a_segment_made_by_size_is_found_by_size() -> None:
    rows = accounts(60)
    found = learn_surrogate(rows, sizes(rows))
    assert found is not None
    assert found.kappa > 0.9
    assert found.fields == ("employees",)
    assert found.recall["segment"].tolist() == ["Small", "Big"]
    assert found.recall["probability"].min() > 0.99


def test_the_rule_is_said_in_plain_words() -> None:
    rows = pd.DataFrame({"employees": [*range(10, 30), *range(200, 220)]})
    found = learn_surrogate(rows, sizes(rows))
    assert found is not None
    assert found.rule_text == "Small: employees below 115. Big: employees from 115."


def test_labels_that_nothing_explains_are_not_found() -> None:
    rows = accounts(90)
    labels = pd.Series(np.random.default_rng(8).choice(["one", "two", "three"], 90))
    found = learn_surrogate(rows, labels)
    assert found is not None
    assert found.kappa < 0.3
    assert found.recall["probability"].max() < 0.2


@pytest.mark.parametrize("reset", [True, False])
def test_the_order_of_rows_changes_nothing(*, reset: bool) -> None:
    rows = accounts(70)
    labels = sizes(rows).mask(rows["country"].eq("FR"), "French")
    mixed = rows.sample(frac=1, random_state=3)
    told = labels.loc[mixed.index]
    if reset:
        mixed, told = mixed.reset_index(drop=True), told.reset_index(drop=True)
    first, second = learn_surrogate(rows, labels), learn_surrogate(mixed, told)
    assert first is not None
    assert second is not None
    assert first.rule_text == second.rule_text
    assert first.kappa == second.kappa
    pd.testing.assert_frame_equal(first.recall, second.recall)


def test_blanks_are_a_question_of_their_own() -> None:
    rows = pd.DataFrame({"employees": [*map(float, range(1, 41)), *[np.nan] * 20]})
    labels = pd.Series(["listed"] * 40 + ["unlisted"] * 20)
    found = learn_surrogate(rows, labels)
    assert found is not None
    assert found.rule_text == "listed: employees known. unlisted: employees not known."


def test_a_blank_that_falls_into_a_range_is_named_there() -> None:
    rows = pd.DataFrame({"employees": [*map(float, range(1, 41)), np.nan]})
    labels = pd.Series(["low"] * 30 + ["high"] * 10 + ["low"])
    found = learn_surrogate(rows, labels)
    assert found is not None
    assert found.rule_text == "high: employees from 31. low: employees below 31 (or not known)."


def test_yes_and_no_are_said_as_such() -> None:
    rows = pd.DataFrame({"complexity_sso": [True] * 20 + [False] * 20})
    found = learn_surrogate(rows, pd.Series(["hard"] * 20 + ["easy"] * 20))
    assert found is not None
    assert found.rule_text == "easy: sso: no. hard: sso: yes."


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        pytest.param(accounts(9), ["a", "b", "c"] * 3, id="nine customers"),
        pytest.param(accounts(30), ["a"] * 30, id="one segment"),
        pytest.param(accounts(30)[[]], ["a", "b"] * 15, id="no column"),
        pytest.param(pd.DataFrame({"country": ["DE"] * 30}), ["a", "b"] * 15, id="a column that does not vary"),
        pytest.param(accounts(30), [None] * 30, id="no label"),
    ],
)
def test_too_little_to_learn_from_gives_none(rows: pd.DataFrame, labels: list[str | None]) -> None:
    assert learn_surrogate(rows, pd.Series(labels, index=rows.index, dtype="object")) is None


def test_ten_customers_are_enough() -> None:
    assert learn_surrogate(accounts(10), pd.Series(["a", "b"] * 5)) is not None


def test_a_segment_of_one_customer_is_never_recognised() -> None:
    rows = accounts(40)
    found = learn_surrogate(rows, sizes(rows).mask(rows.index == 7, "odd"))
    assert found is not None
    odd = found.recall.set_index("segment").loc["odd"]
    assert float(odd["recall"]) == 0.0
    assert int(odd["n"]) == 1


def test_a_stratified_sample_stands_for_very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surrogate, "MOST_CUSTOMERS", 100)
    rows = accounts(400)
    found = learn_surrogate(rows, sizes(rows))
    assert found is not None
    assert found.sampled
    assert found.of == 400
    assert found.n <= 100
    assert found.kappa > 0.9
