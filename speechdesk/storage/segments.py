"""The finals of a take in their table."""

import sqlite3
from collections.abc import Iterator

from speechdesk.domain.events import Segment
from speechdesk.storage import passages, rows
from speechdesk.storage.takes import StoredSegment


def add(
    connection: sqlite3.Connection,
    take_id: int,
    segment: Segment,
    *,
    segment_id: int | None = None,
    replaces: int = 0,
) -> int:
    """Store a segment and let it be found; return its id, which is new if none is given.

    A later reading (`replaces`) is found once a document shows it.
    """
    text = rows.storable(segment.text)
    cursor = connection.execute(
        f"INSERT INTO segment (take_id, {rows.SEGMENT_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            take_id,
            segment_id,
            replaces,
            segment.offset_ms,
            segment.duration_ms,
            rows.storable(segment.language),
            segment.confidence,
            text,
            rows.storable(segment.lexical),
            rows.words_text(segment.words),
            rows.alternatives_text(segment.alternatives),
        ),
    )
    new_id = cursor.lastrowid or 0  # None only before any INSERT
    if not replaces:
        passages.add(connection, passages.of_segment(take_id, new_id), text)
    return new_id


def of_take(
    connection: sqlite3.Connection, take_id: int, after: int = 0
) -> Iterator[StoredSegment]:
    """Yield the segments of a take with an id above `after`, by id, later readings too."""
    found = connection.execute(
        f"SELECT {rows.SEGMENT_COLUMNS} FROM segment WHERE take_id = ? AND id > ? ORDER BY id",
        (take_id, after),
    )
    return map(rows.stored_segment, found)


def waiting(
    connection: sqlite3.Connection, take_id: int, after: int
) -> Iterator[tuple[int, rows.Phrase]]:
    """Yield the id of each segment above `after` with what a document is to be given of it.

    Later readings are not among them: they come into a document by hand only.
    """
    found = connection.execute(
        f"SELECT {rows.PHRASE_COLUMNS} FROM segment"
        " WHERE take_id = ? AND id > ? AND replaces = 0 ORDER BY id",
        (take_id, after),
    )
    return map(rows.phrase, found)
