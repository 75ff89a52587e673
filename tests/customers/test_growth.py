"""Three growths of a group, each on customers that can be counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from unequal.customers.growth import Growth, growth_of, logos

START = [24, 24, 30, 18, 20, 26, 40, 22, 21, 24, 36, 28, 19, 25, 23, 27, 31, 22]
END = [24, 30, 30, 0, 20, 30, 52, 22, 0, 26, 36, 34, 19, 25, 0, 27, 40, 22]
NONE_GONE = pd.Series(dtype="datetime64[ns]")
ALL_PAST = pd.Series(dtype="bool")


def rows(start: list[float], end: list[float], **more: object) -> pd.DataFrame:
    listed = {"list_start": np.nan, "list_end": np.nan, "paused": False, **more}
    ids = [f"c{place:03d}" for place in range(len(start))]
    return pd.DataFrame({"customer_id": ids, "start": start, "end": end, **listed}).astype(
        {"start": "float64", "end": "float64"}
    )


def grown(start: list[float], end: list[float], renewed: pd.Series = ALL_PAST, **more: object) -> Growth:
    return growth_of(rows(start, end, **more), renewed, months=12, level=0.95)


@pytest.fixture(scope="module")
def book() -> Growth:
    """The eighteen customers of the worked example."""
    return grown([float(one) for one in START], [float(one) for one in END])


def test_the_net_figure_counts_the_lost_as_nothing(book: Growth) -> None:
    assert book.nrr.value == pytest.approx(0.9500, abs=1e-4)
    assert (book.nrr.low, book.nrr.high) == pytest.approx((0.76, 1.10), abs=0.01)


def test_the_gross_figure_counts_nobody_higher_than_before(book: Growth) -> None:
    assert book.grr.value == pytest.approx(0.8652, abs=1e-4)


def test_how_likely_it_is_that_they_pay_less(book: Growth) -> None:
    assert book.shrinks == pytest.approx(0.70, abs=0.01)
    assert book.nrr.probability == pytest.approx(0.29, abs=0.01)


def test_the_order_of_customers_changes_nothing(book: Growth) -> None:
    mixed = rows([float(one) for one in START], [float(one) for one in END]).sample(frac=1, random_state=1)
    assert str(growth_of(mixed, ALL_PAST, months=12, level=0.95)) == str(book)


def test_the_parts_of_the_change_add_up() -> None:
    found = grown([10, 10, 10, 0, 10], [15, 5, 0, 20, 10])
    assert (found.new, found.more, found.less, found.lost) == (20, 5, 5, 10)
    assert found.start + found.new + found.more - found.less - found.lost == found.end


def test_new_customers_are_in_the_growth_and_in_no_retention() -> None:
    found = grown([10.0] * 6 + [0.0] * 6, [10.0] * 12)
    assert found.nrr.value == 1.0
    assert found.total.value == pytest.approx(np.log(2))


def test_who_is_in_a_first_term_counts_for_no_staying() -> None:
    renewed = pd.Series({f"c{place:03d}": place > 2 for place in range(8)})
    found = grown([10.0] * 8, [10.0] * 7 + [0.0], renewed)
    assert found.in_first_term == 3
    assert found.nrr.value == pytest.approx(4 / 5)
    assert found.stayed.n == 5


def test_at_list_prices_a_discount_that_ends_is_no_growth() -> None:
    found = grown([80.0] * 6, [100.0] * 6, list_start=100.0, list_end=100.0)
    assert found.nrr.value == 1.25
    assert found.nrr_listed.value == 1.0


def test_who_left_pays_nothing_at_list_prices_either() -> None:
    found = grown([80.0] * 4, [80.0, 80.0, 80.0, 0.0], list_start=100.0, list_end=[100.0, 100.0, 100.0, np.nan])
    assert found.nrr_listed.value == 0.75


def test_one_customer_who_pays_all_that_is_more_is_named() -> None:
    assert grown([10.0] * 6, [10.0] * 5 + [40.0]).top_expansion == 1.0


@pytest.mark.parametrize(("n", "is_known"), [(4, False), (5, True)])
def test_below_five_customers_nothing_is_likely(n: int, *, is_known: bool) -> None:
    assert np.isfinite(grown([10.0] * n, [12.0] * n).total.probability) == is_known


def test_without_anybody_a_year_ago_there_is_no_growth_to_tell() -> None:
    found = grown([0.0] * 6, [10.0] * 6)
    assert np.isnan(found.total.value)
    assert np.isnan(found.nrr.value)


def test_seven_came_and_three_went() -> None:
    days = ["2024-01-01"] * 18 + ["2026-01-01"] * 7
    view = pd.DataFrame({"customer_id": [str(one) for one in range(25)], "start_date": pd.to_datetime(days)})
    gone = pd.Series(pd.to_datetime(["2026-03-01"] * 3), index=["0", "1", "2"])
    found = logos(view, gone, date(2026, 6, 30), months=12)
    assert (found.start, found.born, found.left) == (18, 7, 3)
    assert found.probability == pytest.approx(0.8980, abs=1e-4)


def test_nobody_came_and_nobody_went() -> None:
    view = pd.DataFrame({"customer_id": ["a"], "start_date": pd.to_datetime(["2020-01-01"])})
    assert np.isnan(logos(view, NONE_GONE, date(2026, 6, 30), months=12).probability)
