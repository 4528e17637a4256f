"""The search index's view of a take: which texts are found, and under which key.

A passage's key holds its take in the upper 32 bits, so that a search knows the take of a match
without looking it up, and in the lower 32 what it is: a block (its id), a segment (2**31 + its
id) or the title (2**32 - 1).
"""

import sqlite3
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


@dataclass(frozen=True, slots=True)
class Texts:
    """A table whose texts are found, in SQL: its name, a row's own key and its text.

    `passage` makes a row's passage and `take` its take; `source` and `order` say which rows of
    the table are found, from the highest passage down.
    """

    table: str
    row: str
    text: str
    passage: str
    take: str
    source: str
    order: str

    def select(self, condition: str) -> str:
        """Return the query for (passage, text) where `condition` holds."""
        return (
            f"SELECT {self.passage}, {self.text} FROM {self.source} AND ({condition})"
            f" ORDER BY {self.order}"
        )

    def read(self, count: int) -> str:
        """Return the query for (row, text) of `count` rows."""
        places = ", ".join("?" * count)
        return f"SELECT {self.row}, {self.text} FROM {self.table} WHERE {self.row} IN ({places})"


TITLES = Texts(
    table="take",
    row="id",
    text="title",
    passage=f"id << 32 | {of_title(0)}",
    take="id",
    source="take WHERE TRUE",
    order="id DESC",
)
BLOCKS = Texts(
    table="block",
    row="passage",
    text="text",
    passage="passage",
    take="take_id",
    source="block WHERE TRUE",
    order="passage DESC",
)
SEGMENTS = Texts(
    table="segment",
    row="id",
    text="text",
    passage=f"segment.take_id << 32 | {of_segment(0, 0)} | id",
    take="segment.take_id",
    source="segment LEFT JOIN document USING (take_id)"
    " WHERE id > ifnull(last_segment_id, 0) AND replaces = 0",
    order="segment.take_id DESC, id DESC",
)
TEXTS = (TITLES, BLOCKS, SEGMENTS)


def row_of(passage: int) -> tuple[Texts, int]:
    """Return in which table the text of a passage is, and the row's own key."""
    number = passage & _TITLE
    if number == _TITLE:
        return TITLES, take_of(passage)
    if number & _SEGMENT:
        return SEGMENTS, number - _SEGMENT
    return BLOCKS, passage


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
        query = texts.select(f"{texts.take} = ?")
        for key, text in connection.execute(query, (take_id,)).fetchall():
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
        for key, text in connection.execute(texts.select("TRUE")):
            add(connection, key, text)
