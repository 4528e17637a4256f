"""Finding takes by what was said in them."""

import heapq
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from speechdesk.storage import passages, rows
from speechdesk.storage.takes import Hit

SNIPPET_CHARACTERS = 90
_BEFORE_MARK = 30  # characters of the snippet before its first mark
_MIN_INDEXED = 3

_Marks = list[tuple[int, int]]


def find(connection: sqlite3.Connection, text: str, limit: int) -> list[Hit]:
    """Return up to `limit` hits, the latest takes first. A query without words finds nothing."""
    terms = _terms(text)
    deleted = {
        take_id
        for (take_id,) in connection.execute("SELECT id FROM take WHERE deleted_ms IS NOT NULL")
    }
    hits: list[Hit] = []
    for take_id, keys in _in_all([_by_take(_matches(connection, term)) for term in terms]):
        if len(hits) >= limit:
            break
        if take_id not in deleted:
            hit = _hit(connection, take_id, keys, terms)
            if hit is not None:
                hits.append(hit)
    return hits


@dataclass(frozen=True)
class _Term:
    """One word of a query.

    An indexed one is looked for at the beginning of words, without case and accents; any other,
    too short for that, anywhere and without case.
    """

    text: str
    indexed: bool
    pattern: re.Pattern[str]

    def marks(self, text: str) -> _Marks:
        """Return (start, length) of each place of `text` where the term stands."""
        searched = fold(text) if self.indexed else text
        return [(m.start(), m.end() - m.start()) for m in self.pattern.finditer(searched)]


def fold(text: str) -> str:
    """Return `text` without case and accents, each character in its place."""
    if text.isascii():
        return text.lower()
    return "".join(map(_folded, text))


def _folded(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    plain = parts[0] if all("\u0300" <= mark <= "\u036f" for mark in parts[1:]) else character
    lower = plain.lower()
    return lower if len(lower) == 1 else character


def _terms(text: str) -> list[_Term]:
    words = (re.sub(r"^\W+|\W+$", "", word) for word in rows.storable(text).split())
    return [_term(word) for word in dict.fromkeys(words) if word]


def _term(word: str) -> _Term:
    unspaced = passages.spaced(word) != word
    if unspaced or len(word) >= _MIN_INDEXED:
        folded = fold(word)
        at_beginning = "" if unspaced else r"(?<!\w)"
        return _Term(folded, True, re.compile(at_beginning + re.escape(folded)))
    return _Term(word, False, re.compile(re.escape(word), re.IGNORECASE))


def _matches(connection: sqlite3.Connection, term: _Term) -> Iterable[int]:
    """Yield the keys of the passages where a term may stand, from the highest down."""
    if term.indexed:
        found = connection.execute(
            "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rowid DESC",
            (f'"{passages.spaced(term.text)}"*',),
        )
        return (key for (key,) in found)
    # LIKE knows the case of ASCII letters only.
    cases = dict.fromkeys((term.text, term.text.lower(), term.text.upper(), term.text.title()))
    return heapq.merge(*(_like(connection, source, list(cases)) for source in _TEXTS), reverse=True)


# Where the indexed texts are: (key, text column, the rest), each in the order of its keys.
_TEXTS = (
    (f"id << 32 | {passages.of_title(0)}", "title", "FROM take WHERE {} ORDER BY id DESC"),
    ("passage", "text", "FROM block WHERE {} ORDER BY passage DESC"),
    (
        f"segment.take_id << 32 | {passages.of_segment(0, 0)} | id",
        "text",
        "FROM segment LEFT JOIN document USING (take_id)"
        " WHERE id > ifnull(last_segment_id, 0) AND replaces = 0 AND {}"
        " ORDER BY segment.take_id DESC, id DESC",
    ),
)


def _like(
    connection: sqlite3.Connection, source: tuple[str, str, str], words: list[str]
) -> Iterator[int]:
    key, column, rest = source
    condition = " OR ".join([rf"{column} LIKE ? ESCAPE '\'"] * len(words))
    patterns = ["%" + word.replace("_", r"\_") + "%" for word in words]
    for (found,) in connection.execute(f"SELECT {key} {rest.format(f'({condition})')}", patterns):
        yield found


def _by_take(keys: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
    for take_id, of_take in groupby(keys, passages.take_of):
        yield take_id, list(of_take)


def _in_all(
    streams: list[Iterator[tuple[int, list[int]]]],
) -> Iterator[tuple[int, set[int]]]:
    """Yield the takes that are in all streams, each of which runs from the highest id down."""
    if not streams:
        return
    heads = [next(stream, None) for stream in streams]
    while True:
        present = [head for head in heads if head is not None]
        if len(present) < len(heads):
            return
        lowest = min(take_id for take_id, _ in present)
        if all(take_id == lowest for take_id, _ in present):
            yield lowest, {key for _, keys in present for key in keys}
            heads = [next(stream, None) for stream in streams]
        else:
            heads = [
                next(stream, None) if head[0] > lowest else head
                for stream, head in zip(streams, present, strict=True)
            ]


def _hit(
    connection: sqlite3.Connection, take_id: int, keys: set[int], terms: list[_Term]
) -> Hit | None:
    """Return what was found in a take, or None where the index was more generous than we are."""
    title = _title(connection, take_id)
    count = 0
    missing = set(terms)
    shown: tuple[str, _Marks] | None = None
    for key in sorted(keys):
        text = title if key == passages.of_title(take_id) else _text(connection, key)
        marks_by_term = {term: term.marks(text) for term in terms}
        missing -= {term for term, marks in marks_by_term.items() if marks}
        marks = sorted({mark for marks in marks_by_term.values() for mark in marks})
        count += len(marks)
        if marks and shown is None:
            shown = text, marks
    if missing or shown is None:
        return None
    return Hit(take_id, title, *_snippet(*shown), count)


def _title(connection: sqlite3.Connection, take_id: int) -> str:
    row = connection.execute("SELECT title FROM take WHERE id = ?", (take_id,)).fetchone()
    return row[0] if row else ""


def _text(connection: sqlite3.Connection, key: int) -> str:
    segment_id = passages.segment_of(key)
    if segment_id is None:
        found = connection.execute("SELECT text FROM block WHERE passage = ?", (key,))
    else:
        found = connection.execute("SELECT text FROM segment WHERE id = ?", (segment_id,))
    row = found.fetchone()
    return row[0] if row else ""


def _snippet(text: str, marks: _Marks) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a line of `text` around its first mark, and the marks within it."""
    start = max(0, min(marks[0][0] - _BEFORE_MARK, len(text) - SNIPPET_CHARACTERS))
    if start:  # begin with a whole word, where one begins before the mark
        space = text.find(" ", start, marks[0][0])
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + SNIPPET_CHARACTERS)
    before, after = "…" if start else "", "…" if end < len(text) else ""
    line = re.sub(r"\s", " ", text[start:end])
    shift = len(before) - start
    inside = tuple((at + shift, length) for at, length in marks if at + length <= end)
    return before + line + after, inside
