from __future__ import annotations

import io

import pytest

from unequal.cli.page import Page
from unequal.cli.told import visible


class Terminal(io.StringIO):
    """Takes text as a terminal does."""

    def isatty(self) -> bool:
        return True


def lines(width: int | None = None) -> tuple[Page, io.StringIO]:
    stream = io.StringIO()
    return Page(stream, width=width), stream


def test_a_line_in_a_file_is_never_broken() -> None:
    page, stream = lines()
    page.text("word " * 200, indent=2)
    assert stream.getvalue().count("\n") == 1


def test_words_keep_to_the_right_of_their_lead() -> None:
    page, stream = lines(40)
    page.text("one two three four five six seven eight", indent=2, lead="■ STOP  ")
    assert stream.getvalue() == "  ■ STOP  one two three four five six\n          seven eight\n"


def test_a_narrow_terminal_gives_the_indent_up() -> None:
    page, stream = lines(30)
    page.text("one two three four five six seven", indent=2, lead="a long label  ")
    assert stream.getvalue().splitlines() == ["a long label", "  one two three four five six", "  seven"]


def test_a_table_is_aligned_and_a_wide_one_told_in_lines() -> None:
    page, stream = lines(40)
    page.table(["", "read", "used"], [["deals", "1,200", "7"], ["日本", "1", "2"]])
    assert stream.getvalue().splitlines() == ["          read  used", "  deals  1,200     7", "  日本       1     2"]
    page, stream = lines(30)
    page.table(["", "read", "set aside"], [["a_long_name_of_a_table", "1,200", "7"]])
    assert stream.getvalue().splitlines() == ["  a_long_name_of_a_table:", "  1,200 read, 7 set aside"]


def test_words_of_others_are_no_markup_and_no_commands() -> None:
    page, stream = lines()
    page.text("[red]Acme[/red] :smile: \x1b[2J", lead="\x1b")
    assert stream.getvalue().endswith("[red]Acme[/red] :smile: \\x1b[2J\n")


def test_a_terminal_gets_colour_and_no_colour_where_it_is_unwanted(monkeypatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    stream = Terminal()
    Page(stream, width=40).text("Rows", style="bold red")
    assert "\x1b[1;31mRows" in stream.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    Page(stream, width=40).text("Rows", style="bold red")
    assert "31m" not in stream.getvalue()


def test_a_reader_who_has_gone_is_told_to_the_caller() -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

        def flush(self) -> None:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        Page(Gone()).text("Rows")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("20\u00a0% · €1", "20\u00a0% · €1"),
        ("a\tb\r", "a\\tb\\r"),
        ("\x9b2J\x85\u2028", "\\x9b2J\\x85\\u2028"),
        ("invoice\u202excod.exe", "invoice\\u202excod.exe"),
        ("half \udc80", "half \\udc80"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text, shown) -> None:
    assert visible(text) == shown
