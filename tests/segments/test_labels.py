from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unequal.errors import InputError
from unequal.segments import label, label_customers, label_deals, schemes, unknown_by_status


def view(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({"customer_id": [f"c{n}" for n in range(len(next(iter(columns.values()))))], **columns})


def pipeline(**columns: list) -> pd.DataFrame:
    n = len(next(iter(columns.values())))
    frame = pd.DataFrame({"deal_id": [f"d{n}" for n in range(n)], "status": ["won"] * n, "account_id": [None] * n})
    return frame.assign(**columns)


NOBODY = view(employees=[])


@pytest.mark.parametrize(
    ("employees", "segment"),
    [(1.0, "Small"), (99.0, "Small"), (100.0, "Medium"), (499.0, "Medium"), (500.0, "Big"), (0.0, "unknown")],
)
def test_size_turns_at_100_and_500_employees(employees, segment):
    assert label("size", customers=view(employees=[employees, 50.0])).customers["c0"] == segment


@pytest.mark.parametrize(
    ("acv", "segment"),
    [(4_999.0, "Small"), (5_000.0, "Medium"), (50_000.0, "Medium"), (50_000.01, "Big"), (None, "unknown")],
)
def test_value_turns_at_5_000_and_above_50_000(acv, segment):
    assert label("value", customers=NOBODY, deals=pipeline(acv=[acv, 9.0])).deals["d0"] == segment


def test_cuts_of_the_workspace_name_and_place_the_bands():
    found = label("size", customers=view(employees=[9.0, 10.0, 2000.0]), cuts={"Whale": 1000, "Fish": 10})
    assert found.customers.to_list() == ["Small", "Fish", "Whale"]
    assert found.order == ("all", "Small", "Fish", "Whale")
    assert found.rule_text == "Small below 10 employees, Fish from 10, Whale from 1,000."


def test_size_goes_by_yearly_revenue_where_no_headcount_is_known():
    found = label("size", customers=view(annual_revenue=[9e6, 10e6, 50e6]))
    assert found.scheme_used == "size"
    assert found.customers.to_list() == ["Small", "Medium", "Big"]


def test_cuts_that_can_only_be_money_make_size_go_by_revenue():
    rows = view(annual_revenue=[9e6, 30e6], employees=[9000.0, 1.0])
    found = label("size", customers=rows, cuts={"Medium": 1e6, "Big": 20e6})
    assert found.customers.to_list() == ["Medium", "Big"]


def test_headcount_cuts_are_not_laid_on_revenue():
    found = label("size", customers=view(annual_revenue=[9e6]), cuts={"Medium": 100, "Big": 500})
    assert found.customers.to_list() == ["Small"]


def test_deals_alone_fall_back_to_value_and_say_so():
    found = label("size", customers=NOBODY, deals=pipeline(acv=[100.0, 60_000.0]))
    assert (found.scheme_asked, found.scheme_used) == ("size", "value")
    assert "'size'" in found.why
    assert "'value'" in found.why
    assert found.deals.to_list() == ["Small", "Big"]
    assert found.order == ("all", "Small", "Big")


def test_the_scheme_that_was_asked_for_needs_no_reason():
    assert label("size", customers=view(employees=[5.0])).why == ""


def test_without_size_and_value_the_stated_segment_is_used():
    found = label("size", customers=NOBODY, deals=pipeline(segment=["Pro", None]))
    assert found.scheme_used == "column"
    assert found.order == ("all", "Pro", "unknown")


def test_with_nothing_known_all_are_one_segment():
    found = label("size", customers=NOBODY, deals=pipeline(status=["won", "open"]))
    assert found.scheme_used == "everyone"
    assert found.order == ("all", "Everyone")


def test_cuts_of_the_scheme_asked_for_are_not_laid_on_another_measure():
    found = label("size", customers=NOBODY, deals=pipeline(acv=[1_000.0]), cuts={"Medium": 100, "Big": 500})
    assert found.deals.to_list() == ["Small"]
    assert "not used" in found.why


def test_a_deal_takes_the_size_of_its_customer_else_of_its_prospect_else_unknown():
    found = label(
        "size",
        customers=view(employees=[700.0, None]),
        prospects=pd.DataFrame({"account_id": ["p", "c1"], "employees": ["20", "200"]}),
        deals=pipeline(account_id=["c0", "p", "c1", "gone", None]),
    )
    assert found.deals.to_list() == ["Big", "Small", "Medium", "unknown", "unknown"]
    assert found.customers.to_list() == ["Big", "unknown"]
    assert found.order == ("all", "Small", "Medium", "Big", "unknown")


def test_a_deals_own_value_comes_before_its_accounts():
    found = label(
        "value",
        customers=view(mrr_last=[10_000.0]),
        deals=pipeline(acv=[1_000.0, None], account_id=["c0", "c0"]),
    )
    assert found.deals.to_list() == ["Small", "Big"]


@pytest.mark.parametrize(
    ("columns", "segment"),
    [
        pytest.param({"mrr_last": [1_000.0], "acv": [100.0]}, "Medium", id="what it pays"),
        pytest.param({"mrr_last": [None], "acv": [60_000.0]}, "Big", id="its won deals"),
        pytest.param({"mrr_last": [None], "acv": [None], "ordered_12m": [7_000.0]}, "Medium", id="its orders"),
    ],
)
def test_value_of_a_customer_is_what_it_pays_else_its_deals_else_its_orders(columns, segment):
    assert label("value", customers=view(**columns)).customers["c0"] == segment


def test_values_that_stand_at_won_deals_only_place_no_deal():
    statuses = ["won"] * 6 + ["lost"] * 6 + ["open"] * 6
    values = [9_000.0] * 6 + [0.0] * 6 + [None] * 6
    found = label("value", customers=NOBODY, deals=pipeline(status=statuses, acv=values))
    assert found.scheme_used == "everyone"


def test_values_that_stand_at_won_deals_only_leave_a_deal_its_accounts_segment():
    statuses = ["won"] * 6 + ["no_decision"] * 6
    values = [9_000.0] * 6 + [0.0] * 6
    found = label(
        "value", customers=view(acv=[9_000.0]), deals=pipeline(status=statuses, acv=values, account_id=["c0"] * 12)
    )
    assert set(found.deals) == {"Medium"}
    assert "its account's" in found.rule_text


@pytest.mark.parametrize(("with_value", "used"), [(3, "value"), (2, "everyone")])
def test_half_as_often_known_on_open_deals_as_on_won_ones_is_enough(with_value, used):
    statuses = ["won"] * 6 + ["open"] * 6
    values = [9_000.0] * 6 + [9_000.0] * with_value + [None] * (6 - with_value)
    assert label("value", customers=NOBODY, deals=pipeline(status=statuses, acv=values)).scheme_used == used


def test_a_deals_stated_segment_comes_before_its_accounts():
    found = label(
        "column", customers=view(segment=["Gold"]), deals=pipeline(segment=["Iron ", ""], account_id=["c0", "c0"])
    )
    assert found.deals.to_list() == ["Iron", "Gold"]


def test_a_stated_segment_named_all_is_not_the_row_of_everybody():
    found = label("column", customers=view(segment=["all"]))
    assert found.order == ("all", "All")


def test_levels_with_fewer_than_five_customers_become_other():
    found = label("industry", customers=view(industry=["bank"] * 5 + ["farm"] * 4 + [None]))
    assert found.customers.value_counts().to_dict() == {"bank": 5, "other": 4, "unknown": 1}
    assert found.order == ("all", "bank", "other", "unknown")
    assert "fewer than 5" in found.rule_text


def test_a_prospect_is_placed_by_the_levels_that_customers_taught():
    found = label(
        "country",
        customers=view(country=["DE"] * 5),
        prospects=pd.DataFrame({"account_id": list("pqrstu"), "country": ["DE", *["FR"] * 5]}),
    )
    assert found.prospects.to_list() == ["DE", *["other"] * 5]


def test_levels_come_from_prospects_where_no_customer_has_any():
    prospects = pd.DataFrame({"account_id": list("pqrst"), "country": ["FR"] * 5})
    assert set(label("country", customers=NOBODY, prospects=prospects).prospects) == {"FR"}


def test_everyone_places_deals_without_an_account():
    assert set(label("everyone", customers=NOBODY, deals=pipeline(acv=[None])).deals) == {"Everyone"}


def test_a_misspelt_scheme_is_refused_with_the_near_one():
    with pytest.raises(InputError, match=r"no segmentation scheme 'szie'\. Did you mean 'size'\?(.|\n)*Choose one of"):
        label("szie", customers=NOBODY)


@pytest.mark.parametrize("cuts", [{"Big": -1}, {"Big": float("nan")}, {"Mid": 5, "Big": 5}, {"all": 5}])
def test_cuts_that_are_no_bands_are_refused(cuts):
    with pytest.raises(InputError, match=r"cannot be read as bands(.|\n)*lower bound"):
        label("size", customers=view(employees=[5.0]), cuts=cuts)


@pytest.mark.parametrize("scheme", ["everyone", "industry", "column"])
def test_cuts_are_refused_where_a_scheme_has_none(scheme):
    with pytest.raises(InputError, match="takes no cuts"):
        label(scheme, customers=view(industry=["x"], segment=["x"]), cuts={"Big": 5})


def test_unknown_shares_are_shown_by_status():
    deals = pipeline(status=["won", "open", "open"], account_id=["c0", "c0", None])
    found = label("size", customers=view(employees=[5.0]), deals=deals)
    shares = unknown_by_status(found, deals).set_index("status")
    assert shares["unknown"].to_dict() == {"open": 1, "won": 0}
    assert shares["share"].to_dict() == {"open": 0.5, "won": 0.0}


def test_every_scheme_says_what_it_uses_and_has_a_name_of_its_own():
    found = schemes()
    assert {"size", "value", "country", "industry", "column", "everyone"} <= set(found)
    for name, scheme in found.items():
        assert scheme.name == name
        assert all("." in field for field in scheme.fields_used)


@pytest.mark.parametrize("scheme", sorted(schemes()))
def test_every_scheme_labels_everybody_once_even_where_nothing_is_known(scheme):
    rows, deals = view(name=["A", "B"]), pipeline(acv=[None])
    labels = label_customers(scheme, rows)
    assert labels.index.to_list() == ["c0", "c1"]
    assert labels.notna().all()
    assert label_deals(scheme, deals, labels).index.to_list() == ["d0"]
    assert label(scheme, customers=rows, deals=deals).order[0] == "all"


def test_no_frame_is_changed():
    rows, deals = view(employees=[5.0]), pipeline(acv=[5.0], account_id=["c0"])
    before = rows.copy(), deals.copy()
    label("size", customers=rows, deals=deals)
    pd.testing.assert_frame_equal(rows, before[0])
    pd.testing.assert_frame_equal(deals, before[1])


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_the_order_of_rows_changes_no_label(data):
    sizes = data.draw(st.lists(st.floats(0, 2000), min_size=1, max_size=8))
    order = data.draw(st.permutations(range(len(sizes))))
    rows = view(employees=sizes)
    deals = pipeline(account_id=[f"c{n}" for n in range(len(sizes))])
    straight = label("size", customers=rows, deals=deals)
    shuffled = label("size", customers=rows.iloc[order], deals=deals.iloc[order])
    assert straight.customers.to_dict() == shuffled.customers.to_dict()
    assert straight.deals.to_dict() == shuffled.deals.to_dict()
    assert straight.order == shuffled.order
