"""Finding takes by what was said in them."""

import re
import sqlite3
from itertools import chain, islice

from speechdesk.domain.search_terms import Term, marks_of, terms_of
from speechdesk.storage import rows
from speechdesk.storage.matches import BATCH, KnownPassages, Matches
from speechdesk.storage.takes import Hit

SNIPPET_CHARACTERS = 90
_BEFORE_MARK = 30  # characters of the snippet before its first mark
_BREAK = re.compile(r"[^\S ]")


def find(
    connection: sqlite3.Connection, text: str, limit: int, *, only_starred: bool = False
) -> list[Hit]:
    """Return up to `limit` hits, the latest takes first. A query without words finds nothing."""
    wanted = terms_of(rows.storable(text))
    indexed = [term for term in wanted if term.indexed]
    short = [term for term in wanted if not term.indexed]
    terms = [*indexed, *short]
    if not terms:
        return []
    known = KnownPassages(connection)
    condition = f"deleted_ms IS NULL{' AND starred' * only_starred}"
    found = Matches(connection, known, condition).of(indexed, short)
    hits: list[Hit] = []
    while batch := list(islice(found, max(0, min(BATCH, limit - len(hits))))):
        known.read(chain.from_iterable(_first_needed(keys) for _, keys in batch))
        made = (_hit(known, *each, terms) for each in batch)
        hits += [hit for hit in made if hit is not None]
        known.clear()
    return hits


def _first_needed(found: list[set[int]]) -> set[int]:
    """Return the keys of the passages that most hits are made from."""
    return {*map(min, found), *_shared(found)}


def _shared(found: list[set[int]]) -> list[int]:
    """Return the first passage in which all of several terms may stand, if there is one."""
    return sorted(set.intersection(*found))[:1] if len(found) > 1 else []


def _hit(
    known: KnownPassages, take_id: int, found: list[set[int]], terms: list[Term]
) -> Hit | None:
    """Return what was found in a take, where `found` holds the passages of each term.

    None where a term stands nowhere as it was typed: the index knows letters and digits alone.
    """
    places: list[tuple[int, int]] = []
    for keys, term in zip(found, terms, strict=True):
        place = _first_place(known, keys, term)
        if place is None:
            return None
        places.append(place)
    key, start = places[0]
    if len(terms) > 1:
        key, start = _place_to_show(known, [*_shared(found), key], terms)
    _, text, title, starred = known[key]
    count = len(set.union(*found))
    return Hit(take_id, title, *_snippet(text, start, terms), count, bool(starred))


def _place_to_show(known: KnownPassages, keys: list[int], terms: list[Term]) -> tuple[int, int]:
    """Return the first of `keys` where a term stands, and where the first of them does."""
    for key in keys:
        starts = [at for term in terms if (at := term.first(known[key][1])) >= 0]
        if starts:
            return key, min(starts)
    raise ValueError("no passage with a term")


def _first_place(known: KnownPassages, keys: set[int], term: Term) -> tuple[int, int] | None:
    """Return the first of the passages in which the term stands, and where."""
    for key in sorted(keys):
        at = term.first(known[key][1])
        if at >= 0:
            return key, at
    return None


def _snippet(text: str, first: int, terms: list[Term]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a line of `text` around its first mark, at `first`, and the marks within it."""
    start = max(0, min(first - _BEFORE_MARK, len(text) - SNIPPET_CHARACTERS))
    if start:  # begin with a whole word, where one begins before the mark
        start = text.find(" ", start, first) + 1 or start
    end = start + SNIPPET_CHARACTERS
    before, after = "…" if start else "", "…" if end < len(text) else ""
    line = _BREAK.sub(" ", text[start:end])
    shift = len(before) - start
    marks = marks_of(terms, text, first, end)
    return before + line + after, tuple([(at + shift, length) for at, length in marks])
