from __future__ import annotations

import pytest

from unequal.workspace.locate import key_lines, line_of, said_twice, written

TEXT = """name = "A"  # x
[tables.deals]
source = "x"
values.status = { "Closed Won" = "won" }
[plan.segments."Very Big"]
motion = "field"
note = '''
cash = 1
'''
list = [
  1,
]
after = 2
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("tables", "deals"), 2),
        (("tables", "deals", "source"), 3),
        (("tables", "deals", "values", "status", "Closed Won"), 4),
        (("plan", "segments", "Very Big", "motion"), 6),
        (("plan", "segments", "Very Big", "after"), 13),
        (("plan", "segments", "Very Big", "none"), 5),
        (("nothing",), None),
    ],
)
def test_a_key_is_found_in_its_line_or_that_of_its_table(path, line):
    assert line_of(key_lines(TEXT), path) == line


def test_what_looks_like_a_key_inside_a_text_is_none():
    assert ("plan", "segments", "Very Big", "cash") not in key_lines(TEXT)


def test_nothing_stands_twice():
    assert said_twice(TEXT) == []


def test_a_key_is_quoted_where_it_must_be():
    assert written(("a", "b c")) == 'a."b c"'
