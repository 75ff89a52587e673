"""One company looked at from one day: read once, computed once, and nobody looks where they said they would not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from unequal.errors import InputError
from unequal.findings import Grade
from unequal.workbook import Session, Store
from unequal.workbook import session as room
from unequal.workbook.session import knob_basis

Open = Callable[..., Session]
Company = Callable[..., Path]


def test_facts_are_computed_once(toy: Any, session: Open) -> None:
    toy.add("count")
    opened = session()
    assert [opened.facts("count"), opened.facts("count")] == [2.0, 2.0]
    assert toy.computed == ["count"]


def test_tables_are_read_once_for_all_analyses(toy: Any, session: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    load = room.load
    monkeypatch.setattr(room, "load", lambda *given, **named: calls.append("load") or load(*given, **named))
    toy.add("one")
    toy.add("two", needs=("one",), compute=lambda inputs, _: inputs.run("one") + len(inputs.tables["deals"]))
    opened = session()
    assert [opened.facts("two"), opened.facts("one"), len(opened.customers)] == [4.0, 2.0, 0]
    assert calls == ["load"]


def test_an_analysis_sees_only_what_it_needs(toy: Any, session: Open) -> None:
    toy.add("one")
    toy.add("sly", needs=("onee",), compute=lambda inputs, _: inputs.run("one"))
    toy.add("curious", compute=lambda inputs, _: inputs.findings("one"))
    toy.known["onee"] = toy.known["one"]
    with pytest.raises(KeyError, match=r"sly reads one without naming it in its needs. Did you mean 'onee'\?"):
        session().facts("sly")
    with pytest.raises(KeyError, match="curious reads one without naming it in its needs"):
        session().facts("curious")


def test_a_needed_run_has_the_workspaces_knobs_and_not_the_callers(toy: Any, session: Open) -> None:
    toy.add("below")
    toy.add("above", needs=("below",), compute=lambda inputs, knobs: (inputs.run("below"), knobs.times))
    assert session(given={"above": {"times": 3.0}}).facts("above") == (2.0, 3.0)


def test_an_analysis_without_its_tables_is_not_computed(toy: Any, session: Open, company: Company) -> None:
    toy.add("count", rules=(lambda *_: pytest.fail("nothing to judge"),))
    opened = session(company(deals=None))
    missing = opened.missing("count")
    assert missing is not None
    assert (missing.says, opened.facts("count"), opened.findings("count"), toy.computed) == ("missing", None, (), [])


def test_a_database_is_refused_by_name(toy: Any, session: Open, company: Company) -> None:
    toy.add("count")
    path = company('[tables.revenue]\nsource = "postgres://host/db"\n')
    with pytest.raises(InputError, match=r"only files are read so far: revenue\.(.|\n)*Mend: Export them to CSV"):
        session(path).facts("count")


def test_the_day_is_looked_from_in_every_table(toy: Any, session: Open) -> None:
    toy.add("count")
    assert session(as_of="2026-01-31").facts("count") == 1.0
    assert session(as_of="2026-01-31").tables["deals"]["status"].to_list() == ["open"]


class Changed:
    """A store that two sessions share, to see whether the second computes again."""

    def __init__(self, toy: Any, session: Open, company: Company) -> None:
        toy.add("below")
        toy.add("count", needs=("below",), compute=lambda inputs, knobs: inputs.run("below") * knobs.times)
        self.store, self.toy, self.session, self.company = Store(None), toy, session, company
        session(company(), store=self.store).facts("count")
        assert toy.computed == ["count", "below"]

    def again(self, path: Path | None = None, **rest: Any) -> list[str]:
        self.toy.computed.clear()
        self.session(path or self.company(), store=self.store, **rest).facts("count")
        return self.toy.computed


@pytest.fixture
def changed(toy: Any, session: Open, company: Company) -> Changed:
    return Changed(toy, session, company)


def test_the_same_inputs_are_not_computed_again(changed: Changed) -> None:
    assert changed.again() == []
    assert changed.again(as_of="2026-06-30") == []
    assert changed.again(given={"count": {"times": 1.0}}) == []  # the default, said aloud


def test_another_knob_is_another_result(changed: Changed) -> None:
    assert changed.again(given={"count": {"times": 2.0}}) == ["count"]
    assert changed.again(manifest={"count": {"times": 3.0}}) == ["count"]


def test_another_knob_of_what_is_needed_is_another_result(changed: Changed) -> None:
    assert changed.again(given={"below": {"times": 2.0}}) == ["count", "below"]


def test_another_day_is_another_result(changed: Changed) -> None:
    assert changed.again(as_of="2026-06-29") == ["count", "below"]


@pytest.mark.parametrize(
    "toml",
    [
        "fiscal_year_start = 4\n",
        "deals_complete_from = 2026-01-01\n",
        "[segments]\nscheme = 'everyone'\n",
        "[plan]\ntarget_arr = 5\n",
        "[plan.segments.Big]\nnet_new_per_month = 1\n",
        "[assumptions]\nB27 = { value = 5, source = 'our round' }\n",
        "[currencies]\nUSD = { rate = 0.9, source = 'bank' }\n",
        "[tables.deals]\nmay_set_aside = 0.1\n",
    ],
    ids=lambda toml: toml.split("\n")[0],
)
def test_another_configuration_is_another_result(toml: str, changed: Changed) -> None:
    assert changed.again(changed.company(toml)) == ["count", "below"]


def test_other_bytes_of_a_table_are_another_result(changed: Changed, company: Company) -> None:
    path = company()
    with (path / "data" / "deals.csv").open("a", encoding="utf-8") as file:
        file.write("d3,2026-03-01,,open\n")
    assert changed.again(path) == ["count", "below"]


def test_other_sources_of_the_package_are_another_result(changed: Changed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "sources_hash", lambda: "another version")
    assert changed.again() == ["count", "below"]


@pytest.mark.parametrize(
    ("toml", "given", "name", "origin", "grade"),
    [
        pytest.param("", {}, "times", "default", Grade.GUESS, id="a default without a source is a guess"),
        pytest.param("", {"cash": 5.0}, "cash", "given", Grade.OWN_FEW, id="a figure that somebody knows"),
        pytest.param("", {"times": 5.0}, "times", "given", Grade.GUESS, id="an opinion stays a guess"),
        pytest.param(
            "[assumptions]\nreserve_months = { value = 4, source = 'our bank', grade = 'E2' }\n", {}, "reserve_months",
            "[assumptions] reserve_months", Grade.OWN_FEW, id="an override has the grade that came with it",
        ),
    ],
)  # fmt: skip
def test_a_knob_knows_where_it_comes_from(
    toml: str, given: dict[str, Any], name: str, origin: str, grade: Grade, toy: Any, session: Open, company: Company
) -> None:
    toy.add("count")
    opened = session(company(toml), given={"count": given})
    found = knob_basis(opened.knobs("count"), name, opened.workspace.register)
    assert (found.origin, found.grade) == (origin, grade)
    assert found.source


def test_a_default_of_the_register_has_its_source_and_grade(toy: Any, session: Open) -> None:
    toy.add("count")
    opened = session()
    found = knob_basis(opened.knobs("count"), "reserve_months", opened.workspace.register)
    row = opened.workspace.register["reserve_months"]
    assert (found.source, found.grade.value, found.assumption) == (row.source, row.grade, "reserve_months")
    assert found.is_default


def test_every_table_is_an_input_that_a_rule_may_lean_on(toy: Any, session: Open) -> None:
    toy.add("count")
    assert {name: one.n for name, one in session().basis("count").inputs.items()} == {"deals": 2}
