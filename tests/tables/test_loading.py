"""The fates of tables.md: refused, set aside, duplicate, mended, legal."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from unequal.errors import InputError
from unequal.tables import load

DEALS = "deal_id,created_at,closed_at,status,acv\n"


def deal(number, *, created="2026-01-05", closed="2026-02-05", status="won", acv="100"):
    return f"D{number},{created},{closed},{status},{acv}\n"


def codes(tables, fate=None):
    return [problem.code for problem in tables.problems if fate is None or problem.fate == fate]


def problem(tables, code):
    (found,) = [problem for problem in tables.problems if problem.code == code]
    return found


def refused(call, **texts):
    with pytest.raises(InputError) as caught:
        call(**texts)
    return [problem.code for problem in caught.value.problems if problem.fate == "refused"]


# ---- what comes out


def test_declared_columns_come_out_typed_and_whole(loaded):
    frame = loaded(deals=DEALS + deal(1))["deals"]
    assert str(frame["deal_id"].dtype) == str(frame["segment"].dtype) == "str"
    assert str(frame["acv"].dtype) == str(frame["hours_sales"].dtype) == "float64"
    assert str(frame["closed_at"].dtype) == str(frame["expected_close"].dtype) == "datetime64[ns]"
    assert frame["segment"].isna().all()


def test_yes_and_no_come_out_as_boolean_also_where_the_file_has_none(loaded):
    frame = loaded(customers="customer_id,reference_ok\nC1,yes\nC2,\n")["customers"]
    assert str(frame["reference_ok"].dtype) == str(frame["complexity_sso"].dtype) == "boolean"


def test_other_columns_follow_as_text(loaded):
    frame = loaded(deals="deal_id,status,Colour,\nD1,open,red,x\n")["deals"]
    assert frame["Colour"].tolist() == ["red"]
    assert list(frame.columns)[-2:] == ["Colour", "column D"]


def test_counts_add_up_and_say_where_rows_went(loaded):
    text = DEALS + deal(1) + deal(1) + deal(2, closed="2025-01-01") + "\n" + deal(3) + "D4,2026-01-01\n"
    tables = loaded(deals=text)
    count = tables.counts["deals"]
    assert (count.read, count.used, count.set_aside, count.duplicates, count.blank) == (6, 2, 2, 1, 1)
    assert count.adds_up


def test_rows_set_aside_keep_their_cells_with_line_code_and_reason(loaded):
    tables = loaded(deals="deal_id,status,line\nD1,open,a\n,open,b\nD2,open,c,too,many\n")
    frame = tables.set_aside["deals"]
    assert list(frame.columns) == ["deal_id", "status", "line (file)", "further cells", "line", "code", "reason"]
    assert frame.iloc[:, :4].to_numpy().tolist() == [["", "open", "b", ""], ["D2", "open", "c", "too\tmany"]]
    assert frame["line"].tolist() == [3, 4]
    assert frame["code"].tolist() == ["missing-cell", "long-row"]


def test_the_hash_is_that_of_the_file(loaded):
    import hashlib

    text = DEALS + deal(1)
    assert loaded(deals=text).sha256["deals"] == hashlib.sha256(text.encode()).hexdigest()


def test_names_and_get(loaded):
    tables = loaded(deals=DEALS + deal(1), customers="customer_id\nC1\n")
    assert tables.names == ("customers", "deals")
    assert "deals" in tables
    assert tables.get("orders") is None


# ---- refused


def test_all_refused_tables_are_told_at_once(source):
    sources = {
        "deals": source("deals", "deal_id,stage\nD1,x\n"),
        "finance": source("finance", "month,cash\n"),
        "revenue": source("revenue", "customer_id,month,mrr\nC1,2026-01-01,5\nC1,2026-01-01,6\n"),
        "deels": source("deels", "x\n1\n"),
    }
    with pytest.raises(InputError, match="4 tables are refused") as caught:
        load(sources, currency="EUR", rates={})
    found = [(problem.table, problem.code) for problem in caught.value.problems]
    assert found == [
        ("revenue", "key-twice"),
        ("deals", "required-column-missing"),
        ("finance", "no-rows"),
        ("deels", "unknown-table"),
    ]


def test_a_missing_file_is_refused(source):
    gone = source("deals", DEALS)
    gone.path.unlink()
    with pytest.raises(InputError, match="no such file"):
        load({"deals": gone}, currency="EUR", rates={})


def test_a_mapped_column_that_is_missing_is_refused_with_the_nearest(source):
    mapped = source("deals", DEALS + deal(1), columns={"acv": "ACW", "owner": "Owner"})
    with pytest.raises(InputError, match=r"takes acv from a column 'ACW' (.|\n)*the file has 'deal_id'"):
        load({"deals": mapped}, currency="EUR", rates={})


def test_a_column_that_is_not_declared_cannot_be_mapped(source):
    mapped = source("deals", DEALS + deal(1), columns={"created": "created_at"})
    with pytest.raises(InputError, match=r"no column created. Did you mean 'created_at'"):
        load({"deals": mapped}, currency="EUR", rates={})


def test_a_declared_column_that_stands_twice_is_refused(loaded):
    assert refused(loaded, deals="deal_id,Status,status \nD1,open,won\n") == ["column-twice"]


def test_one_key_with_different_values_refuses_and_names_both_lines(loaded):
    with pytest.raises(InputError, match=r"D1 in lines 2 and 4"):
        loaded(deals=DEALS + deal(1) + deal(2) + deal(1, acv="200"))


def test_a_circle_of_parents_refuses_and_is_shown(loaded):
    with pytest.raises(InputError, match="B -> C -> B"):
        loaded(customers="customer_id,parent_id\nA,B\nB,C\nC,B\nD,\n")


def test_a_chain_of_parents_is_legal(loaded):
    assert len(loaded(customers="customer_id,parent_id\nA,B\nB,C\nC,\n")["customers"]) == 3


@pytest.mark.parametrize(("faulty", "is_refused"), [(1, False), (2, True)])
def test_the_share_set_aside_is_refused_past_five_in_a_hundred(source, faulty, is_refused):
    rows = [deal(n) for n in range(20 - faulty)] + [deal(90 + n, closed="2020-01-01") for n in range(faulty)]
    call = {"deals": source("deals", DEALS + "".join(rows))}
    if not is_refused:
        assert load(call, currency="EUR", rates={}).counts["deals"].set_aside == faulty
        return
    with pytest.raises(InputError, match=r"2 of 20 rows \(10%\) are set aside; 5% may be") as caught:
        load(call, currency="EUR", rates={})
    assert "closed-before-created" in [problem.code for problem in caught.value.problems]


def test_duplicates_and_titles_do_not_count_as_lost(source):
    text = "Deals\n" + DEALS + deal(1) + deal(1) + deal(1) + "Total,,,,300\n"
    tables = load({"deals": source("deals", text)}, currency="EUR", rates={})
    assert tables.counts["deals"].duplicates == 2
    assert tables.counts["deals"].used == 1


def test_a_table_without_a_row_left_is_refused(loaded):
    assert refused(loaded, deals=DEALS + deal(1, closed="2020-01-01")) == ["too-many-set-aside"]


def test_a_table_of_broken_lines_is_refused_with_their_lines(loaded):
    with pytest.raises(InputError, match="line 2") as caught:
        loaded(deals=DEALS + "D1,open\n")
    assert [problem.code for problem in caught.value.problems] == ["short-row", "no-rows"]


# ---- set aside


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param(deal(9, closed="2026-01-04"), "closed-before-created", id="closed before created"),
        pytest.param(deal(9, closed=""), "closed-without-date", id="won without a close date"),
        pytest.param(deal(9, closed="", status="lost"), "closed-without-date", id="lost without a close date"),
        pytest.param(deal(9, created=""), "no-created-date", id="closed without a created date"),
        pytest.param(deal(9, status="Stalled"), "unknown-word", id="status without a mapping"),
        pytest.param(deal(9, status=""), "missing-cell", id="no status"),
        pytest.param(",2026-01-05,2026-02-05,won,5\n", "missing-cell", id="no id"),
    ],
)
def test_a_deal_is_set_aside(loaded, row, code):
    tables = loaded(deals=DEALS + deal(1) + row)
    assert tables["deals"]["deal_id"].tolist() == ["D1"]
    assert tables.set_aside["deals"]["code"].tolist() == [code]
    found = problem(tables, code)
    assert (found.fate, found.line, found.file, found.table) == ("set aside", 3, "data/deals.csv", "deals")
    assert found.mend


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(deal(9, closed="2026-01-05"), id="closed on the day of creation"),
        pytest.param(deal(9, created="", closed="", status="open"), id="open without a created date"),
        pytest.param(deal(9, acv="-5"), id="a negative amount"),
    ],
)
def test_a_deal_is_legal(loaded, row):
    tables = loaded(deals=DEALS + deal(1) + row)
    assert len(tables["deals"]) == 2
    assert codes(tables) == []


def test_a_row_that_breaks_two_rules_keeps_its_first_reason(loaded):
    tables = loaded(deals=DEALS + deal(1) + deal(9, created="", closed=""))
    assert tables.set_aside["deals"]["code"].tolist() == ["no-created-date"]
    assert tables.counts["deals"].set_aside == 1


def test_mrr_below_zero_is_set_aside_and_credits_are_legal(loaded):
    tables = loaded(revenue="customer_id,month,mrr,one_off\nC1,2026-01-01,-5,\nC1,2026-02-01,0,-5\n")
    assert tables["revenue"]["one_off"].tolist() == [-5]
    assert codes(tables) == ["mrr-below-zero"]


def test_an_unreadable_number_in_a_required_column_sets_the_row_aside(loaded):
    tables = loaded(revenue="customer_id,month,mrr\nC1,2026-01-01,many\nC1,2026-02-01,5\n")
    found = problem(tables, "unreadable-number")
    assert (found.line, found.column, found.column_name, found.value) == (2, "C", "mrr", "many")
    assert tables.counts["revenue"].set_aside == 1


def test_a_customer_who_ended_before_the_start_is_set_aside(loaded):
    tables = loaded(customers="customer_id,start_date,end_date\nA,2026-02-01,2026-01-01\nB,2026-02-01,2026-02-01\n")
    assert tables["customers"]["customer_id"].tolist() == ["B"]


def test_an_activity_needs_a_customer_or_a_deal(loaded):
    tables = loaded(
        activities="customer_id,deal_id,date,kind\nC1,,2026-01-01,call\n,D1,2026-01-01,call\n,,2026-01-01,call\n"
    )
    assert tables.counts["activities"].set_aside == 1
    assert codes(tables) == ["nobody-named"]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("usability", "segment,task,tried,succeeded\nA,x,5,5\nA,y,5,6\n"),
        ("funnel", "segment,period,assisted,signups,converted\nA,2026-01,yes,5,5\nA,2026-02,yes,5,6\n"),
        ("market", "segment,source,year,count,sample_n,sample_hits\nA,x,2025,9,5,5\nB,x,2025,9,5,6\n"),
    ],
)
def test_a_part_above_its_whole_is_set_aside(loaded, table, text):
    tables = loaded(**{table: text})
    assert tables.counts[table].set_aside == 1
    assert codes(tables) == ["part-above-whole"]


# ---- mended and told


def test_an_unreadable_optional_cell_is_null_and_told(loaded):
    tables = loaded(deals=DEALS + deal(1, acv="many") + deal(2))
    assert math.isnan(tables["deals"]["acv"][0])
    assert codes(tables, "mended") == ["unreadable-number"]


def test_an_open_deal_loses_its_close_date(loaded):
    tables = loaded(deals=DEALS + deal(1, status="open"))
    assert tables["deals"]["closed_at"].isna().all()
    assert codes(tables, "mended") == ["open-with-close-date"]


def test_an_undecidable_order_of_dates_refuses_with_the_line_to_add(source):
    text = DEALS + deal(1, created="03/04/2026", closed="05/06/2026")
    with pytest.raises(InputError, match=r"set date_order"):
        load({"deals": source("deals", text)}, currency="EUR", rates={})
    tables = load({"deals": source("deals", text, date_order="dmy")}, currency="EUR", rates={})
    assert tables["deals"]["created_at"].tolist() == [pd.Timestamp("2026-04-03")]


def test_another_date_column_of_the_table_tells_the_order(loaded):
    tables = loaded(deals=DEALS + deal(1, created="03/04/2026", closed="25/06/2026"))
    assert tables["deals"]["created_at"].tolist() == [pd.Timestamp("2026-04-03")]


def test_another_number_column_of_the_table_tells_the_decimal_mark(loaded):
    tables = loaded(deals='deal_id,status,acv,hours_sales\nD1,open,1.234,"2,5"\n')
    assert tables["deals"]["acv"].tolist() == [1234]
    assert codes(tables) == []


def test_words_of_the_workspace_are_mapped_before_typing(source):
    deals = source(
        "deals",
        "deal_id,Stage name,segment\nD1,Prospecting,ENT\nD2,prospecting ,x\n",
        columns={"status": "Stage name"},
        values={"status": {"Prospecting": "open"}, "segment": {"ENT": "Big"}},
    )
    frame = load({"deals": deals}, currency="EUR", rates={})["deals"]
    assert frame["status"].tolist() == ["open", "open"]
    assert frame["segment"].tolist() == ["Big", "x"]


def test_months_are_moved_to_their_day_and_told(loaded):
    tables = loaded(
        revenue="customer_id,month,mrr\nC1,2026-01-15,5\n", finance="month,cash\n2026-01-31,5\n2026-02-01,6\n"
    )
    assert tables["revenue"]["month"].tolist() == [pd.Timestamp("2026-01-01")]
    assert tables["finance"]["month"].tolist() == [pd.Timestamp("2026-01-31"), pd.Timestamp("2026-02-28")]
    assert codes(tables) == ["month-not-first-day", "month-not-last-day"]


def test_two_cells_of_one_month_are_one_key(loaded):
    assert refused(loaded, finance="month,cash\n2026-02-28,5\n2026-02-01,6\n") == ["key-twice"]


def test_an_empty_part_of_a_key_is_a_value_of_its_own(loaded):
    text = "pool,month,cost,driver,skill\nsupport,2026-01-01,5,equal,\nsupport,2026-01-01,6,equal,csm\n"
    assert len(loaded(cost_pools=text)["cost_pools"]) == 2


def test_equal_rows_without_a_key_are_legal(loaded):
    assert len(loaded(orders="customer_id,date,amount\nC1,2026-01-01,5\nC1,2026-01-01,5\n")["orders"]) == 2


def test_an_end_before_the_last_revenue_is_moved(loaded):
    customers = "customer_id,end_date\nA,2026-01-15\nB,2026-01-15\nC,2026-01-15\n"
    revenue = "customer_id,month,mrr\nA,2026-02-01,5\nB,2026-03-01,5\nC,2026-01-01,5\nC,2026-03-01,0\n"
    tables = loaded(customers=customers, revenue=revenue)
    ends = tables["customers"]["end_date"].tolist()
    assert ends[0] == pd.Timestamp("2026-02-28")
    assert pd.isna(ends[1]), "paid to the last month of the table: active as far as the file says"
    assert ends[2] == pd.Timestamp("2026-01-15")
    assert problem(tables, "end-date-with-later-revenue").count == 2


def test_a_table_that_ends_at_an_export_limit_is_told(loaded):
    text = "customer_id,date,amount\n" + "".join(f"C1,2026-01-01,{n}\n" for n in range(1000))
    assert codes(loaded(orders=text)) == ["round-row-count"]


# ---- references


def test_an_account_is_looked_up_among_customers_and_prospects(loaded):
    deals = "deal_id,status,account_id\nD1,open,C1\nD2,open,P1\nD3,open,X\nD4,open,\n"
    tables = loaded(deals=deals, customers="customer_id\nC1\n", prospects="account_id\nP1\n")
    assert tables["deals"]["account_id"].fillna("").tolist() == ["C1", "P1", "", ""]
    found = problem(tables, "reference-unresolved")
    assert (found.fate, found.line, found.count) == ("mended", 4, 1)
    assert found.says == "1 of 3 (33%) are not found in customers or prospects, such as X; there are C1, P1 …"


def test_without_the_other_table_ids_stay(loaded):
    tables = loaded(deals="deal_id,status,account_id\nD1,open,X\n")
    assert tables["deals"]["account_id"].tolist() == ["X"]
    assert codes(tables) == []


def test_a_required_id_stays_and_is_told(loaded):
    tables = loaded(customers="customer_id\nC1\n", revenue="customer_id,month,mrr\nX,2026-01-01,5\n")
    assert tables["revenue"]["customer_id"].tolist() == ["X"]
    assert problem(tables, "reference-unresolved").fate == "note"


def test_a_parent_that_is_not_there_is_null(loaded):
    tables = loaded(customers="customer_id,parent_id\nA,Z\nB,A\n")
    assert tables["customers"]["parent_id"].fillna("").tolist() == ["", "A"]


def test_a_segment_that_nobody_typed_stays(loaded):
    tables = loaded(customers="customer_id,segment\nA,Public\n", segments="segment,acv\nBig,5\n")
    assert tables["customers"]["segment"].tolist() == ["Public"]
    assert problem(tables, "reference-unresolved").fate == "note"


# ---- currencies


def test_two_currencies_without_a_rate_refuse_with_the_line_to_add(loaded):
    text = "customer_id,date,amount,currency\nC1,2026-01-01,5,EUR\nC1,2026-01-01,5,USD\n"
    with pytest.raises(InputError, match=r"USD in 1 row(.|\n)*USD = \{ rate = …"):
        loaded(orders=text)


def test_another_currency_alone_refuses_without_a_rate(loaded):
    assert refused(loaded, orders="customer_id,date,amount,currency\nC1,2026-01-01,5,USD\n") == ["two-currencies"]


def test_money_is_converted_and_told(source):
    text = "customer_id,date,amount,currency\nC1,2026-01-01,5,eur\nC1,2026-01-02,10,USD\nC1,2026-01-03,7,\n"
    tables = load({"orders": source("orders", text)}, currency="EUR", rates={"USD": 0.9})
    assert tables["orders"]["amount"].tolist() == [5, 9, 7]
    assert tables["orders"]["currency"].tolist() == ["EUR", "EUR", "EUR"]
    assert problem(tables, "converted").count == 1


def test_the_sign_in_a_cell_names_its_currency(source):
    text = "customer_id,date,amount\nC1,2026-01-01,€5\nC1,2026-01-02,$10\n"
    orders = {"orders": source("orders", text)}
    assert load(orders, currency="EUR", rates={"USD": 0.9})["orders"]["amount"].tolist() == [5, 9]
    with pytest.raises(InputError, match="EUR in 1 row"):
        load(orders, currency="CAD", rates={})  # $ is the workspace's own dollar


def test_a_word_that_is_no_currency_sets_the_row_aside(loaded):
    tables = loaded(orders="customer_id,date,amount,currency\nC1,2026-01-01,5,Gold\nC1,2026-01-02,5,\n")
    assert codes(tables) == ["unknown-currency"]
    assert tables.counts["orders"].set_aside == 1


# ---- the database of the rules


def test_the_rule_engine_reaches_nothing_beyond_its_rows(tmp_path):
    import duckdb

    from unequal.tables.checking.rules import rule_engine
    from unequal.tables.declared import TABLES

    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with rule_engine() as engine:
        frame = pd.DataFrame({"mrr": [1.0, -1.0, float("nan")]})
        (broken,) = engine.broken(frame, TABLES["revenue"].rules)
        backend = engine._open()
        with pytest.raises(duckdb.PermissionException):
            backend.raw_sql(f"SELECT * FROM read_csv('{secret}')")
        with pytest.raises(duckdb.Error):
            backend.raw_sql("SET enable_external_access = true")
    assert broken.tolist() == [False, True, False]
