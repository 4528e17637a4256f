"""The words of a search, and where a text has them: the same for the history and the window."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from speechdesk.domain.spacing import UNSPACED

Marks = list[tuple[int, int]]
"""(start, length) of places in a text, in characters."""

_MIN_INDEXED = 3


@dataclass(frozen=True)
class Term:
    """One word of a query, as `readable` makes it.

    An indexed one is looked for without case and accents, any other, too short for that, without
    case; `at_beginning` only where a word begins.
    """

    text: str
    indexed: bool
    at_beginning: bool

    def readable(self, text: str) -> str:
        """Return `text` as the term is compared with it; each character keeps its place."""
        return fold(text) if self.indexed else _lower(text)

    def place(self, readable: str, start: int = 0) -> int:
        """Return where the term stands at or after `start`, or -1."""
        at = readable.find(self.text, start)
        while at > 0 and self.at_beginning and readable[at - 1].isalnum():
            at = readable.find(self.text, at + 1)
        return at

    def stands_in(self, text: str) -> bool:
        """Whether the term stands anywhere in `text`."""
        return self.place(self.readable(text)) >= 0

    def marks(self, text: str) -> Marks:
        """Return (start, length) of each place of `text` where the term stands."""
        readable = self.readable(text)
        found: Marks = []
        at = self.place(readable)
        while at >= 0:
            found.append((at, len(self.text)))
            at = self.place(readable, at + len(self.text))
        return found


def fold(text: str) -> str:
    """Return `text` without case and accents, each character in its place."""
    if text.isascii():
        return text.lower()
    # A long text has few different characters.
    return text.translate({ord(each): _folded(each) for each in set(text)})


def _folded(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    plain = parts[0] if all("\u0300" <= mark <= "\u036f" for mark in parts[1:]) else character
    return _lower(plain)


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(each.lower() if len(each.lower()) == 1 else each for each in text)


def terms_of(query: str) -> list[Term]:
    """Return the words of a query, each once."""
    words = (re.sub(r"^\W+|\W+$", "", word) for word in query.split())
    return list(dict.fromkeys(_term(word) for word in words if word))


def _term(word: str) -> Term:
    unspaced = UNSPACED.search(word) is not None
    if unspaced or len(word) >= _MIN_INDEXED:
        return Term(fold(word), indexed=True, at_beginning=not unspaced)
    return Term(_lower(word), indexed=False, at_beginning=False)


def marks_of(terms: Sequence[Term], text: str) -> Marks:
    """Return where any of `terms` stands in `text`, from the beginning on.

    Of places that overlap, the first is given, and of those that begin together the longest.
    """
    marks: Marks = []
    end = 0
    for start, length in sorted(
        (mark for term in terms for mark in term.marks(text)), key=lambda mark: (mark[0], -mark[1])
    ):
        if start >= end:
            marks.append((start, length))
            end = start + length
    return marks
