"""How finals become a document, and what of a text keeps its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.transcript import (
    Run,
    WordRef,
    joined,
    reworded,
    runs_of,
    sliced,
    starts_block,
    surviving,
    text_of,
)


def segment(text: str, *words: str) -> Segment:
    timed = tuple(Word(word, 100 * number, 100) for number, word in enumerate(words))
    return Segment(text, 0, 1000, "en-US", words=timed)


def spoken(text: str) -> tuple[Run, ...]:
    """Each word of `text` as spoken, segment 1."""
    return runs_of(1, segment(text, *text.split()))


def drawn(runs: tuple[Run, ...]) -> str:
    return "".join(run.text + (f"<{run.word.index}>" if run.word else "") for run in runs)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Hello world.", ["Hello", "world."], "Hello<0> world.<1>"),
        ("今日は晴れ。", ["今日は", "晴れ。"], "今日は<0>晴れ。<1>"),
        ("the the end", ["the", "the", "end"], "the<0> the<1> end<2>"),
        ("one two", ["one", "missing", "two"], "one<0> two<2>"),
        ("one", ["one", ""], "one<0>"),
        (" one ", ["one"], " one<0> "),
        ("no times", [], "no times<0>"),
        ("", [], ""),
    ],
)
def test_a_segment_as_runs(text: str, words: list[str], expected: str) -> None:
    assert drawn(runs_of(7, segment(text, *words))) == expected


@pytest.mark.parametrize(
    ("words", "addition", "pause_ms", "expected"),
    [
        (0, "x", 60_000, False),
        (1, "x", 3000, False),
        (1, "x", 3001, True),
        (399, "x", 0, False),
        (399, "x y", 0, True),
        (400, "x", 0, True),
        (1, "x", -500, False),
    ],
)
def test_when_a_block_starts(words: int, addition: str, pause_ms: int, expected: bool) -> None:
    assert starts_block("word " * words, addition, pause_ms) is expected


def test_joining_runs() -> None:
    one, other = WordRef(1, 0), WordRef(1, 1)
    runs = [Run("a"), Run("b"), Run("", one), Run("c", one), Run("d", one), Run("e", other)]
    assert joined(runs) == (Run("ab"), Run("cd", one), Run("e", other))


@given(
    st.lists(st.sampled_from(["a", "bc", "déf"]), max_size=5), st.integers(0, 9), st.integers(0, 9)
)
def test_slicing_runs(pieces: list[str], start: int, end: int) -> None:
    runs = [Run(piece, WordRef(1, index)) for index, piece in enumerate(pieces)]
    cut = sliced(runs, start, end)
    assert text_of(cut) == "".join(pieces)[start:end]
    assert all(run.text in pieces[run.word.index] for run in cut if run.word)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("one two three", "one<0> two<1> three<2>"),
        ("one tXwo three", "one<0> t<1>Xwo<1> three<2>"),
        ("one two", "one<0> two<1>"),
        ("one two three four", "one<0> two<1> three<2> four"),
        ("so one two three", "so one<0> two<1> three<2>"),
        ("", ""),
        ("all", "all"),
    ],
)
def test_what_survives_a_change(after: str, expected: str) -> None:
    assert drawn(surviving(spoken("one two three"), after)) == expected


@given(
    st.text("ab ", max_size=12), st.integers(0, 12), st.integers(0, 12), st.text("ab ", max_size=4)
)
def test_surviving_always_gives_the_text(before: str, start: int, end: int, new: str) -> None:
    after = before[:start] + new + before[max(start, end) :]
    assert text_of(surviving(spoken(before), after)) == after or not spoken(before)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write a letter now.", "Write<0> a<1> letter<2> now.<3>"),
        ("right a letter now.", "right<0> a<1> letter<2> now.<3>"),
        ("Write a small letter now.", "Write<0> a<1> small letter<2> now.<3>"),
        ("Write letter.", "Write<0> letter.<1>"),
        ("Brighter tomorrow:  now.", "Brighter<0> tomorrow:<1>  now.<3>"),
        ("", ""),
    ],
)
def test_another_reading(text: str, expected: str) -> None:
    assert drawn(reworded(spoken("Write a letter now."), text)) == expected
