from __future__ import annotations

import pytest

from unequal.verify.figures import Figure, Published, published, reproduced

ALL = [(one.code, figure) for one in reproduced() for figure in one.figures]


@pytest.mark.parametrize("figure", [figure for _, figure in ALL], ids=[f"{code}: {one.name}" for code, one in ALL])
def test_a_published_figure_is_found_again(figure: Figure) -> None:
    assert figure.agrees, f"published {figure.expected}, found {figure.found}"


def test_every_source_says_where_it_was_published_and_has_a_code_of_its_own() -> None:
    sources = list(reproduced())
    assert all(one.source and one.title and one.figures for one in sources)
    assert len({one.code for one in sources}) == len(sources)
    assert {"R1", "R3", "R4", "R6", "R11", "R12", "R13", "CR", "ME", "WQ", "WS", "WT"} <= {one.code for one in sources}


@pytest.mark.parametrize(("found", "agrees"), [(0.85705, True), (0.85715, True), (0.857151, False), (0.857049, False)])
def test_half_a_unit_of_the_last_digit_is_the_same(found: float, agrees: bool) -> None:
    assert published("share", "0.8571", found).agrees is agrees


def test_a_figure_that_cannot_be_computed_differs() -> None:
    assert not published("share", "0.8571", float("nan")).agrees


def test_a_thousand_may_be_set_apart() -> None:
    assert published("log-likelihood", "-1,611.158", -1611.1579).agrees


def test_what_differs_is_told() -> None:
    right, wrong = published("a", "1.0", 1.0), published("b", "1.0", 1.1)
    assert Published(code="X", title="t", source="s", figures=(right, wrong)).differences == (wrong,)
