"""Spaces between texts that are put together, and how many words a text has."""

import pytest

from speechdesk.domain.spacing import clings, count_words, needs_space


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Hello.", "World", True),
        ("Hello ", "World", False),
        ("Hello", " World", False),
        ("Hello", "\nWorld", False),
        ("", "World", False),
        ("Hello", "", False),
        ("Hello", ", world", False),
        ("Hello", "?", False),
        ("(", "world", False),
        ("“", "world", False),
        ("world", ")", False),
        ("今日は", "晴れ", False),
        ("今日は。", "Hello", False),
        ("안녕", "세상", True),
        ("สวัสดี", "ครับ", False),
        ("e", "\u0301", False),
    ],
)
def test_spaces(before: str, after: str, expected: bool) -> None:
    assert needs_space(before, after) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Hello world.", 2),
        ("don't  stop\nnow", 3),
        ("今日は晴れ。", 5),
        ("今日 OK です、はい", 7),
    ],
)
def test_counting_words(text: str, expected: int) -> None:
    assert count_words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(".", True), (", and", True), ("。", True), ("(x)", False), ("word", False), ("", False)],
)
def test_marks_that_cling(text: str, expected: bool) -> None:
    assert clings(text) is expected
