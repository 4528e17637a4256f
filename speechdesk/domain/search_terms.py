"""The words of a search, and where a text has them: the same for the history and the window."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from speechdesk.domain.spacing import UNSPACED

Marks = list[tuple[int, int]]
"""(start, length) of places in a text, in characters."""

_MIN_INDEXED = 3


@dataclass(frozen=True)
class Term:
    """One word of a query, folded as the text that it is compared with.

    An indexed one is looked for without case and accents, any other, too short for that, without
    case; `at_beginning` only where a word begins.
    """

    text: str
    indexed: bool
    at_beginning: bool

    def first(self, text: str) -> int:
        """Return where the term stands first in `text`, or -1."""
        return next(self._places(text, 0, None), -1)

    def marks(self, text: str, start: int = 0, end: int | None = None) -> Marks:
        """Return (start, length) of each place between `start` and `end` of `text`."""
        length = len(self.text)
        return [(at, length) for at in self._places(text, start, end)]

    def _places(self, text: str, start: int, end: int | None) -> Iterator[int]:
        readable = fold(text) if self.indexed else _lower(text)
        at = readable.find(self.text, start, end)
        while at >= 0:
            if self.at_beginning and at > 0 and readable[at - 1].isalnum():
                at = readable.find(self.text, at + 1, end)
            else:
                yield at
                at = readable.find(self.text, at + len(self.text), end)


def fold(text: str) -> str:
    """Return `text` without case and accents, each character in its place."""
    if text.isascii():
        return text.lower()
    # A long text has few different characters.
    strange = {ord(each): _folded(each) for each in set(text) if not each.isascii()}
    return _lower(text.translate(strange))


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


def marks_of(terms: Sequence[Term], text: str, start: int = 0, end: int | None = None) -> Marks:
    """Return where any of `terms` stands between `start` and `end` of `text`, in order.

    Of places that overlap, the first is given, and of those that begin together the longest.
    """
    if len(terms) == 1:
        return terms[0].marks(text, start, end)
    found = [mark for term in terms for mark in term.marks(text, start, end)]
    marks: Marks = []
    done = start
    for at, length in sorted(found, key=lambda mark: (mark[0], -mark[1])):
        if at >= done:
            marks.append((at, length))
            done = at + length
    return marks
