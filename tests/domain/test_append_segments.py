"""Documents drawn as text: blocks on lines, spoken words in [brackets]."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.transcript import (
    BLOCK_WORDS,
    Block,
    Document,
    Run,
    WordRef,
    append_segments,
    joined,
    runs_of,
)


def said(text: str, at_ms: int = 0, language: str = "en-US", words: str | None = None) -> Segment:
    spoken = (text if words is None else words).split()
    return Segment(
        text,
        at_ms,
        1000,
        language,
        words=tuple(Word(word, at_ms + 10 * n, 10) for n, word in enumerate(spoken)),
    )


def drawn(document: Document) -> list[str]:
    return [
        "".join(f"[{run.text}]" if run.word else run.text for run in block.runs)
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Hello world.", "Hello world.", "[Hello] [world.]"),
        ("“Hello”, world", "Hello world", "“[Hello]”, [world]"),
        ("no no no", "no no no", "[no] [no] [no]"),
        ("a b c", "a missing c", "[a] b [c]"),
        ("今日は天気", "今日 は 天気", "[今日][は][天気]"),
        ("all together", "", "[all together]"),
        ("", "", ""),
    ],
)
def test_a_phrase_is_cut_into_its_words(text: str, words: str, expected: str) -> None:
    runs = runs_of(1, said(text, words=words))
    assert drawn(Document((Block(1, runs),))) == [expected]
    assert "".join(run.text for run in runs) == text


def test_words_refer_to_their_place_in_the_segment() -> None:
    runs = runs_of(7, said("a b c", words="a missing c"))
    assert [run.word for run in runs if run.word] == [WordRef(7, 0), WordRef(7, 2)]


def test_phrases_follow_each_other_with_a_space_and_after_a_pause_in_a_new_block() -> None:
    phrases = [
        (1, said("One.", 0)),
        (2, said("Two.", 1500)),
        (3, said("Exactly three seconds later.", 5500)),
        (4, said("And more.", 9501)),
    ]
    document = append_segments(Document(), phrases, None)
    assert drawn(document) == [
        "[One.] [Two.] [Exactly] [three] [seconds] [later.]",
        "[And] [more.]",
    ]
    assert document.last_segment_id == 4
    assert [block.id for block in document.blocks] == [1, 2]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("はい。", "いいえ。", "はい。いいえ。"),
        ("네.", "아니요.", "네. 아니요."),
        ("Yes.", "No.", "Yes. No."),
    ],
)
def test_scripts_without_spaces_get_none(first: str, second: str, expected: str) -> None:
    phrases = [(1, said(first, 0)), (2, said(second, 1000))]
    assert append_segments(Document(), phrases, None).text == expected


def test_a_typed_space_or_an_empty_block_needs_no_other() -> None:
    typed = Document((Block(0, (Run("Dear Ann, "),)),))
    assert append_segments(typed, [(1, said("hello"))], None).text == "Dear Ann, hello"
    empty = Document((Block(4, (Run("Title"),)), Block(5, ())))
    document = append_segments(empty, [(1, said("hello"))], None)
    assert (document.text, [block.id for block in document.blocks]) == ("Title\nhello", [4, 5])


def test_the_pause_is_counted_from_the_phrase_that_is_already_in_the_document() -> None:
    before = append_segments(Document(), [(1, said("One.", 0))], None)
    assert append_segments(before, [(2, said("Two.", 9000))], 1000).text == "One.\nTwo."


def test_nothing_to_add_leaves_the_document_as_it_is() -> None:
    document = Document((Block(1, (Run("typed"),)),), last_segment_id=3)
    assert append_segments(document, [], None) == document


def test_an_empty_phrase_is_passed_over() -> None:
    assert append_segments(Document(), [(3, said(""))], None) == Document((), 3)


@given(st.lists(st.integers(1, 350), max_size=12))
def test_no_block_has_more_than_400_words_and_none_is_lost(lengths: list[int]) -> None:
    phrases = [
        (n, said(" ".join(f"w{n}x{i}" for i in range(length)), n * 1000))
        for n, length in enumerate(lengths, start=1)
    ]
    document = append_segments(Document(), phrases, None)
    assert all(len(block.text.split()) <= BLOCK_WORDS for block in document.blocks)
    assert all(block.runs == joined(block.runs) for block in document.blocks)
    assert document.text.split() == [w for _, phrase in phrases for w in phrase.text.split()]
