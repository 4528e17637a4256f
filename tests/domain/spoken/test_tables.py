"""The tables of commands: complete, unambiguous, and each way to say a command is understood."""

import pytest

from speechdesk.domain.spoken.edits import Command
from speechdesk.domain.spoken.matching import Matcher
from speechdesk.domain.spoken.tables import languages, load_vocabulary
from speechdesk.domain.spoken.tokens import tokens_of
from speechdesk.domain.spoken.vocabulary import (
    Capitals,
    Entry,
    Layout,
    OwnWords,
    Prefix,
    SpokenVocabulary,
    vocabulary_of,
    words_of,
)
from speechdesk.domain.transcript import Run

NEEDED = {*Command, *Capitals, *Prefix, *Layout} - {Layout.STOP_PARAGRAPH}
NEEDED_MARKS = set(".,?!:;…-/()@")


def vocabulary(language: str) -> SpokenVocabulary:
    found = load_vocabulary(language)
    assert found is not None
    return found


def ways() -> list[tuple[str, Entry, str]]:
    return [
        (language, entry, way)
        for language in languages()
        for entry in vocabulary(language).entries
        for way in entry.ways
    ]


def test_the_languages() -> None:
    assert languages() == ["de", "en", "es", "fr"]
    assert load_vocabulary("sv-SE") is None
    assert load_vocabulary("../x") is None
    assert load_vocabulary("") is None


@pytest.mark.parametrize("language", languages())
def test_a_table_is_complete(language: str) -> None:
    entries = vocabulary(language).entries
    assert {entry.meaning for entry in entries if entry.ways} >= NEEDED
    assert {entry.name for entry in entries if entry.ways} >= NEEDED_MARKS
    assert set(vocabulary(language).numbers.values()) == set(range(101))


def test_each_way_is_understood_alone_and_with_the_services_marks() -> None:
    for language, entry, way in ways():
        matcher = Matcher(vocabulary(language), commands=True, marks=True)
        for said in (way, way.capitalize() + ".", way.upper()):
            tokens = tokens_of([Run(said)])
            inline = matcher.inline(tokens, 0)
            found = matcher.whole(tokens) or (inline and inline[0])
            assert found == entry.meaning, f"{language}: {said}"
            assert not matcher.idiom(tokens, 0), f"{language}: {said}"


def test_a_variety_may_differ() -> None:
    assert "?" in vocabulary("fr-FR").narrow_before
    assert "?" not in vocabulary("fr-CA").narrow_before


def test_own_words_take_the_place_of_the_usual_ones() -> None:
    own = [OwnWords("en", "line", ("line break",)), OwnWords("de", "line", ("umbruch",))]
    english = load_vocabulary("en-GB", own)
    assert english is not None
    assert english.inline[("line", "break")] is Layout.LINE
    assert ("new", "line") not in english.inline


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        (OwnWords("en", "line", ("comma",)), "“comma” says two commands"),
        (OwnWords("en", "line", ("...",)), "“...” has no words"),
    ],
)
def test_words_that_are_not_clear_are_refused(own: OwnWords, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        load_vocabulary("en", [own])


@pytest.mark.parametrize("table", [{}, {"language": "en"}, {"language": "en", "phrases": []}])
def test_what_is_no_table_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a table of spoken commands"):
        vocabulary_of(table)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("New Line.", ("new", "line")),
        ("“semi-colon”", ("semi", "colon")),
        ("point d’interrogation", ("point", "d'interrogation")),
        ("Groß", ("gross",)),
        ("e\u0301te\u0301", ("\u00e9t\u00e9",)),
        ("... !", ()),
    ],
)
def test_how_words_are_compared(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words
