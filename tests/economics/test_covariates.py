"""What goes together with a win, from what is known when a deal begins."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from unequal.economics.covariates import OTHER, columns_of, moves
from unequal.economics.cycle import durations
from unequal.stats.false_alarms import claimed

AS_OF = datetime.date(2026, 6, 30)


def company(seed=1, n=300, strength=1.0, **columns):
    """Deals of two segments; those from an event are won at e^strength times the pace."""
    rng = np.random.default_rng(seed)
    event = rng.random(n) < 0.4
    win, loss = 0.004 * np.exp(strength * event), np.full(n, 0.006)
    lasted = np.ceil(rng.exponential(1 / (win + loss)))
    begun = pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 700, n), unit="D")
    won = rng.random(n) < win / (win + loss)
    rows = pd.DataFrame(
        {
            "deal_id": [f"d{place:04}" for place in range(n)],
            "created_at": begun,
            "closed_at": begun + pd.to_timedelta(lasted, unit="D"),
            "status": np.where(won, "won", "lost"),
            "segment": np.where(rng.random(n) < 0.5, "Small", "Big"),
            "acv": np.exp(rng.normal(9, 1, n)),
            "source": np.where(event, "event", "outbound"),
        }
    )
    return rows.assign(**columns)


def found(rows, within=365.0):
    return moves(durations(rows, AS_OF), rows, within)


def test_an_effect_that_was_put_in_is_seen_and_one_that_was_not_is_not():
    effects = found(company(n=600)).effects.set_index("level")
    assert list(effects.index) == ["twice", "event"]
    assert effects.loc["event", "low"] < np.e < effects.loc["event", "high"]
    assert effects["seen"].to_list() == [False, True]
    assert effects.loc["event", "points_low"] > 0.1
    assert effects.loc["event", "after"] - effects.loc["event", "before"] == pytest.approx(
        effects.loc["event", "points"]
    )


def test_the_order_of_the_rows_changes_nothing():
    rows = company()
    pd.testing.assert_frame_equal(found(rows).effects, found(rows.sample(frac=1, random_state=3)).effects)


def test_a_property_that_only_tells_segments_apart_is_not_asked():
    rows = company()
    assert set(found(rows.assign(source=rows["segment"])).effects["property"]) == {"acv"}


@pytest.mark.parametrize(
    ("won", "asked", "more"), [pytest.param(10, True, None, id="ten"), pytest.param(9, False, 1, id="nine")]
)
def test_ten_wins_for_a_property(won, asked, more):
    rows = company(n=40).drop(columns="source")
    rows = rows.assign(status=["won"] * won + ["lost"] * (40 - won), segment="all")
    made = found(rows)
    assert bool(len(made.effects)) is asked
    assert made.left_out["more_won"].to_list() == ([] if more is None else [more])


@pytest.mark.parametrize(
    ("missing", "incomplete", "reasons"),
    [pytest.param(30, 30, [], id="a tenth"), pytest.param(31, 0, ["gaps"], id="more")],
)
def test_a_tenth_may_lack_a_contract_value(missing, incomplete, reasons):
    rows = company()
    made = found(rows.assign(acv=rows["acv"].where(rows.index >= missing)))
    assert (made.incomplete, made.left_out["reason"].to_list()) == (incomplete, reasons)
    assert ("acv" in set(made.effects["property"])) is (not reasons)


def test_nothing_is_asked_of_deals_without_a_property():
    made = found(company().drop(columns=["acv", "source"]))
    assert not made.asked


def test_an_open_deal_that_came_into_view_today_does_no_harm():
    rows = company()
    late = rows.head(1).assign(deal_id="new", status="open", closed_at=pd.NaT, entered_at=pd.Timestamp(AS_OF))
    assert found(pd.concat([rows, late])).deals == len(rows)


@pytest.mark.parametrize(
    ("sizes", "levels"),
    [
        pytest.param({"a": 9, "b": 5}, ["b"], id="five are a level"),
        pytest.param({"a": 9, "b": 4}, [], id="four join the most common"),
        pytest.param({"a": 9, "b": 3, "c": 2}, [OTHER], id="small ones together"),
    ],
)
def test_small_levels_are_merged(sizes, levels):
    names = [name for name, size in sizes.items() for _ in range(size)]
    rows = pd.DataFrame({"segment": "all", "source": names})
    assert [column.level for column in columns_of(rows, "source")] == levels


def test_one_claim_in_ten_may_be_false():
    assert claimed([0.1]).tolist() == [True]
    assert claimed([0.101]).tolist() == [False]
    assert claimed([]).tolist() == []
