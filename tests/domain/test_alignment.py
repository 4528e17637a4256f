"""Displayed words get the times of the words that were spoken."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.domain.alignment import TimedWord, align
from speechdesk.domain.events import Word


def spoken(text: str, start_ms: int = 0) -> list[TimedWord]:
    """Each word of `text` takes 100 ms, one after the other."""
    return [TimedWord(word, start_ms + 100 * index, 100) for index, word in enumerate(text.split())]


def drawn(words: tuple[Word, ...]) -> str:
    return " ".join(f"{word.text}[{word.offset_ms}-{word.end_ms}]" for word in words)


@pytest.mark.parametrize(
    ("display", "lexical", "expected"),
    [
        ("Hello, world.", "hello world", "Hello,[0-100] world.[100-200]"),
        ("It costs $5.", "it costs five dollars", "It[0-100] costs[100-200] $5.[200-400]"),
        ("Twenty-five men", "twenty five men", "Twenty-five[0-200] men[200-300]"),
        ("Dr. Smith", "doctor smith", "Dr.[0-100] Smith[100-200]"),
        ("I was there", "i um was uh there", "I[0-100] was[200-300] there[400-500]"),
        ("by 5:30 p.m.", "by five thirty", "by[0-100] 5:30[100-200] p.m.[200-300]"),
        ("call +1 425", "call one four two five", "call[0-100] +1[100-260] 425[260-500]"),
        ("- yes", "yes", "-[0-0] yes[0-100]"),
        ("yes …", "yes", "yes[0-100] …[100-100]"),
        ("", "hello", ""),
    ],
)
def test_words_take_the_time_of_their_partners(display: str, lexical: str, expected: str) -> None:
    timed = spoken(lexical)
    assert drawn(align(display, 0, 100 * len(timed), timed)) == expected


def test_without_spoken_words_the_segment_is_shared_by_length() -> None:
    assert drawn(align("one three", 1000, 800, ())) == "one[1000-1300] three[1300-1800]"


@pytest.mark.parametrize(
    ("display", "lexical", "expected"),
    [
        (
            "今日はいい天気です。",
            "今日 は いい 天気 です",
            ["今日", "は", "いい", "天気", "です。"],
        ),
        ("「はい」と言った。", "はい と 言った", ["「", "はい」", "と", "言った。"]),
        ("我买了5本书。", "我 买 了 五 本 书", ["我", "买", "了5", "本", "书。"]),
        ("はい。いいえ。", "", ["はい。", "いいえ。"]),
        ("วันนี้อากาศดี", "วันนี้ อากาศ ดี", ["วันนี้", "อากาศ", "ดี"]),
        ("Azure を 使う", "azure を 使う", ["Azure", "を", "使う"]),
    ],
)
def test_text_without_spaces_is_cut_where_spoken_words_begin(
    display: str, lexical: str, expected: list[str]
) -> None:
    words = align(display, 0, 600, spoken(lexical))
    assert [word.text for word in words] == expected


def test_display_words_of_the_service_are_preferred_and_confidence_comes_from_the_spoken() -> None:
    lexical = [
        TimedWord("five", 0, 100, 0.9),
        TimedWord("dollars", 100, 300, 0.4),
        TimedWord("please", 400, 100, 0.8),
    ]
    displayed = [TimedWord("$5", 0, 400), TimedWord("please.", 400, 150)]
    assert align("$5 please.", 0, 600, lexical, displayed) == (
        Word("$5", 0, 400, 0.4),
        Word("please.", 400, 150, 0.8),
    )


def test_times_outside_the_segment_are_pulled_into_it() -> None:
    timed = [TimedWord("one", -500, 100), TimedWord("two", 2**63, 2**63), TimedWord("three", 10, 5)]
    assert drawn(align("one two three", 0, 300, timed)) == "one[0-0] two[300-300] three[300-300]"


def test_a_long_repetition_is_aligned_in_reasonable_time() -> None:
    display = "日" * 1900
    words = align(display, 0, 60_000, [TimedWord("日", 30 * index, 30) for index in range(1900)])
    assert "".join(word.text for word in words) == display


texts = st.text(st.characters(codec="utf-8"), max_size=80)
timed_words = st.lists(
    st.builds(
        TimedWord,
        texts.filter(lambda text: text.strip()),
        st.integers(-(2**65), 2**65),
        st.integers(-(2**65), 2**65),
        st.none() | st.floats(0, 1),
    ),
    max_size=12,
)


@given(texts, st.integers(0, 2**40), st.integers(0, 70_000), timed_words, timed_words)
def test_the_words_are_the_text_and_time_only_goes_forward(
    text: str,
    offset_ms: int,
    duration_ms: int,
    lexical: list[TimedWord],
    displayed: list[TimedWord],
) -> None:
    words = align(text, offset_ms, duration_ms, lexical, displayed)
    assert "".join(word.text for word in words) == "".join(text.split())
    assert all(word.text and word.duration_ms >= 0 for word in words)
    assert all(a.end_ms <= b.offset_ms for a, b in pairwise(words))
    assert all(offset_ms <= word.offset_ms <= offset_ms + duration_ms for word in words)
    assert all(word.end_ms <= offset_ms + duration_ms for word in words)


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=80), timed_words)
def test_in_scripts_with_spaces_the_words_are_the_tokens(
    text: str, lexical: list[TimedWord]
) -> None:
    words = align(text, 0, 5000, lexical)
    assert [word.text for word in words] == text.split()
