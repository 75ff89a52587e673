"""junit.xml: one test case an item, and XML whatever the names are."""

from __future__ import annotations

from xml.etree import ElementTree as Tree

import pytest

from unequal.batch.run.junit import as_junit
from unequal.batch.run.outcome import Outcome
from unequal.batch.run.results import Results

GATE = {"name": "cash", "level": "stop", "finding": "runway.fits", "says": "runway.fits says stop."}


def suite(*outcomes: Outcome, name: str = "June") -> Tree.Element:
    results = Results(id="june-0a1b2c3d", name=name, manifest="june.toml", outcomes=outcomes)
    found = Tree.fromstring(as_junit(results)).find("testsuite")
    assert found is not None
    return found


def case(outcome: Outcome) -> Tree.Element:
    (found,) = suite(outcome)
    return found


def test_every_item_is_a_test_case() -> None:
    made = suite(Outcome(id="acme", status="ok", seconds=1.5), Outcome(id="globex", status="unchanged"))
    assert [(one.get("name"), one.get("classname"), one.get("time")) for one in made] == [
        ("acme", "June", "1.500"),
        ("globex", "June", "0.000"),
    ]


@pytest.mark.parametrize(
    ("outcome", "tags"),
    [
        pytest.param(Outcome(id="a", status="ok"), [], id="ok"),
        pytest.param(Outcome(id="a", status="unchanged"), [], id="unchanged"),
        pytest.param(Outcome(id="a", status="failed", kind="cell"), ["failure"], id="an error in a cell"),
        pytest.param(Outcome(id="a", status="refused", kind="refused"), ["failure"], id="inputs refused"),
        pytest.param(Outcome(id="a", status="failed", kind="kernel"), ["error"], id="a dead kernel"),
        pytest.param(Outcome(id="a", status="cancelled"), ["skipped"], id="cancelled"),
        pytest.param(Outcome(id="a"), ["skipped"], id="not started"),
        pytest.param(Outcome(id="a", status="ok", gates=(GATE,)), ["failure"], id="a gate that tripped"),
    ],
)
def test_a_test_case_says_what_came_of_the_item(outcome: Outcome, tags: list[str]) -> None:
    assert [one.tag for one in case(outcome)] == tags


def test_the_suite_counts() -> None:
    outcomes = [
        Outcome(id="a", status="failed", kind="cell"),
        Outcome(id="b", status="failed", kind="bug"),
        Outcome(id="c"),
    ]
    made = suite(*outcomes)
    assert [made.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["3", "1", "1", "1"]


def test_a_failure_says_what_where_how_to_mend_it_and_how_to_repeat_it() -> None:
    outcome = Outcome(
        id="acme",
        status="failed",
        kind="cell",
        found="No column 'acv'.",
        mend="Name it.",
        notebook="07_runway",
        cell=5,
        again="unequal retry reports/_batch/june --select acme",
    )
    said = case(outcome).find("failure")
    assert said is not None
    assert (said.get("type"), said.get("message")) == ("cell", "No column 'acv'.")
    assert (said.text or "").splitlines() == [
        "No column 'acv'.",
        "Where: 07_runway, cell 5",
        "Mend: Name it.",
        "Again: unequal retry reports/_batch/june --select acme",
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("<script>alert(1)</script>", "<script>alert(1)</script>", id="script"),
        pytest.param("a ]]> b", "a ]]> b", id="the end of CDATA"),
        pytest.param("\x1b[31mred\x1b[0m", "[31mred[0m", id="terminal escape"),
        pytest.param("a\x00b\x0bc\ufffe", "abc", id="what XML cannot hold"),
        pytest.param("\x9b2J", "2J", id="control beyond ASCII"),
        pytest.param("\"&amp;\n\t'", "\"&amp;\n\t'", id="quotes and entities"),
        pytest.param("\u202eevil", "\\u202eevil", id="turned round"),
        pytest.param("caf\udce9", "caf", id="half a letter"),
        pytest.param("日本 🙂 Müller", "日本 🙂 Müller", id="letters of the world"),
    ],
)
def test_any_name_stands_as_text(name: str, shown: str) -> None:
    made = suite(Outcome(id="a", status="failed", kind="cell", found=name, notebook=name), name=name)
    said = made.find("testcase/failure")
    assert said is not None
    assert (made.get("name"), said.get("message")) == (shown, shown)
    assert (said.text or "").startswith(shown)
