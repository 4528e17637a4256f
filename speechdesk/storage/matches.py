"""In which takes the words of a search may stand, the latest takes first."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from speechdesk.domain.search_terms import Term
from speechdesk.storage import passages

BATCH = 200
"""How many takes are looked at with one query."""

Match = tuple[int, list[set[int]]]
"""A take's id, and for each term the keys of its passages where the term may stand."""

_InTake = tuple[int, set[int]]


class KnownPassages(dict[int, passages.Passage]):
    """Passages by their keys; one that is missing is read when it is asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, key: int) -> passages.Passage:
        self.read([key])
        return self.setdefault(key, (key, "", "", 0))

    def read(self, keys: Iterable[int]) -> None:
        """Read what is missing of `keys` in one go."""
        missing = [key for key in keys if key not in self]
        if missing:
            self.update((each[0], each) for each in passages.read(self._connection, missing))


class Matches:
    """Looks for takes that fulfil an SQL condition.

    The passages that come by on the way are left in `known`, the lowest of each take.
    """

    def __init__(
        self, connection: sqlite3.Connection, known: KnownPassages, condition: str
    ) -> None:
        self._connection = connection
        self._known = known
        self._condition = condition

    def of(self, indexed: list[Term], short: list[Term]) -> Iterator[Match]:
        """Yield the takes where all terms may stand; the `short` ones the index does not know."""
        if len(indexed) == 1 and not short:
            return self._read_indexed(indexed[0])
        found = _in_all([self._indexed(term) for term in indexed]) if indexed else self._all()
        return self._narrowed(found, short) if short else found

    def _all(self) -> Iterator[Match]:
        query = f"SELECT id FROM take WHERE {self._condition} ORDER BY id DESC"
        for (take_id,) in self._connection.execute(query):
            yield take_id, []

    def _indexed(self, term: Term) -> Iterator[_InTake]:
        """Yield the takes in which the index has a term, and the keys of its passages."""
        keys = self._connection.execute(
            "SELECT passage.rowid FROM passage CROSS JOIN take ON take.id = passage.rowid >> 32"
            f" WHERE passage MATCH ? AND {self._condition} ORDER BY passage.rowid DESC",
            (_sought(term),),
        )
        for take_id, of_take in groupby((key for (key,) in keys), passages.take_of):
            yield take_id, set(of_take)

    def _read_indexed(self, term: Term) -> Iterator[Match]:
        """Yield what `_indexed` does, where nothing else has to be asked before texts are read."""
        query = passages.select(
            "passage AS found", "found.rowid", f"found.passage MATCH ? AND {self._condition}"
        )
        found = self._connection.execute(query + " ORDER BY found.rowid DESC", (_sought(term),))
        for take_id, of_take in groupby(found, _take_of):
            keys = set()
            for passage in of_take:
                keys.add(passage[0])
            self._known[passage[0]] = passage
            yield take_id, [keys]

    def _narrowed(self, found: Iterator[Match], short: list[Term]) -> Iterator[Match]:
        """Yield of `found` the takes in which the `short` terms stand too."""
        while batch := dict(islice(found, BATCH)):
            for term in short:
                places: dict[int, set[int]] = {}
                for passage in self._like(term, batch):
                    key = passage[0]
                    take_id = passages.take_of(key)
                    if take_id in places:
                        places[take_id].add(key)
                    else:
                        places[take_id] = {key}
                        self._known[key] = passage
                batch = {take_id: [*batch[take_id], keys] for take_id, keys in places.items()}
            yield from sorted(batch.items(), reverse=True)

    def _like(self, term: Term, take_ids: Iterable[int]) -> Iterator[passages.Passage]:
        """Yield the passages of takes in which a term stands, those of a take from its lowest."""
        cases = [term.text]
        if not term.text.isascii():  # of which LIKE knows no upper and lower case
            cases += {term.text.upper(), term.text.title()}
        patterns = ["%" + case.replace("_", r"\_") + "%" for case in cases]
        within = json.dumps(list(take_ids))
        for texts in passages.TEXTS:
            likes = " OR ".join([rf"{texts.text} LIKE ? ESCAPE '\'"] * len(cases))
            query = texts.select(f"take.id IN (SELECT value FROM json_each(?)) AND ({likes})")
            yield from self._connection.execute(query, (within, *patterns))


def _sought(term: Term) -> str:
    """Return what the index is asked for a term."""
    return f'"{passages.spaced(term.text)}"*'


def _take_of(passage: passages.Passage) -> int:
    return passages.take_of(passage[0])


def _in_all(streams: list[Iterator[_InTake]]) -> Iterator[Match]:
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
