"""Finding takes by what was said in them."""

import heapq
import re
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from speechdesk.domain.search_terms import Marks, Term, marks_of, terms_of
from speechdesk.storage import passages, rows
from speechdesk.storage.takes import Hit

SNIPPET_CHARACTERS = 90
_BEFORE_MARK = 30  # characters of the snippet before its first mark
_BATCH = 500


def find(
    connection: sqlite3.Connection, text: str, limit: int, *, only_starred: bool = False
) -> list[Hit]:
    """Return up to `limit` hits, the latest takes first. A query without words finds nothing."""
    terms = terms_of(rows.storable(text))
    deleted = _ids(connection, "deleted_ms IS NOT NULL")
    starred = _ids(connection, "starred")
    streams = [_by_take(_matches(connection, term)) for term in terms]
    found = (
        each
        for each in _in_all(streams)
        if each[0] not in deleted and (each[0] in starred or not only_starred)
    )
    texts = _Texts(connection)
    hits: list[Hit] = []
    while batch := list(islice(found, max(0, min(_BATCH, limit - len(hits))))):
        # One query for many texts: a query for each costs more than all the rest.
        texts.read(key for take_id, keys in batch for key in _first_needed(take_id, keys))
        made = (_hit(texts, *each, terms, starred=each[0] in starred) for each in batch)
        hits += [hit for hit in made if hit is not None]
        texts.forget()
    return hits


def _ids(connection: sqlite3.Connection, condition: str) -> set[int]:
    found = connection.execute(f"SELECT id FROM take WHERE {condition}")
    return {take_id for (take_id,) in found}


def _matches(connection: sqlite3.Connection, term: Term) -> Iterable[int]:
    """Yield the keys of the passages where a term may stand, from the highest down."""
    if term.indexed:
        found = connection.execute(
            "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rowid DESC",
            (f'"{passages.spaced(term.text)}"*',),
        )
        return (key for (key,) in found)
    cases = [term.text]
    if not term.text.isascii():  # of which LIKE knows no upper and lower case
        cases += {term.text.upper(), term.text.title()}
    return heapq.merge(*(_like(connection, texts, cases) for texts in passages.TEXTS), reverse=True)


def _like(connection: sqlite3.Connection, texts: passages.Texts, words: list[str]) -> Iterator[int]:
    condition = " OR ".join([rf"{texts.text} LIKE ? ESCAPE '\'"] * len(words))
    patterns = ["%" + word.replace("_", r"\_") + "%" for word in words]
    for key, _ in connection.execute(texts.select(condition), patterns):
        yield key


def _by_take(keys: Iterable[int]) -> Iterator[tuple[int, set[int]]]:
    for take_id, of_take in groupby(keys, passages.take_of):
        yield take_id, set(of_take)


def _in_all(
    streams: list[Iterator[tuple[int, set[int]]]],
) -> Iterator[tuple[int, list[set[int]]]]:
    """Yield the takes that are in all streams, each of which runs from the highest id down."""
    heads = [next(stream, None) for stream in streams]
    while present := [head for head in heads if head is not None]:
        if len(present) < len(heads):
            return
        lowest = min(take_id for take_id, _ in present)
        if all(take_id == lowest for take_id, _ in present):
            yield lowest, [keys for _, keys in present]
            heads = [next(stream, None) for stream in streams]
        else:
            heads = [
                next(stream, None) if head[0] > lowest else head
                for stream, head in zip(streams, present, strict=True)
            ]


class _Texts:
    """The texts of passages by their keys."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._read: dict[int, str] = {}

    def __getitem__(self, key: int) -> str:
        if key not in self._read:
            self.read([key])
        return self._read.get(key, "")

    def read(self, keys: Iterable[int]) -> None:
        """Read the texts of `keys` in one go."""
        wanted: dict[passages.Texts, dict[int, int]] = {}
        for key in keys:
            table, row = passages.row_of(key)
            wanted.setdefault(table, {})[row] = key
        for table, key_of in wanted.items():
            for row, text in self._connection.execute(table.read(len(key_of)), list(key_of)):
                self._read[key_of[row]] = text

    def forget(self) -> None:
        self._read.clear()


def _first_needed(take_id: int, found: list[set[int]]) -> set[int]:
    """Return the keys of the texts that most hits are made from."""
    return {passages.of_title(take_id), *(min(keys) for keys in found), *_shown(found)}


def _shown(found: list[set[int]]) -> list[int]:
    """Return the first passage in which all terms may stand, if there is one."""
    return sorted(set.intersection(*found))[:1]


def _hit(
    texts: _Texts, take_id: int, found: list[set[int]], terms: list[Term], *, starred: bool
) -> Hit | None:
    """Return what was found in a take, where `found` holds the passages of each term.

    None where a term stands nowhere as it was typed: the index knows letters and digits alone.
    """
    places: list[int] = []
    for keys, term in zip(found, terms, strict=True):
        place = next((key for key in sorted(keys) if term.stands_in(texts[key])), None)
        if place is None:
            return None
        places.append(place)
    title = texts[passages.of_title(take_id)]
    count = len(set.union(*found))
    for key in (*_shown(found), places[0]):
        marks = marks_of(terms, texts[key])
        if marks:
            return Hit(take_id, title, *_snippet(texts[key], marks), count, starred)
    return None


def _snippet(text: str, marks: Marks) -> tuple[str, tuple[tuple[int, int], ...]]:
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
