"""Every row of the table of fates, as `unequal check` tells it: place, value, mend, and the right ending."""

from __future__ import annotations

import pytest

from .conftest import DEALS, SMALLEST, TWENTY

CUSTOMERS = "customer_id,start_date,end_date,parent_id,employees\n"
REVENUE = "customer_id,month,mrr,one_off\n"
ANNA = "A,2024-01-01,,,3\n"
TWO_YEARS = "".join(f"A,{year}-{month:02d}-01,100,\n" for year in (2024, 2025) for month in range(1, 13))

REFUSED = [
    pytest.param(
        {},
        '[tables.deals]\nsource = "data/opps.csv"\n',
        ['workspace.toml, line 3: "data/opps.csv"', "there is no such file"],
        "put the file there, or correct its name in workspace.toml",
        id="file missing",
    ),
    pytest.param(
        {"opp.csv": DEALS + TWENTY},
        '[tables.deals]\nsource = "data/opps.csv"\n',
        ["Did you mean 'opp.csv'?"],
        "data/ holds opp.csv",
        id="file under another name",
    ),
    pytest.param(
        {"deals.csv": "deal_id,created_at,closed_at,stat\n" + TWENTY},
        "",
        ["data/deals.csv", "the required column status is missing. Did you mean 'stat'?", "[required-column-missing]"],
        'map it under [tables.deals]:  columns = { status = "…" }',
        id="required column missing",
    ),
    pytest.param(
        {"deals.csv": DEALS},
        "",
        ["data/deals.csv - there is a header and no row", "[no-rows]"],
        "export it again, with its rows",
        id="zero rows",
    ),
    pytest.param(
        {"deals.csv": "deal_id,created_at,closed_at,status,acv,currency\nA,2025-01-01,2025-02-01,won,10,USD\n"},
        "",
        ['data/deals.csv, line 2, column F "currency": "USD"', "USD in 1 row"],
        'add under [currencies] in workspace.toml:  USD = { rate = …, source = "…" }',
        id="two currencies",
    ),
    pytest.param(
        {"deals.csv": DEALS + TWENTY + "D1,2025-01-01,2025-03-01,won\n"},
        "",
        ['data/deals.csv, line 22, column A "deal_id": "D1"', "D1 in lines 2 and 22"],
        "keep one row for each deal_id",
        id="one key twice",
    ),
    pytest.param(
        {"customers.csv": CUSTOMERS + "A,2024-01-01,,B,3\nB,2024-01-01,,A,3\n"},
        "",
        ['data/customers.csv, line 2, column D "parent_id": "B"', "A -> B -> A"],
        "correct the parent_id of one of them, or leave it empty",
        id="a circle of parents",
    ),
    pytest.param(
        {"deals.csv": DEALS + TWENTY + "X,2025-03-01,,won\nY,2025-03-01,,won\n"},
        "",
        ["2 of 22 rows (9%) are set aside; 5% may be", "data/deals.csv, line 22", "[too-many-set-aside]"],
        "mend the rows, or set may_set_aside under [tables.deals] in workspace.toml",
        id="more set aside than may be",
    ),
    pytest.param(
        {"deals.csv": DEALS + TWENTY},
        'curency = "EUR"\n',
        ["workspace.toml, line 2 - curency: unknown key. Did you mean 'currency'?", "[key-unknown]"],
        "use one of",
        id="unknown key",
    ),
    pytest.param(
        {"deals.csv": DEALS + TWENTY},
        '[plan]\nwins_needed = "three"\n',
        ['workspace.toml, line 3: "three" - plan.wins_needed: expected a whole number'],
        "give a whole number",
        id="wrong type",
    ),
    pytest.param(
        {"deals.csv": DEALS + TWENTY},
        'name = "Acme\n',
        ["workspace.toml, line 2"],
        "texts stand in quotes",
        id="no TOML",
    ),
]


@pytest.mark.parametrize(("files", "toml", "found", "mend"), REFUSED)
def test_what_refuses_a_table_ends_with_3(unequal, company, files, toml, found, mend) -> None:
    told = unequal("check", company(files, SMALLEST + toml))
    assert told.code == 3
    assert told.out == ""
    for words in found:
        assert words in told.err
    assert any(line.strip().startswith("Mend: ") and mend in line for line in told.err.splitlines())


KEPT = [
    pytest.param(
        {"deals.csv": DEALS + TWENTY + "X,2025-03-02,2025-03-01,won\n"},
        'line 22, column C "closed_at": "2025-03-01" - the deal closed before it was created',
        "Set aside",
        "correct created_at or closed_at of the row",
        id="closed before created",
    ),
    pytest.param(
        {"deals.csv": DEALS + TWENTY + "X,2025-03-02,,won\n"},
        'line 22, column C "closed_at": "" - the deal is closed and has no closed_at',
        "Set aside",
        "export the day each deal was closed",
        id="won without a close date",
    ),
    pytest.param(
        {"deals.csv": DEALS + TWENTY + "X,2025-03-02,,Stalled\n"},
        'line 22, column D "status": "Stalled" - expected one of open, won, lost, no_decision',
        "Set aside",
        'values.status = { "Stalled" = "…" }',
        id="status word without a mapping",
    ),
    pytest.param(
        {"customers.csv": CUSTOMERS + ANNA, "revenue.csv": REVENUE + TWO_YEARS + "A,2026-01-01,abc,\n"},
        'data/revenue.csv, line 26, column C "mrr": "abc" - expected a number',
        "Set aside",
        "correct the cell",
        id="unreadable number in a required column",
    ),
    pytest.param(
        {"customers.csv": CUSTOMERS + ANNA, "revenue.csv": REVENUE + TWO_YEARS + "A,soon,1,\n"},
        'data/revenue.csv, line 26, column B "month": "soon" - expected a date',
        "Set aside",
        "write it as 2026-06-30",
        id="unreadable date in a required column",
    ),
    pytest.param(
        {"customers.csv": CUSTOMERS + ANNA, "revenue.csv": REVENUE + TWO_YEARS + "A,2026-01-01,-1,\n"},
        'line 26, column C "mrr": "-1" - recurring revenue is below zero',
        "Set aside",
        "move the credit to one_off",
        id="mrr below zero",
    ),
    pytest.param(
        {"deals.csv": DEALS + TWENTY + "D1,2025-01-01,2025-03-01,lost\n"},
        'line 22, column A "deal_id": "D1" - the row repeats another one in every cell   [duplicate-row, 1 row]',
        "For the record",
        "",
        id="one key twice, all equal",
    ),
    pytest.param(
        {"customers.csv": CUSTOMERS + "A,2024-01-01,,,many\n"},
        'data/customers.csv, line 2, column E "employees": "many" - expected a whole number',
        "Used, with these cells",
        "correct the cell",
        id="unreadable optional cell",
    ),
    pytest.param(
        {"customers.csv": CUSTOMERS + ANNA, "revenue.csv": REVENUE + "A,2025-01-15,100,\n"},
        'line 2, column B "month": "2025-01-15" - a month is not given as its first day, which is taken instead',
        "For the record",
        "",
        id="month not the first day",
    ),
    pytest.param(
        {"finance.csv": "month,cash\n2026-05-15,100\n2026-06-30,90\n"},
        'line 2, column A "month": "2026-05-15" - a month is not given as its last day, which is taken instead',
        "For the record",
        "",
        id="finance not the last day",
    ),
    pytest.param(
        {"customers.csv": CUSTOMERS + "A,2024-01-01,2025-03-31,,3\n", "revenue.csv": REVENUE + TWO_YEARS},
        'column C "end_date": "2025-03-31" - the customer paid after this day; the last month with revenue counts',
        "Used as they are",
        "correct end_date or the revenue",
        id="ended, with later revenue",
    ),
    pytest.param(
        {"customers.csv": CUSTOMERS + "A,2024-01-01,,Z,3\n"},
        'column D "parent_id": "Z" - 1 of 1 (100%) are not found in customers, such as Z; there are A',
        "Used, with these cells",
        "check that both files come from the same export",
        id="reference that does not resolve",
    ),
    pytest.param(
        {"deals.csv": DEALS + TWENTY + "X,2026-07-01,,open\n"},
        "deals: 1 row is dated after 2026-06-30   [after-as-of]",
        "For the record",
        "",
        id="dated after the day",
    ),
]


@pytest.mark.parametrize(("files", "found", "group", "mend"), KEPT)
def test_what_is_told_and_kept_ends_with_0(unequal, company, files, found, group, mend) -> None:
    told = unequal("check", company(files))
    assert told.code == 0
    lines = told.out.splitlines()
    at = next(n for n, line in enumerate(lines) if found in line)
    headings = [line for line in lines[:at] if line and not line.startswith(" ")]
    assert headings[-1].startswith(group)
    if mend:
        assert "Mend: " in lines[at + 1]
        assert mend in lines[at + 1]


def test_credits_are_legal(unequal, company) -> None:
    files = {"customers.csv": CUSTOMERS + ANNA, "revenue.csv": REVENUE + TWO_YEARS + "A,2026-01-01,0,-20\n"}
    told = unequal("check", company(files))
    assert told.code == 0
    assert "Mend:" not in told.out


def test_two_faulty_tables_are_told_at_once(unequal, company) -> None:
    told = unequal("check", company({"deals.csv": "deal_id\nA\n", "customers.csv": "name\nAnna\n"}))
    assert told.code == 3
    assert "2 tables are refused: customers, deals." in told.err
    assert "customer_id is missing" in told.err
    assert "status is missing" in told.err


def test_every_fault_of_the_configuration_is_told_at_once(unequal, company) -> None:
    told = unequal("check", company({}, 'as_of = "soon"\ncurrency = 3\n[knobs.runwy]\nx = 1\n'))
    assert told.code == 3
    assert [f"line {n}" in told.err for n in (1, 2, 3)] == [True, True, True]


def test_without_a_configuration_the_day_can_be_given(unequal, company) -> None:
    folder = company({"deals.csv": DEALS + TWENTY}, toml=None)
    assert "give --as-of" in unequal("check", folder).err
    assert unequal("check", folder, "--as-of", "2026-06-30").code == 0


def test_an_empty_folder_is_no_workspace(unequal, tmp_path) -> None:
    told = unequal("check", tmp_path)
    assert told.code == 3
    assert "holds no workspace.toml and no tables" in told.err
    assert "unequal new" in told.err


def test_a_long_cell_does_not_fill_the_terminal(unequal, company) -> None:
    told = unequal("check", company({"customers.csv": CUSTOMERS + f"A,2024-01-01,,,{'9x' * 5000}\n"}))
    assert max(len(line) for line in told.out.splitlines()) < 400
