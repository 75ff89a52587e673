"""A parameters cell is read from its syntax tree, where papermill reads it line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from unequal.kernels.parameters import COMMON, Parameter, cell_of, declared
from unequal.workspace.knob_field import knob

Write = Callable[..., Path]


def of(source: str) -> dict[str, Parameter]:
    made = nbformat.v4.new_notebook()
    made.cells.append(nbformat.v4.new_code_cell(source, metadata={"tags": ["hide", "parameters"]}))
    return declared(made)


@pytest.mark.parametrize(
    ("line", "annotation", "default", "comment"),
    [
        pytest.param("x = 1", "", 1, "", id="bare"),
        pytest.param("x: float = None  # months (default 2.0)", "float", None, "months (default 2.0)", id="as shipped"),
        pytest.param("x: int | None = None", "int | None", None, "", id="union"),
        pytest.param("x: Literal['a', 'b'] = 'a'", "Literal['a', 'b']", "a", "", id="literal"),
        pytest.param("x: dict[str, list[int]] = {'a': [1]}", "dict[str, list[int]]", {"a": [1]}, "", id="generic"),
        pytest.param("x: str = 'a = b == c'  # d = e", "str", "a = b == c", "d = e", id="equals signs"),
        pytest.param("x: str = 'a # b'  # c # d", "str", "a # b", "c # d", id="number signs"),
        pytest.param("x = -1.5", "", -1.5, "", id="minus"),
        pytest.param("x: list[int] = [\n    1,  # one\n    2,\n]  # both", "list[int]", [1, 2], "both", id="lines"),
        pytest.param('x = """a\nb"""  # text', "", "a\nb", "text", id="text over lines"),
        pytest.param("x: bool = True;y = 2", "bool", True, "", id="two in a line"),
        pytest.param("x: 'Later' = ()", "'Later'", (), "", id="quoted annotation"),
    ],
)
def test_a_line_is_read_whole(line: str, annotation: str, default: object, comment: str) -> None:
    assert of(line)["x"] == Parameter(name="x", annotation=annotation, default=default, comment=comment)


def test_what_declares_nothing_is_passed_over() -> None:
    source = "'''Words.'''\nimport os\nx: int\na, b = 1, 2\nos.environ['y'] = '1'\nif True:\n    z = 1\nkept = 3\n"
    assert list(of(source)) == ["kept"]


def test_the_last_word_counts() -> None:
    assert of("x = 1\nx = 2")["x"].default == 2


def test_only_a_code_cell_with_the_tag_declares() -> None:
    made = nbformat.v4.new_notebook()
    made.cells.append(nbformat.v4.new_markdown_cell("x = 1", metadata={"tags": ["parameters"]}))
    made.cells.append(nbformat.v4.new_code_cell("x = 2"))
    assert declared(made) == {}


@pytest.mark.parametrize(
    ("source", "says"),
    [
        pytest.param("x = date.today()", r"the value of x, `date\.today\(\)`, would have to be computed", id="call"),
        pytest.param("x = y", "the value of x, `y`, would have to be computed", id="name"),
        pytest.param("x = f'{1}'", "would have to be computed", id="formatted text"),
        pytest.param("%pip install x", "it is no plain Python", id="magic"),
        pytest.param("x = (1,", "it is no plain Python", id="cut off"),
        pytest.param("x = '''a", "it is no plain Python", id="open text"),
    ],
)
def test_what_is_no_plain_value_is_refused_by_name(source: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        of(source)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(), below, max_size=3),
)


@given(VALUES)
def test_any_plain_value_is_read_as_it_was_written(value: object) -> None:
    assert repr(of(f"x: object = {value!r}  # why")["x"].default) == repr(value)


class Knobs(BaseModel, frozen=True, extra="forbid"):
    """Of every kind."""

    reserve_months: float = knob(2.0, unit="months", says="Cash to keep", ge=0)
    deals: int | None = knob(None, unit="deals", says="Deals to start", ge=1)
    motion: Literal["field", "inside"] = knob("field", unit="motion", says="How it is sold")
    channel: Literal["direct"] | None = knob(None, unit="", says="Who sells it")
    careful: bool = knob(False, unit="", says="Whether to be careful")


def test_the_cell_of_some_knobs_leaves_each_to_the_workspace() -> None:
    lines = cell_of(Knobs).splitlines()
    assert tuple(lines[:3]) == COMMON
    assert lines[3:] == [
        "reserve_months: float = None  # Cash to keep, months (default 2.0)",
        "deals: int = None  # Deals to start, deals (default not set)",
        "motion: str = None  # How it is sold, motion (default field)",
        "channel: str = None  # Who sells it (default not set)",
        "careful: bool = None  # Whether to be careful (default False)",
    ]


def test_the_cell_of_some_knobs_declares_them() -> None:
    found = of(cell_of(Knobs))
    assert list(found) == ["workspace", "as_of", "scenario", *Knobs.model_fields]
    assert {one.default for name, one in found.items() if name != "workspace"} == {None}
