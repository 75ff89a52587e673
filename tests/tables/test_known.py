"""What was known on a day."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from unequal.tables import as_known_on

DAY = dt.date(2026, 3, 31)

TEXTS = {
    "customers": (
        "customer_id,start_date,end_date\n"
        "A,2026-01-01,2026-03-31\nB,2026-01-01,2026-04-01\nC,2026-04-01,\nD,,\nE,2026-03-31,\n"
    ),
    "revenue": "customer_id,month,mrr\nE,2026-03-01,5\nE,2026-04-01,5\n",
    "contracts": "customer_id,start,end\nA,2026-01-01,2027-01-01\nA,2026-04-01,2027-01-01\n",
    "deals": (
        "deal_id,created_at,entered_at,closed_at,status,stage,expected_close,lost_reason,last_activity_at\n"
        "D1,2026-01-05,,2026-03-31,won,Won,,,2026-03-31\n"
        "D2,2026-01-05,,2026-04-01,lost,Lost,2026-06-30,price,2026-04-01\n"
        "D3,2026-04-01,,,open,New,,,\n"
        "D4,2026-01-05,2026-04-01,,open,New,,,\n"
        "D5,,,,open,New,2026-09-30,,\n"
    ),
    "deal_history": (
        "deal_id,changed_at,field,old,new\n"
        "D2,2026-03-31,stage,New,Offer\nD2,2026-04-05,stage,Legal,Lost\nD2,2026-04-01,stage,Offer,Legal\n"
        "D5,2026-04-02,expected_close,2026-08-31,2026-09-30\n"
    ),
    "finance": "month,cash,fixed_cost\n2026-03-31,100,5\n2026-04-30,90,5\n2026-05-31,,5\n",
    "funnel": "segment,period,assisted,signups,converted\nA,2026-Q1,yes,5,1\nA,2026-Q2,yes,5,1\nA,spring,yes,5,1\n",
    "market": "segment,source,year,count\nA,x,2026,5\nA,x,2027,5\n",
    "prospects": "account_id,contacted_at,outcome\nP1,2026-03-01,won\nP2,2026-04-01,lost\n",
    "segments": "segment,acv\nA,5\n",
}


def known(loaded, day=DAY):
    return as_known_on(loaded(**TEXTS), day)


def test_every_count_still_adds_up(loaded):
    tables = known(loaded)
    assert {name: tables.counts[name].after_as_of for name in tables.names} == {
        "customers": 1,
        "revenue": 1,
        "contracts": 1,
        "deals": 2,
        "deal_history": 3,
        "finance": 1,
        "segments": 0,
        "market": 1,
        "funnel": 1,
        "prospects": 0,
    }
    for name in tables.names:
        assert tables.counts[name].adds_up
        assert tables.counts[name].used == len(tables[name])


def test_who_left_later_is_active_and_who_started_later_is_not_there(loaded):
    customers = known(loaded)["customers"]
    assert customers["customer_id"].tolist() == ["A", "B", "D", "E"]
    assert customers["end_date"].tolist()[:2] == [pd.Timestamp("2026-03-31"), pd.NaT]


def test_a_deal_closed_later_is_open_as_it_stood(loaded):
    deals = known(loaded)["deals"].set_index("deal_id")
    assert deals.index.tolist() == ["D1", "D2", "D5"]
    assert deals["status"].tolist() == ["won", "open", "open"]
    assert pd.isna(deals.loc["D2", "closed_at"])
    assert pd.isna(deals.loc["D2", "lost_reason"])
    assert pd.isna(deals.loc["D2", "last_activity_at"])
    assert deals.loc["D2", "stage"] == "Offer"
    assert deals.loc["D5", "expected_close"] == pd.Timestamp("2026-08-31")


def test_plans_stay(loaded):
    tables = known(loaded)
    assert tables["deals"].set_index("deal_id").loc["D2", "expected_close"] == pd.Timestamp("2026-06-30")
    assert tables["contracts"]["end"].tolist() == [pd.Timestamp("2027-01-01")]
    assert tables["finance"]["month"].tolist() == [pd.Timestamp("2026-03-31"), pd.Timestamp("2026-05-31")]


def test_a_contact_made_later_has_no_outcome_yet(loaded):
    assert known(loaded)["prospects"]["outcome"].fillna("").tolist() == ["won", ""]


def test_the_rows_are_told_once_a_table(loaded):
    told = [problem for problem in known(loaded).problems if problem.code == "after-as-of"]
    assert {problem.table: problem.count for problem in told}["deals"] == 2
    assert "2 rows are dated after 2026-03-31" in str(told)


def test_a_day_after_everything_changes_nothing(loaded):
    tables = loaded(**TEXTS)
    later = as_known_on(tables, dt.date(2030, 1, 1))
    assert later.counts == tables.counts
    for name in tables.names:
        pd.testing.assert_frame_equal(later[name], tables[name])


def test_two_steps_back_are_one(loaded):
    once = known(loaded, dt.date(2026, 2, 15))
    twice = as_known_on(known(loaded), dt.date(2026, 2, 15))
    assert once.counts == twice.counts
    for name in once.names:
        pd.testing.assert_frame_equal(once[name], twice[name])


def test_types_stay(loaded):
    tables, then = loaded(**TEXTS), known(loaded)
    for name in tables.names:
        assert then[name].dtypes.tolist() == tables[name].dtypes.tolist()


def test_frames_are_not_changed_in_place(loaded):
    tables = loaded(**TEXTS)
    before = {name: tables[name].copy() for name in tables.names}
    as_known_on(tables, DAY)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, tables[name])
