"""No two items write to one place, and no item writes inside of another's report."""

from __future__ import annotations

import pytest


def items(*said: str) -> str:
    return "".join(f"[[items]]\n{one}\n" for one in said)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(('workspace = "a"', 'workspace = "a"'), id="the same twice"),
        pytest.param(('workspace = "a"', 'workspace = "a"\nas_of = 2026-06-30'), id="its own day, said again"),
        pytest.param(('workspace = "a"', 'workspace = "a"\nknobs.runway.cash = 1'), id="another knob"),
        pytest.param(('workspace = "a"', 'workspace = "x/A"'), id="case of letters"),
        pytest.param(('workspace = "ä b"', 'workspace = "x/A-B"'), id="the same slug"),
        pytest.param(('workspace = "no day"', 'workspace = "no day"\nretries = 0'), id="unknown day, same scenario"),
        pytest.param(('workspace = "s3://q/a"', 'workspace = "s3://p/a"'), id="addresses of one name"),
    ],
)
def test_two_for_one_output_are_refused_and_both_named(desk, said: tuple[str, ...]) -> None:
    for name, toml in (("a", ""), ("x/A", ""), ("ä b", ""), ("x/A-B", ""), ("no day", "name = 'x'")):
        desk.company(name, toml or "as_of = 2026-06-30")
    problem = desk.one(items(*said))
    assert problem.code == "output-taken"
    assert "batch.toml, line 1" in problem.says
    assert problem.line is not None
    assert problem.line > 1


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(('workspace = "a"', 'workspace = "a"\nas_of = 2026-03-31'), id="another day"),
        pytest.param(('workspace = "a"', 'workspace = "a"\nscenario = "later"'), id="another scenario"),
        pytest.param(('workspace = "a"', 'workspace = "a"\ninto = "x"'), id="another folder"),
        pytest.param(('notebook = "a.ipynb"', 'notebook = "a.ipynb"'), id="a notebook twice, by its id"),
        pytest.param(('notebook = "a.ipynb"', 'workspace = "a"'), id="a notebook and a company of one name"),
    ],
)
def test_what_does_not_meet_is_good(desk, said: tuple[str, ...]) -> None:
    desk.company("a", later="as_of = 2026-09-30")
    desk.notebook("a.ipynb")
    ids = [item.id for item in desk.read(items(*said)).items]
    assert len(set(ids)) == 2


def test_the_day_of_a_scenario_counts(desk) -> None:
    desk.company("a", later="as_of = 2026-09-30")
    both = items('workspace = "a"\nscenario = "later"', 'workspace = "a"\nscenario = "later"\nas_of = 2026-09-30')
    assert "a/2026-09-30-later" in desk.one(both).says


def test_a_report_inside_of_a_report_is_refused(desk) -> None:
    desk.company("a")
    desk.company("2026-06-30")
    assert "inside of the report" in desk.one(items('workspace = "a"', 'workspace = "2026-06-30"\ninto = "a"')).says


def test_an_id_that_was_chosen_twice_is_refused_and_both_named(desk) -> None:
    desk.company("a")
    desk.company("b")
    problem = desk.one(items('workspace = "a"\nid = "x"', 'workspace = "b"\nid = "x"'))
    assert (problem.code, problem.line) == ("id-taken", 4)
    assert "line 1" in problem.says


def test_a_chosen_id_stays_where_a_folder_has_the_same_name(desk) -> None:
    desk.company("a")
    desk.company("b")
    ids = desk.ids(items('workspace = "a"', 'workspace = "b"\nid = "a"'))
    assert ids[1] == "a"
    assert ids[0].startswith("a-")


def test_a_link_is_the_folder_that_it_leads_to(desk) -> None:
    folder = desk.company("a")
    (desk.folder / "link").symlink_to(folder)
    assert desk.one(items('workspace = "a"', 'workspace = "link"')).code == "output-taken"
