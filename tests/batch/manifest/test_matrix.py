"""A matrix: every combination, each with an id and an output of its own."""

from __future__ import annotations

import pytest


def test_every_combination_in_the_order_of_the_file(desk, acme) -> None:
    text = acme('matrix = { scenario = ["base", "downside"], "knobs.runway.reserve_months" = [2, 3] }')
    items = desk.read(text).items
    assert [(one.scenario, one.knobs["runway"]["reserve_months"]) for one in items] == [
        ("base", 2), ("base", 3), ("downside", 2), ("downside", 3),
    ]  # fmt: skip
    assert [one.id for one in items] == [
        "acme-runway-reserve-months-2", "acme-runway-reserve-months-3",
        "acme-downside-runway-reserve-months-2", "acme-downside-runway-reserve-months-3",
    ]  # fmt: skip
    assert [one.into for one in items] == ["runway-reserve-months-2", "runway-reserve-months-3"] * 2


def test_an_axis_may_be_written_as_a_table(desk, acme) -> None:
    assert len(desk.ids(acme("[items.matrix.knobs.runway]\nreserve_months = [2, 3]"))) == 2


def test_days_need_no_folder_of_their_own(desk, acme) -> None:
    items = desk.read(acme('matrix = { as_of = [2026-03-31, "2026-06-30"] }')).items
    assert [(one.as_of, one.into, one.id) for one in items] == [
        ("2026-03-31", "", "acme-2026-03-31"),
        ("2026-06-30", "", "acme-2026-06-30"),
    ]


def test_a_point_stands_below_the_items_own_folder(desk, acme) -> None:
    (item,) = desk.read(acme('into = "june"\nmatrix = { "knobs.runway.wins_needed" = [2] }')).items
    assert item.into == "june-runway-wins-needed-2"


def test_a_point_has_the_word_before_the_items_knobs(desk, acme) -> None:
    (item,) = desk.read(acme('knobs.runway.wins_needed = 9\nmatrix = { "knobs.runway.wins_needed" = [2] }')).items
    assert item.knobs == {"runway": {"wins_needed": 2}}


def test_values_that_share_a_slug_do_not_meet(desk, acme) -> None:
    items = desk.read(acme('matrix = { "knobs.runway.target_segment" = ["Big!", "big", "…", "-1", "1"] }')).items
    assert len({one.into for one in items}) == len({one.id for one in items}) == 5


def test_a_minus_is_seen_in_the_name(desk, acme) -> None:
    items = desk.read(acme('matrix = { "knobs.runway.monthly_burn" = [-1, 1] }')).items
    assert [one.into for one in items] == ["runway-monthly-burn-minus-1", "runway-monthly-burn-1"]


def test_a_matrix_counts_for_each_of_a_foreach(desk) -> None:
    desk.company("clients/a")
    desk.company("clients/b")
    text = '[[items]]\nforeach = "clients/*"\nmatrix = { "knobs.runway.wins_needed" = [2, 3] }'
    assert len(set(desk.ids(text))) == 4


def test_a_matrix_of_parameters(desk) -> None:
    desk.notebook("n.ipynb")
    items = desk.read('[[items]]\nnotebook = "n.ipynb"\nmatrix = { "parameters.year" = [2025, 2026] }').items
    assert [(one.id, one.parameters) for one in items] == [
        ("n-year-2025", {"year": 2025}),
        ("n-year-2026", {"year": 2026}),
    ]


def test_the_line_of_an_axis_is_told(desk, acme) -> None:
    problem = desk.one(acme('[items.matrix]\nscenario = ["base"]\n"knobs.runway.wins_needed" = [\n 0,\n]'))
    assert (problem.code, problem.line) == ("knob-out-of-range", 5)


def test_a_matrix_that_multiplies_past_reason_is_refused(desk, acme) -> None:
    values = list(range(1, 102))
    knobs = ("wins_needed", "start_deals")
    text = acme("[items.matrix]\n" + "".join(f'"knobs.runway.{one}" = {values}\n' for one in knobs))
    assert desk.one(text).code == "matrix-too-big"


@pytest.mark.parametrize(("axis", "kind"), [("knobs.runway.cash", "notebook"), ("parameters.year", "workspace")])
def test_an_axis_that_does_nothing_is_refused(desk, acme, axis: str, kind: str) -> None:
    desk.notebook("acme.ipynb")
    source = "acme" if kind == "workspace" else "acme.ipynb"
    problem = desk.one(f'[[items]]\n{kind} = "{source}"\nmatrix = {{ "{axis}" = [1, 2] }}')
    assert problem.code == "key-misplaced"
