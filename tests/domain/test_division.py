"""Paragraphs are divided at lines and sentences, into 400 words at most."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.domain.division import cuts, divided, divided_document
from speechdesk.domain.spacing import count_words, word_starts
from speechdesk.domain.transcript import BLOCK_WORDS, Block, Document, Run, WordRef, text_of


def words(count: int, last: str = "word") -> str:
    return "word " * (count - 1) + last


def parts(text: str) -> list[str]:
    return [text_of(piece) for piece in divided([Run(text)])]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        (words(400), [400]),
        (words(401), [200, 201]),
        (words(150, "end.") + " " + words(300), [150, 300]),
        (words(150, "end.”") + " " + words(300), [150, 300]),
        (words(150) + "\n" + words(50, "end.") + " " + words(250), [150, 300]),
        (words(50, "end.") + " " + words(400), [225, 225]),
        (words(150, "3.5") + " " + words(300), [225, 225]),
        (words(1000), [333, 333, 334]),
        ("言" * 300 + "。" + "言" * 300, [300, 300]),
        ("言" * 900, [300, 300, 300]),
    ],
)
def test_where_a_paragraph_is_divided(text: str, lengths: list[int]) -> None:
    assert [count_words(part) for part in parts(text)] == lengths


def test_one_space_or_line_break_gives_way_to_the_new_paragraph() -> None:
    assert parts(words(200) + "\n\t" + words(201)) == [words(200), "\t" + words(201)]
    assert parts(words(200) + " \n " + words(201)) == [words(200) + " ", " " + words(201)]


def test_words_keep_their_sound() -> None:
    runs = [run for n in range(500) for run in (Run("a", WordRef(1, n)), Run(" "))]
    first, second = divided(runs)
    assert [run.word for run in (*first, *second) if run.word] == [
        WordRef(1, n) for n in range(500)
    ]
    assert (first[-1], second[0]) == (Run("a", WordRef(1, 249)), Run("a", WordRef(1, 250)))


def test_what_is_divided_is_to_be_saved() -> None:
    document = Document((Block(1, (Run(words(500)),)), Block(5, (Run("short"),))), 7)
    blocks = divided_document(document)
    assert [block.id for block in blocks.blocks] == [1, 6, 5]
    assert (blocks.unsaved, blocks.last_segment_id) == ({1, 6}, 7)


TEXTS = st.text(st.sampled_from("ab. \n\t言。、"), max_size=12)


@given(st.lists(TEXTS, max_size=8), st.integers(1, 300))
def test_nothing_is_lost_and_no_part_is_too_long(pieces: list[str], times: int) -> None:
    text = "".join(each * times for each in pieces)
    divided_text = parts(text)
    assert all(count_words(part) <= BLOCK_WORDS for part in divided_text)
    assert "".join("".join(divided_text).split()) == "".join(text.split())
    assert len(list(cuts(text))) == len(divided_text) - 1
    assert len(list(word_starts(text))) == count_words(text)
