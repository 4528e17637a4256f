"""How recognized words are written."""

import pytest

from speechdesk.host.engines.display import display_text


@pytest.mark.parametrize(
    ("lexical", "text"),
    [
        ("", ""),
        ("hello world", "Hello world."),
        ("i think i'm here", "I think I'm here."),
        ("the period of time", "The period of time."),
    ],
)
def test_a_phrase_gets_a_capital_and_a_full_stop(lexical: str, text: str) -> None:
    assert display_text(lexical) == text


@pytest.mark.parametrize(
    ("lexical", "text"),
    [
        ("hello comma world period how are you question mark", "Hello, world. How are you?"),
        ("hello world", "Hello world."),
        ("stop full stop", "Stop."),
        ("wait exclamation point", "Wait!"),
        ("one colon two semicolon three", "One: two; three."),
        ("he said open quote yes close quote", "He said “yes”."),
        ("see open parenthesis below close parenthesis", "See (below)."),
        ("a well hyphen known fact", "A well-known fact."),
        ("and slash or", "And/or."),
        ("so dot dot dot", "So…"),
        ("first dash second", "First – second."),
        ("comma", ","),
        ("question", "Question."),
    ],
)
def test_spoken_marks_become_marks(lexical: str, text: str) -> None:
    assert display_text(lexical, spoken_marks=True) == text


def test_who_dictates_all_marks_gets_no_other() -> None:
    assert display_text("hello world", spoken_marks=True, full_stop=False) == "Hello world"
