"""Every take with its text, in one SQLite file; what is committed survives a crash."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from speechdesk.domain.events import Segment
from speechdesk.domain.transcript import Document, DocumentChange
from speechdesk.errors import StorageError
from speechdesk.storage import documents, passages, rows, search
from speechdesk.storage.database import BUSY_TIMEOUT_S, Database
from speechdesk.storage.takes import Hit, Source, StoredSegment, Take, TakeState

__all__ = ["History", "Hit", "Source", "StoredSegment", "Take", "TakeState"]

_NEWEST_FIRST = "ORDER BY started_ms DESC, id DESC"


class History:
    """The takes of one home.

    All methods may be called from any thread and raise StorageError: not_found for a take that is
    not there (or is deleted), locked when another program keeps the file too long, disk_full,
    read_only, damaged. What a method writes is on the disk when it returns.
    """

    def __init__(self, path: Path, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        """Open or create the history at `path`; raises `newer` too. See also `open_history`."""
        self._database = Database(path, busy_timeout_s)

    def close(self) -> None:
        """Close the file. Nothing may be asked afterwards."""
        self._database.close()

    # Takes

    def create_take(
        self,
        *,
        title: str,
        language: str,
        source: Source,
        recording: str = "",
        content_hash: str = "",
        started: datetime | None = None,
    ) -> int:
        """Begin a take in the state RECORDING and return its id. `started` must be aware."""
        title = rows.storable(title)
        began = rows.to_milliseconds(started or datetime.now(UTC))
        with self._database.write() as connection:
            take_id = _insert(
                connection,
                "INSERT INTO take (title, started_ms, language, state, source, recording,"
                " sound_kept, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    title,
                    began,
                    language,
                    TakeState.RECORDING.value,
                    source.value,
                    recording,
                    bool(recording),
                    content_hash,
                ),
            )
            passages.add(connection, passages.of_title(take_id), title)
        return take_id

    def take(self, take_id: int) -> Take:
        """Return one take."""
        with self._database.read() as connection:
            row = connection.execute(
                f"SELECT {rows.TAKE_COLUMNS} FROM take WHERE id = ? AND deleted_ms IS NULL",
                (take_id,),
            ).fetchone()
        if row is None:
            raise StorageError("not_found", f"take {take_id}")
        return rows.take(row)

    def takes(self, *, limit: int | None = None, offset: int = 0) -> list[Take]:
        """Return the takes that are not deleted, newest first."""
        return self._takes(
            f"deleted_ms IS NULL {_NEWEST_FIRST} LIMIT ? OFFSET ?",
            (-1 if limit is None else limit, offset),
        )

    def interrupted(self) -> list[Take]:
        """Return the takes of which a rest is to be recognized, newest first.

        A take whose recording is locked by a live owner is among them; the caller looks.
        """
        return self._takes(
            f"deleted_ms IS NULL AND state IN (?, ?) {_NEWEST_FIRST}",
            (TakeState.RECORDING.value, TakeState.PARTLY.value),
        )

    def with_content(self, content_hash: str) -> list[Take]:
        """Return the takes made from a file of this content, newest first."""
        return self._takes(
            f"deleted_ms IS NULL AND content_hash = ? AND content_hash <> '' {_NEWEST_FIRST}",
            (content_hash,),
        )

    def update_take(
        self,
        take_id: int,
        *,
        title: str | None = None,
        language: str | None = None,
        length_ms: int | None = None,
        state: TakeState | None = None,
        recording: str | None = None,
        sound_kept: bool | None = None,
        starred: bool | None = None,
        content_hash: str | None = None,
    ) -> None:
        """Change what is given of a take, deleted or not, and leave the rest."""
        title = None if title is None else rows.storable(title)
        given = {
            "title": title,
            "language": language,
            "length_ms": length_ms,
            "state": None if state is None else state.value,
            "recording": recording,
            "sound_kept": sound_kept,
            "starred": starred,
            "content_hash": content_hash,
        }
        changes = {column: value for column, value in given.items() if value is not None}
        with self._database.write() as connection:
            old = connection.execute("SELECT title FROM take WHERE id = ?", (take_id,)).fetchone()
            if old is None:
                raise StorageError("not_found", f"take {take_id}")
            if title is not None:
                passages.remove(connection, passages.of_title(take_id), old[0])
                passages.add(connection, passages.of_title(take_id), title)
            if changes:
                assignments = ", ".join(f"{column} = ?" for column in changes)
                connection.execute(
                    f"UPDATE take SET {assignments} WHERE id = ?", (*changes.values(), take_id)
                )

    def delete(self, take_id: int) -> None:
        """Take a take out of all lists; `restore` brings it back until it is purged."""
        self._set_deleted(take_id, rows.to_milliseconds(datetime.now(UTC)))

    def restore(self, take_id: int) -> None:
        """Bring a deleted take back."""
        self._set_deleted(take_id, None)

    def _set_deleted(self, take_id: int, deleted_ms: int | None) -> None:
        with self._database.write() as connection:
            changed = connection.execute(
                "UPDATE take SET deleted_ms = ? WHERE id = ?", (deleted_ms, take_id)
            ).rowcount
            if not changed:
                raise StorageError("not_found", f"take {take_id}")

    def _takes(self, condition: str, values: tuple[Any, ...]) -> list[Take]:
        with self._database.read() as connection:
            found = connection.execute(
                f"SELECT {rows.TAKE_COLUMNS} FROM take WHERE {condition}", values
            ).fetchall()
        return [rows.take(row) for row in found]

    # What was said

    def commit_final(self, take_id: int, segment: Segment, cursor_ms: int) -> int | None:
        """Add a final and move the cursor in one transaction; return the segment's id.

        A segment without text moves the cursor alone and gives None. A deleted take is written
        too: it may be restored.
        """
        with self._database.write() as connection:
            _move_cursor(connection, take_id, cursor_ms)
            if not segment.text:
                return None
            return _add_segment(connection, take_id, segment, replaces=0)

    def move_cursor(self, take_id: int, cursor_ms: int) -> None:
        """Note how far the recording has been recognized; the cursor never moves back."""
        with self._database.write() as connection:
            _move_cursor(connection, take_id, cursor_ms)

    def segments(self, take_id: int, after: int = 0) -> list[StoredSegment]:
        """Return the segments of a take with an id above `after`, by id.

        Later readings are among them: those with `replaces`.
        """
        with self._database.read() as connection:
            found = connection.execute(
                f"SELECT {rows.SEGMENT_COLUMNS} FROM segment WHERE take_id = ? AND id > ?"
                " ORDER BY id",
                (take_id, after),
            ).fetchall()
        return [rows.stored_segment(row) for row in found]

    def revise_segment(self, take_id: int, segment_id: int, segment: Segment) -> int:
        """Keep a later reading of a segment beside it and return the new segment's id.

        The earlier one stays, so that words that refer to it remain true: the document decides by
        its words' references which reading it shows.
        """
        with self._database.write() as connection:
            if not connection.execute(
                "SELECT 1 FROM segment WHERE take_id = ? AND id = ?", (take_id, segment_id)
            ).fetchone():
                raise StorageError("not_found", f"segment {segment_id} of take {take_id}")
            return _add_segment(connection, take_id, segment, replaces=segment_id)

    # The document

    def load_document(self, take_id: int) -> Document:
        """Return what was saved, with the finals that were never merged at its end."""
        with self._database.read() as connection:
            return documents.load(connection, take_id)

    def save_blocks(self, take_id: int, change: DocumentChange) -> None:
        """Make the stored document equal to the one of which `change` tells the difference.

        Raises ValueError for a block in the order that was never saved and is not in the change.
        """
        with self._database.write() as connection:
            documents.save(connection, take_id, change)

    def plain_text(self, take_id: int) -> str:
        """Return the document's text, a block a line."""
        return self.load_document(take_id).text

    def search(self, text: str, limit: int = 200) -> list[Hit]:
        """Return the newest takes in whose title or text all words of `text` stand.

        Words of three letters and more are found at their beginning and without regard to case
        and accents, shorter ones and scripts without spaces anywhere.
        """
        with self._database.read() as connection:
            return search.find(connection, text, limit)


def _insert(connection: sqlite3.Connection, statement: str, values: tuple[Any, ...]) -> int:
    """Run an INSERT and return the new row's id."""
    cursor = connection.execute(statement, values)
    return int(cursor.lastrowid or 0)  # None only before any INSERT


def _move_cursor(connection: sqlite3.Connection, take_id: int, cursor_ms: int) -> None:
    changed = connection.execute(
        "UPDATE take SET cursor_ms = max(cursor_ms, ?) WHERE id = ?", (cursor_ms, take_id)
    ).rowcount
    if not changed:
        raise StorageError("not_found", f"take {take_id}")


def _add_segment(
    connection: sqlite3.Connection, take_id: int, segment: Segment, replaces: int
) -> int:
    text = rows.storable(segment.text)
    segment_id = _insert(
        connection,
        "INSERT INTO segment (take_id, replaces, offset_ms, duration_ms, language, confidence,"
        " text, lexical, words, alternatives) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            take_id,
            replaces,
            segment.offset_ms,
            segment.duration_ms,
            segment.language,
            segment.confidence,
            text,
            rows.storable(segment.lexical),
            rows.words_text(segment.words),
            rows.alternatives_text(segment.alternatives),
        ),
    )
    if not replaces:
        passages.add(connection, passages.of_segment(take_id, segment_id), text)
    return segment_id
