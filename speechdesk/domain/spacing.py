"""Where words are separated by spaces, and how many words a text has."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
"""A character of a script without spaces: Thai, Lao, Myanmar, Khmer; kana and Han."""

# Their punctuation, which brings its own room.
_WIDE_MARKS = re.compile("[\u3000-\u3004\u3008-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff65]")
_WIDE_CLOSING = frozenset("、。〉》」』】〕！），．：；？］｝")

_CLOSING = frozenset(".,;:!?…%)]}’”»")
OPENING = frozenset("([{“„«‘¿¡")
"""Marks that belong to the word behind them."""


def needs_space(before: str, after: str) -> bool:
    """Whether a space belongs between two texts that are put together."""
    if not before or not after:
        return False
    left, right = before[-1], after[0]
    if left.isspace() or right.isspace() or (left in OPENING and not _closes(before)):
        return False
    if right in _CLOSING:
        return False
    if left.isascii() and right.isascii():
        return True
    if unicodedata.category(right).startswith("M"):
        return False
    return not any(UNSPACED.match(each) or _WIDE_MARKS.match(each) for each in (left, right))


def clings(text: str) -> bool:
    """Whether `text` begins with a mark that belongs to the word before it."""
    return bool(text) and (text[0] in _CLOSING or text[0] in _WIDE_CLOSING)


def _closes(text: str) -> bool:
    """Whether `text` ends with the second of the marks „ and “; the latter opens in English."""
    return text[-1] == "“" and text.rfind("„") > text.rfind("“", 0, -1)


def count_words(text: str) -> int:
    """Return how many words `text` has; where words are not spaced, characters are counted."""
    if text.isascii():
        return len(text.split())
    unspaced = len(UNSPACED.findall(text))
    return unspaced + len(_no_word().sub(" ", text).split())


def word_starts(text: str) -> Iterator[int]:
    """Yield where each word of `text` begins, as `count_words` counts them."""
    return (word.start() for word in _word().finditer(text))


# Compiled when they are needed: each takes a millisecond of the start.


@cache
def _no_word() -> re.Pattern[str]:
    return re.compile(f"{UNSPACED.pattern}|{_WIDE_MARKS.pattern}")


@cache
def _word() -> re.Pattern[str]:
    spaced = f"[^\\s{UNSPACED.pattern[1:-1]}{_WIDE_MARKS.pattern[1:-1]}]+"
    return re.compile(f"{UNSPACED.pattern}|{spaced}")
