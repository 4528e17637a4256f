"""The search index's view of a take: which texts are found, and under which key.

A passage's key holds its take in the upper 32 bits, so that a search knows the take of a match
without looking it up, and in the lower 32 what it is: a block (its id), a segment (2**31 + its
id) or the title (2**32 - 1).
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from speechdesk.domain.spacing import UNSPACED
from speechdesk.storage import schema

MAX_ID = (1 << 31) - 1  # of takes, segments and blocks

_SEGMENT = 1 << 31
_TITLE = (1 << 32) - 1


def of_block(take_id: int, block_id: int) -> int:
    """Return the key of a block; block ids are unique within their take and below 2**31."""
    return take_id << 32 | block_id


def of_segment(take_id: int, segment_id: int) -> int:
    """Return the key of a segment."""
    return take_id << 32 | _SEGMENT | segment_id


def of_title(take_id: int) -> int:
    """Return the key of a take's title."""
    return take_id << 32 | _TITLE


def bounds(take_id: int) -> tuple[int, int]:
    """Return the lowest and the highest key that a take can have."""
    return take_id << 32, take_id << 32 | _TITLE


def take_of(passage: int) -> int:
    """Return the id of the take to which a passage belongs."""
    return passage >> 32


def block_of(passage: int) -> int:
    """Return the id of the block whose key is `passage`."""
    return passage & (_SEGMENT - 1)


def spaced(text: str) -> str:
    """Return `text` as the index reads it.

    In scripts without spaces each character is a word, and a search for several is a phrase.
    """
    return text if text.isascii() else UNSPACED.sub(r" \g<0> ", text)


Passage = tuple[int, str, str, int]
"""A passage as a search shows it: its key and text, and the title and star of its take."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A table whose texts are found, in SQL: what joins it to `take`, a passage's key, its text."""

    join: str
    key: str
    text: str

    def select(self, condition: str) -> str:
        """Return the query for the passages where `condition` holds, a take's from its lowest."""
        return (
            f"SELECT {self.key}, {self.text}, title, starred FROM take {self.join}"
            f" WHERE {condition}"
        )


BLOCKS = Texts(
    join=f"CROSS JOIN block ON passage BETWEEN take.id << 32 AND take.id << 32 | {_TITLE}",
    key="passage",
    text="text",
)
SEGMENTS = Texts(
    join="LEFT JOIN document ON document.take_id = take.id"
    " CROSS JOIN segment ON segment.take_id = take.id"
    " AND segment.id > ifnull(last_segment_id, 0) AND replaces = 0",
    key=f"take.id << 32 | {_SEGMENT} | segment.id",
    text="text",
)
TITLES = Texts(join="", key=f"take.id << 32 | {_TITLE}", text="title")
TEXTS = (BLOCKS, SEGMENTS, TITLES)


def select(source: str, key: str, condition: str) -> str:
    """Return the query for the passages whose `key` is in the rows of `source`."""
    return f"""
        SELECT {key}, CASE {key} & {_TITLE} WHEN {_TITLE} THEN title
            ELSE coalesce(block.text, segment.text, '') END, title, starred
        FROM {source} CROSS JOIN take ON take.id = {key} >> 32
        LEFT JOIN block ON block.passage = {key}
        LEFT JOIN segment ON segment.id = iif({key} & {_SEGMENT}, {key} & {MAX_ID}, NULL)
        WHERE {condition}
    """


def read(connection: sqlite3.Connection, keys: Iterable[int]) -> Iterator[Passage]:
    """Yield the passages with these keys."""
    return connection.execute(select("json_each(?)", "value", "TRUE"), (json.dumps(list(keys)),))


def add(connection: sqlite3.Connection, passage: int, text: str) -> None:
    """Let `text` be found."""
    connection.execute("INSERT INTO passage (rowid, text) VALUES (?, ?)", (passage, spaced(text)))


def remove(connection: sqlite3.Connection, passage: int, text: str) -> None:
    """Let `text` be found no more; it must be the very text that was added."""
    connection.execute(
        "INSERT INTO passage (passage, rowid, text) VALUES ('delete', ?, ?)",
        (passage, spaced(text)),
    )


def remove_take(connection: sqlite3.Connection, take_id: int) -> None:
    """Let nothing of a take be found any more; to be called while its rows are still there."""
    for texts in TEXTS:
        query = texts.select("take.id = ?")
        for key, text, *_ in connection.execute(query, (take_id,)).fetchall():
            remove(connection, key, text)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether the index agrees with itself; to be asked in a transaction that may write."""
    try:
        connection.execute("INSERT INTO passage (passage) VALUES ('integrity-check')")
    except schema.FAULTS:
        return False
    return True


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the index anew from the texts in the tables."""
    connection.execute("DROP TABLE IF EXISTS passage")
    connection.execute(schema.INDEX)
    for texts in TEXTS:
        for key, text, *_ in connection.execute(texts.select("TRUE")):
            add(connection, key, text)
