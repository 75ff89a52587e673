from __future__ import annotations

import json

import pytest

from unequal.errors import InputError
from unequal.importers import Confidence, plan_import

OPEN_AND_CLOSED = """\
Opportunity ID,Stage,Amount,Created Date,Close Date
1,Closed Won,100,2026-01-01,2026-02-01
2,Closed Lost,80,2026-01-03,2026-02-05
3,Negotiation,90,2026-01-05,2026-07-01
"""


def mapped(plan, table):
    return {each.ours: each.theirs for each in plan.table(table).columns}


def test_accounts_become_customers(export):
    customers = mapped(plan_import([export()]), "customers")
    assert customers == {
        "customer_id": "account",
        "name": "account",
        "parent_id": "subsidiary_of",
        "employees": "employees",
        "industry": "sector",
        "country": "office_location",
    }


def test_pipeline_becomes_deals(export):
    deals = mapped(plan_import([export()]), "deals")
    assert deals == {
        "deal_id": "opportunity_id",
        "account_id": "account",
        "created_at": "engage_date",
        "closed_at": "close_date",
        "status": "deal_stage",
        "stage": "deal_stage",
        "acv": "close_value",
        "owner": "sales_agent",
    }


def test_stages_become_statuses(export):
    words = {each.theirs: each.means for each in plan_import([export()]).table("deals").words if each.ours == "status"}
    assert words == {"Won": "won", "Lost": "lost", "Engaging": "open", "Prospecting": "open"}


def test_every_file_is_told_with_its_rows(export):
    uses = {use.name: (use.rows, use.table) for use in plan_import([export()]).uses}
    assert uses == {
        "accounts.csv": (3, "customers"),
        "sales_pipeline.csv": (6, "deals"),
        "products.csv": (2, None),
        "sales_teams.csv": (3, None),
        "data_dictionary.csv": (2, None),
    }


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("products.csv", "a price list"),
        ("sales_teams.csv", "the sales team"),
        ("data_dictionary.csv", "explains columns"),
    ],
)
def test_a_file_that_is_not_used_says_why(export, name, why):
    assert why in next(use.why for use in plan_import([export()]).uses if use.name == name)


def test_files_may_be_named_one_by_one(export):
    folder = export()
    plan = plan_import([folder / "sales_pipeline.csv", str(folder / "accounts.csv")])
    assert [table.table for table in plan.tables] == ["customers", "deals"]


def test_deals_alone_are_enough(export):
    plan = plan_import([export() / "sales_pipeline.csv"])
    assert [table.table for table in plan.tables] == ["deals"]


@pytest.mark.parametrize("header", ["Close Date", "close_date", "CLOSEDATE", " close  date", "Close-Date"])
def test_headers_match_whatever_case_blanks_and_underscores(only, header):
    path = only(f"id,status,created,{header}\n1,won,2026-01-01,2026-02-01\n2,lost,2026-01-01,2026-02-01\n")
    assert mapped(plan_import([path]), "deals")["closed_at"].strip() == header.strip()


def test_a_header_that_only_looks_alike_is_not_matched_and_is_named(only):
    path = only("oportunity_id,status,created,closed\n1,won,2026-01-01,2026-02-01\n")
    with pytest.raises(InputError, match=r'missing: deal_id \(perhaps "oportunity_id"\)'):
        plan_import([path])


def test_nothing_recognised_lists_headers_and_what_is_missing(only):
    with pytest.raises(InputError, match=r"colour, size(.|\n)*missing: (.|\n)*Mend: export accounts or deals"):
        plan_import([only("colour,size\nred,4\n")])


def test_a_file_that_is_not_recognised_beside_others_is_told(export):
    folder = export()
    (folder / "colours.csv").write_text("colour,size\nred,4\n")
    use = next(use for use in plan_import([folder]).uses if use.name == "colours.csv")
    assert use.table is None
    assert "not recognised; nearest is" in use.why


def test_two_files_for_one_table_are_refused(export):
    folder = export()
    text = (folder / "sales_pipeline.csv").read_text()
    (folder / "sales_pipeline (1).csv").write_text(text + "A7,Moses,GTX Basic,Acme,Won,2017-02-01,2017-03-20,99\n")
    with pytest.raises(InputError, match=r"2 files look like deals: .*6 rows.*\n*Mend: give the newest alone"):
        plan_import([folder])


def test_the_same_bytes_under_two_names_count_once(export):
    folder = export()
    (folder / "sales_pipeline copy.csv").write_bytes((folder / "sales_pipeline.csv").read_bytes())
    plan = plan_import([folder])
    assert plan.table("deals").file.rows == 6
    assert any("the same bytes as" in use.why for use in plan.uses)


def test_persons_are_no_customers(only):
    with pytest.raises(InputError, match=r"a list of persons"):
        plan_import([only("Record ID,First Name,Last Name,Email,Country/Region\n1,Ann,Lee,a@b.c,Italy\n")])


def test_cells_that_do_not_look_like_days_are_no_dates(only):
    path = only("id,status,created,opened,closed\n1,won,by Ann,2026-01-01,2026-02-01\n")
    assert mapped(plan_import([path]), "deals")["created_at"] == "opened"


def test_a_column_that_repeats_is_no_key(only):
    with pytest.raises(InputError, match=r"missing: deal_id"):
        plan_import([only("id,status,created\n1,won,2026-01-01\n1,lost,2026-01-01\n1,open,2026-01-01\n")])


def test_a_table_with_our_own_names_is_recognised(export):
    folder = export()
    (folder / "billing.csv").write_text("customer_id,month,mrr\nAcme,2017-03-01,100\n")
    assert mapped(plan_import([folder]), "revenue") == {"customer_id": "customer_id", "month": "month", "mrr": "mrr"}


def test_one_file_of_helpers_alone_is_refused(export):
    with pytest.raises(InputError, match=r"products.csv has the columns product, series, sales_price"):
        plan_import([export() / "products.csv"])


def test_deals_join_by_name_where_accounts_have_an_id_that_deals_do_not_know(export):
    folder = export(accounts="Id,Name,Industry\n001,Acme,retail\n002,Betasoloin,retail\n")
    customers = plan_import([folder]).table("customers")
    assert customers.header("customer_id") == "Name"
    assert customers.mapped("customer_id").confidence is Confidence.GUESS


def test_deals_join_by_id_where_both_would_do(export):
    folder = export(
        accounts="Id,Name,Industry\n001,Acme,retail\n002,Betasoloin,retail\n",
        sales_pipeline="Id,AccountId,Account Name,Stage,Created Date\n9,001,Acme,Open,2026-01-01\n",
    )
    plan = plan_import([folder])
    assert plan.table("customers").header("customer_id") == "Id"
    assert plan.table("customers").header("name") == "Name"
    assert plan.table("deals").header("account_id") == "AccountId"


def test_the_close_date_of_an_open_deal_is_the_expected_one(only):
    deals = plan_import([only(OPEN_AND_CLOSED)]).table("deals")
    assert list(deals.cells("closed_at")) == ["2026-02-01", "2026-02-05", ""]
    assert list(deals.cells("expected_close")) == ["", "", "2026-07-01"]


def test_the_expected_close_of_an_open_deal_is_no_event(only):
    assert str(plan_import([only(OPEN_AND_CLOSED)]).setting("as_of").value) == "2026-02-05"


def test_lost_deals_that_carry_a_value_keep_it(only):
    plan = plan_import([only(OPEN_AND_CLOSED)])
    assert list(plan.table("deals").cells("acv")) == ["100", "80", "90"]


def test_zero_on_lost_deals_is_no_price(export):
    plan = plan_import([export()])
    assert list(plan.table("deals").cells("acv")) == ["1054", "", "588", "", "", ""]
    assert plan.note("zero-is-no-price").count == 1


def test_a_won_deal_at_zero_is_told_where_zero_is_no_price(only):
    path = only("id,status,created,closed,value\n1,won,2026-01-01,2026-02-01,0\n2,lost,2026-01-01,2026-02-01,0\n")
    assert "The 0 of 1 other deal is read so, too" in plan_import([path]).note("zero-is-no-price").says


def test_numbers_with_a_decimal_comma_are_told_to_the_workspace(only):
    path = only("id;status;created;closed;value\n1;won;2026-01-01;2026-02-01;1.234,50\n2;open;2026-01-01;;7\n")
    assert plan_import([path]).table("deals").decimal == ","


@pytest.mark.parametrize(("cell", "order"), [("13/01/2026", "dmy"), ("01/13/2026", "mdy")])
def test_the_order_of_day_and_month_is_taken_from_the_whole_column(only, cell, order):
    path = only(f"id,status,created\n1,open,{cell}\n2,open,02/03/2026\n")
    assert plan_import([path]).table("deals").date_order == order


def test_an_undecidable_order_of_day_and_month_is_asked(only):
    plan = plan_import([only("id,status,created\n1,open,02/03/2026\n")])
    assert plan.table("deals").date_order is None
    assert 'set date_order = "dmy" or "mdy"' in plan.note("day-or-month-first").mend


def test_orders_that_contradict_are_told(only):
    plan = plan_import([only("id,status,created\n1,open,13/01/2026\n2,open,01/14/2026\n")])
    assert plan.note("day-and-month-mixed").asks


def test_a_stage_that_never_closes_is_guessed_open(only):
    text = (
        "id,stage,created,closed\n1,Won,2026-01-01,2026-02-01\n2,Lost,2026-01-01,2026-02-01\n3,Warming up,2026-01-01,\n"
    )
    plan = plan_import([only(text)])
    guess = next(each for each in plan.table("deals").words if each.theirs == "Warming up")
    assert (guess.means, guess.confidence) == ("open", Confidence.GUESS)
    assert plan.note("status-guessed").asks


def test_a_stage_with_close_dates_is_not_guessed(only):
    text = "id,stage,created,closed\n1,Won,2026-01-01,2026-02-01\n2,Disqualified,2026-01-01,2026-02-01\n"
    plan = plan_import([only(text)])
    assert plan.note("status-unknown").count == 1
    assert '--map "status:Disqualified=open"' in plan.note("status-unknown").mend


@pytest.mark.parametrize(
    "header",
    [
        "Deal - ID,Deal - Value,Deal - Organization,Deal - Status,Deal - Deal created,Deal - Deal closed on",
        "Record ID,Amount,Associated Company,Deal Stage,Create Date,Close Date",
        "Id,Amount,AccountId,StageName,CreatedDate,CloseDate",
        "opportunity_id,close_value,account,deal_stage,engage_date,close_date",
    ],
    ids=["pipedrive", "hubspot", "salesforce", "maven"],
)
def test_headers_of_known_tools_are_recognised(only, header):
    path = only(f"{header}\n1,100,Acme,Won,2026-01-01,2026-02-01\n")
    assert {"deal_id", "acv", "account_id", "status", "created_at", "closed_at"} <= set(
        mapped(plan_import([path]), "deals")
    )


@pytest.mark.parametrize(
    "header",
    [
        "Record ID,Company name,Industry,Number of Employees,Annual Revenue",
        "Id,Name,Industry,NumberOfEmployees,AnnualRevenue",
    ],
    ids=["hubspot", "salesforce"],
)
def test_accounts_of_known_tools_are_recognised(only, header):
    path = only(f"{header}\n1,Acme,retail,10,5000000\n")
    known = {"customer_id", "name", "industry", "employees", "annual_revenue"}
    assert known <= set(mapped(plan_import([path]), "customers"))


def test_planning_twice_gives_the_same(export):
    folder = export()
    assert plan_import([folder]).explain() == plan_import([folder]).explain()


def test_the_record_is_plain_json(export):
    record = json.loads(json.dumps(plan_import([export()]).record()))
    assert record["tables"]["deals"]["columns"]["acv"]["theirs"] == "close_value"
    assert record["settings"]["as_of"]["value"] == "2017-03-20"


def test_no_file_is_refused():
    with pytest.raises(InputError, match="No file was given"):
        plan_import([])
