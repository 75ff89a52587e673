from __future__ import annotations

import pytest

from unequal.words import PhraseError, Words, load_phrases
from unequal.words.phrases import common_phrases
from unequal.words.template import places

TWO_LANGUAGES = """
[en]
hello = "Hello {name}"
bye = "Bye"
[xx]
hello = "Oi {name}"
"""


def test_phrases_come_from_a_folder(tmp_path):
    (tmp_path / "words.toml").write_text('[en]\nhello = "Hello {name}"\n', encoding="utf-8")
    assert load_phrases(tmp_path) == {"en": {"hello": "Hello {name}"}}
    assert load_phrases(tmp_path / "words.toml") == load_phrases(tmp_path)


def test_tables_inside_a_language_give_keys_with_dots():
    assert load_phrases('[en.rule.a]\ntitle = "T"') == {"en": {"rule.a.title": "T"}}


def test_words_speak_the_language_of_the_locale():
    assert Words.load(TWO_LANGUAGES, locale="en_GB")("hello", name="Ann") == "Hello Ann"


def test_words_of_a_language_without_common_phrases_are_english():
    words = Words.load(TWO_LANGUAGES, locale="xx_XX")
    assert (words.language, words("hello", name="Ann")) == ("en", "Hello Ann")


def test_later_catalogues_win():
    assert Words.load('[en]\na = "1"', '[en]\na = "2"')("a") == "2"


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("[en\n", "no TOML"),
        ('hello = "x"', "outside a language"),
        ("[en]\na = 3", "en.a is no text"),
        ('[en]\na = "{open"', "en.a: "),
        ('[en]\na = "{}"', "must be a plain name"),
        ('[en]\na = "{x.real}"', "must be a plain name"),
        ('[en]\na = "{x[0]}"', "must be a plain name"),
        ('[en]\na = "{x!r}"', "must be a plain name"),
        ('[en]\na = "{x:percant}"', "unknown kind \"percant\". Did you mean 'percent'"),
        ('[en]\na = "{x:range mony}"', "unknown kind \"mony\". Did you mean 'money'"),
    ],
)
def test_a_catalogue_that_is_not_well_written_is_refused(text, match):
    with pytest.raises(PhraseError, match=match):
        load_phrases(text)


def test_a_missing_catalogue_is_refused(tmp_path):
    with pytest.raises(PhraseError, match="No phrases at"):
        load_phrases(tmp_path)


def test_the_verdicts_and_grades_have_their_words():
    english = common_phrases()["en"]
    assert {key for key in english if key.startswith("verdict.")} == {
        "verdict.go",
        "verdict.caution",
        "verdict.stop",
        "verdict.cannot_tell",
    }
    assert [english[f"grade.E{n}"] for n in range(1, 6)] == [
        "own data",
        "own data, few",
        "official statistics",
        "practitioner's rule",
        "guess",
    ]


def test_page_numbers():
    assert Words()("page.page_of", page=2, pages=12) == "Page 2 of 12"


@pytest.mark.parametrize("language", sorted(common_phrases()))
def test_every_language_has_the_same_places_as_english(language):
    english = common_phrases()["en"]
    for key, text in common_phrases()[language].items():
        assert {place.name for place in places(text)} == {place.name for place in places(english[key])}
