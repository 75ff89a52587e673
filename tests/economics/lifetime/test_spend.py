from __future__ import annotations

import math

import pandas as pd
import pytest

from unequal.economics.lifetime.spend import MOST_RELATED, GammaGamma, fit_spend, related


def test_the_published_parameters_are_found_to_the_printed_digits(cdnow: pd.DataFrame) -> None:
    model = fit_spend(cdnow["x"], cdnow["mean"])
    assert model is not None
    assert int(cdnow["x"].gt(0).sum()) == 946
    assert [round(one, 2) for one in (model.p, model.q, model.v, model.mean)] == [6.25, 3.74, 15.44, 35.17]
    assert round(related(cdnow["x"], cdnow["mean"]), 3) == 0.114
    first = cdnow.head(10)
    assert model.purchase(first["x"], first["mean"]).round(2).tolist() == [
        24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17,
    ]  # fmt: skip


def test_the_more_purchases_the_more_a_customer_speaks_for_itself() -> None:
    model = GammaGamma(p=6.25, q=3.74, v=15.44)
    none, one, many = model.purchase([0, 1, 500], [100.0, 100.0, 100.0])
    assert none == pytest.approx(model.mean)
    assert none < one < many < 100.5


def test_money_in_another_unit_scales_the_answer() -> None:
    x, mean = [1, 2, 3, 1, 4, 2, 6, 1], [10.0, 12.0, 30.0, 7.0, 22.0, 15.0, 9.0, 40.0]
    plain, cents = fit_spend(x, mean), fit_spend(x, [100 * one for one in mean])
    assert plain is not None
    assert cents is not None
    assert cents.purchase(2, 1500.0) == pytest.approx(100 * plain.purchase(2, 15.0), rel=1e-3)


def test_below_three_customers_who_bought_again_there_is_no_fit() -> None:
    assert fit_spend([1, 2, 0], [10.0, 20.0, 0.0]) is None


def test_credits_and_gifts_are_no_purchases() -> None:
    assert fit_spend([1, 2, 3], [10.0, -5.0, 0.0]) is None


def test_who_buys_more_often_and_spends_more_is_noticed() -> None:
    assert related([1, 2, 3, 4], [10.0, 20.0, 30.0, 40.0]) > MOST_RELATED
    assert math.isnan(related([1, 1, 1], [10.0, 20.0, 30.0]))
