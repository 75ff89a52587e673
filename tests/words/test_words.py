from __future__ import annotations

import math
import pickle
import subprocess
import sys
from datetime import date, datetime
from enum import StrEnum

import pandas as pd
import pytest

from unequal.errors import UnequalError
from unequal.words import PhraseError, Words


class Verdict(StrEnum):
    CANNOT_TELL = "cannot tell"


def say(phrase: str, **values: object) -> str:
    return Words("en_GB", "EUR", {"it": phrase})("it", **values).replace("\u00a0", " ")


def test_a_phrase_writes_its_values_as_it_says():
    said = say(
        "{n:count deal deals} by {d:date}: {p:percent} ({low:percent}–{high:percent}), {m:months}, {x:money}.",
        n=20,
        d=date(2026, 6, 30),
        p=0.2,
        low=0.08,
        high=0.41,
        m=4,
        x=900_000,
    )
    assert said == "20 deals by 30 June 2026: 20 % (8 %–41 %), 4 months, €900,000."


def test_an_estimate_in_a_phrase():
    assert say("It is {p:estimate percent}.", p=(0.145, 0.044, 0.31)) == "It is 14 % (4–31 %)."


@pytest.mark.parametrize("kind", ["range", "interval", "range percent"])
def test_a_range_in_a_phrase(kind):
    assert say(f"{{p:{kind}}}", p=(0.044, 0.31)) == "4–31 %"


@pytest.mark.parametrize(
    ("spec", "text"),
    [("date", "30 June 2026"), ("date short", "30 Jun 2026"), ("date month", "June 2026")],
)
@pytest.mark.parametrize("day", [date(2026, 6, 30), datetime(2026, 6, 30), pd.Timestamp("2026-06-30")])
def test_dates(spec, text, day):
    assert say(f"{{d:{spec}}}", d=day) == text


@pytest.mark.parametrize("missing", [None, math.nan, pd.NaT, pd.NA])
@pytest.mark.parametrize("spec", ["date", "percent", "money", "months", "text", "count deal deals"])
def test_what_is_missing_is_not_known(missing, spec):
    assert say(f"{{x:{spec}}}", x=missing) == "not known"


def test_a_phrase_chooses_the_word_for_infinity_and_for_nan():
    phrase = "{m:months;inf=beyond_36_months;nan=never}"
    assert [say(phrase, m=m) for m in (math.inf, math.nan, 2)] == ["more than 36 months", "never", "2 months"]


def test_a_word_of_the_catalogue_by_its_value():
    assert say("{v:word verdict} ({g:word grade})", v=Verdict.CANNOT_TELL, g="E2") == "cannot tell (own data, few)"


def test_values_without_a_kind_are_written_for_readers():
    said = say("{a} {b} {c} {d} {e}", a="text", b=12345, c=0.19971, d=True, e=date(2026, 6, 30))
    assert said == "text 12,345 0.2 yes 30 June 2026"


@pytest.mark.parametrize(
    "name", ["Acme {Ltd}", "{0}", "{name.__class__.__mro__}", "%s %(x)s", "{n:count a b}", "<b>", "{{}}", "a\\nb"]
)
def test_client_text_is_never_a_template(name):
    assert say("For {name}.", name=name) == f"For {name}."


def test_a_value_may_have_the_name_key():
    assert say("{key}", key="x") == "x"


def test_braces_in_a_phrase_are_doubled():
    assert say("{{{n:whole}}}", n=1) == "{1}"


def test_a_missing_phrase_is_a_fault_of_ours():
    with pytest.raises(
        PhraseError, match=r"No phrase has the key \"verdict.goo\". Did you mean 'verdict.go'"
    ) as caught:
        Words()("verdict.goo")
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, UnequalError)
    assert caught.value.exit_code == 5


def test_a_missing_value_is_a_fault_of_ours():
    with pytest.raises(PhraseError, match=r'needs a value "p"; it was given \[\'q\'\]'):
        say("{p:percent}", q=1)


@pytest.mark.parametrize(
    ("phrase", "value"), [("{p:percent}", "much"), ("{p:date}", 3), ("{p:estimate percent}", (1, 2))]
)
def test_a_value_of_the_wrong_kind_is_a_fault_of_ours(phrase, value):
    with pytest.raises(PhraseError, match=r'The phrase "it" cannot write p'):
        say(phrase, p=value)


def test_an_unknown_kind_is_a_fault_of_ours():
    with pytest.raises(PhraseError, match='as "percentage"'):
        say("{p:percentage}", p=1)


def test_common_phrases_are_always_there():
    assert Words()("grade.E1") == "own data"
    assert "heading.cannot_answer" in Words()


def test_a_phrase_of_an_analysis_wins_but_does_not_bend_numbers():
    words = Words("en_GB", "EUR", {"under": "Under water", "never": "not in our lifetime"})
    assert words("under") == "Under water"
    assert words.percent(1e-6).startswith("under 0.1")


@pytest.mark.parametrize(
    ("locale", "fell_back"),
    [("en_GB", False), ("en-US", False), ("en", False), ("xx_YY", True), ("sw_KE", True), ("", True)],
)
def test_a_language_that_is_not_spoken_falls_back_to_english_and_says_so(locale, fell_back):
    words = Words(locale)
    assert (words.language, words.fell_back) == ("en", fell_back)
    assert words("verdict.go") == "go"


def test_numbers_follow_the_language_that_is_spoken():
    assert Words("sw_KE").number(1234.5) == "1,230"


@pytest.mark.parametrize(("locale", "text"), [("en_GB", "30 June 2026"), ("en_US", "June 30, 2026")])
def test_dates_follow_the_locale(locale, text):
    assert Words(locale).date(date(2026, 6, 30)) == text


def test_words_survive_a_process_pool():
    words = Words("en_GB", "EUR", {"it": "{p:percent}"})
    assert pickle.loads(pickle.dumps(words)) == words


def test_words_load_no_frames():
    code = "import sys, unequal.words; print(sorted({'pandas', 'numpy', 'pydantic'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
