"""A funnel with 80 who were helped and 1,500 who were not."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from unequal.economics.funnel import funnel_of

NAN = float("nan")


def rows(*cells: tuple[bool, float, float, float, float]) -> pd.DataFrame:
    names = ["assisted", "signups", "converted", "spend", "contacts_30d"]
    return pd.DataFrame(cells, columns=names).astype({"assisted": "boolean"})


EXAMPLE = rows((True, 80, 22, 960, 60), (False, 1_000, 4, 12_000, NAN), (False, 500, 5, 6_000, 100))


def test_periods_and_channels_are_added_up() -> None:
    alone = funnel_of(EXAMPLE).unassisted
    assert (alone.signups, alone.converted, alone.cost_per_signup) == (1_500, 9, 12.0)


def test_the_gap_has_newcombes_interval() -> None:
    gap = funnel_of(EXAMPLE).gap(level=0.95)
    assert gap.value == pytest.approx(0.269, abs=5e-4)
    assert (gap.low, gap.high) == pytest.approx((0.1830, 0.3755), abs=1e-4)


def test_the_cost_of_one_who_pays_has_the_interval_of_the_share() -> None:
    funnel = funnel_of(EXAMPLE)
    alone = funnel.unassisted.cost_to_acquire(12, level=0.95)
    assert alone.value == pytest.approx(2_000)
    assert (alone.low, alone.high) == pytest.approx((1_056, 3_798), abs=2)
    assert funnel.assisted.cost_to_acquire(12 + 45).value == pytest.approx(207, abs=0.5)


def test_with_nobody_who_pays_the_cost_has_no_upper_end() -> None:
    nobody = funnel_of(rows((True, 10, 3, 0, NAN), (False, 99, 0, 990, NAN))).unassisted.cost_to_acquire(10)
    assert nobody.value == pytest.approx(2_000)
    assert nobody.high == math.inf
    assert 0 < nobody.low < nobody.value


def test_contacts_count_only_sign_ups_whose_contacts_are_known() -> None:
    contacts = funnel_of(EXAMPLE).contacts_per_signup()
    assert contacts.value == pytest.approx(160 / 580)
    assert contacts.low < contacts.value < contacts.high
    assert contacts.n == 580


def test_what_nobody_wrote_down_is_not_known() -> None:
    funnel = funnel_of(rows((False, 10, 1, NAN, NAN)))
    assert math.isnan(funnel.unassisted.cost_per_signup)
    assert math.isnan(funnel.contacts_per_signup().value)
    assert not funnel.has_both
