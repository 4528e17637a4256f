"""Every take with its text, in one SQLite file; what is committed survives a crash."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from speechdesk.domain.events import Segment
from speechdesk.domain.transcript import Document, DocumentChange
from speechdesk.errors import StorageError
from speechdesk.storage import documents, passages, rows, search, segments, take_table
from speechdesk.storage.database import BUSY_TIMEOUT_S, Database
from speechdesk.storage.take_table import NEWEST_FIRST
from speechdesk.storage.takes import Hit, Source, StoredSegment, Take, TakeState

T = TypeVar("T")


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
        new = Take(
            id=0,
            title=title,
            started=started or datetime.now(UTC),
            length_ms=0,
            language=language,
            state=TakeState.RECORDING,
            source=source,
            recording=recording,
            sound_kept=bool(recording),
            cursor_ms=0,
            starred=False,
            content_hash=content_hash,
        )
        return self._write_indexed(lambda connection: take_table.add(connection, new))

    def adopt(self, take: Take) -> int:
        """Add a take that is made of a found recording and return its id.

        That is the take's own, if it has one and no other take has it. A take that has this id
        and no recording (its row was lost, its words were not) is given the recording instead.
        """
        return self._write_indexed(lambda connection: take_table.adopt(connection, take))

    def take(self, take_id: int) -> Take:
        """Return one take."""
        found = self._takes("id = ? AND deleted_ms IS NULL", take_id)
        if not found:
            raise StorageError("not_found", f"take {take_id}")
        return found[0]

    def takes(
        self, *, limit: int | None = None, offset: int = 0, only_starred: bool = False
    ) -> list[Take]:
        """Return the takes that are not deleted, or the starred ones of them, newest first."""
        return self._takes(
            f"deleted_ms IS NULL {'AND starred ' * only_starred}{NEWEST_FIRST} LIMIT ? OFFSET ?",
            -1 if limit is None else limit,
            offset,
        )

    def interrupted(self) -> list[Take]:
        """Return the takes of which a rest is to be recognized, newest first.

        A take whose recording is locked by a live owner is among them; the caller looks.
        """
        return self._takes(
            f"deleted_ms IS NULL AND state IN (?, ?) {NEWEST_FIRST}",
            TakeState.RECORDING.value,
            TakeState.PARTLY.value,
        )

    def with_content(self, content_hash: str) -> list[Take]:
        """Return the takes made from a file of this content, newest first."""
        return self._takes(
            f"deleted_ms IS NULL AND content_hash = ? AND content_hash <> '' {NEWEST_FIRST}",
            content_hash,
        )

    def recordings(self) -> set[str]:
        """Return the file names of all recordings that a take, deleted or not, calls its own."""
        return {take.recording for take in self._takes("recording <> ''")}

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
        sound_from_ms: int | None = None,
    ) -> None:
        """Change what is given of a take, deleted or not, and leave the rest."""
        given = {
            "title": None if title is None else rows.storable(title),
            "language": language,
            "length_ms": length_ms,
            "state": None if state is None else state.value,
            "recording": recording,
            "sound_kept": sound_kept,
            "starred": starred,
            "content_hash": content_hash,
            "sound_from_ms": sound_from_ms,
        }
        changes = {column: value for column, value in given.items() if value is not None}
        self._write_indexed(lambda connection: take_table.update(connection, take_id, changes))

    def star(self, *take_ids: int, starred: bool) -> None:
        """Give takes a star, or take it away."""
        self._update_all(take_ids, {"starred": starred})

    def delete(self, *take_ids: int) -> None:
        """Take takes out of all lists; `restore` brings them back until they are purged."""
        self._update_all(take_ids, {"deleted_ms": rows.to_milliseconds(datetime.now(UTC))})

    def restore(self, *take_ids: int) -> None:
        """Bring deleted takes back."""
        self._update_all(take_ids, {"deleted_ms": None})

    def deleted(self, before: datetime) -> list[Take]:
        """Return the takes that were deleted before a moment, newest first."""
        return self._takes(f"deleted_ms < ? {NEWEST_FIRST}", rows.to_milliseconds(before))

    def purge(self, take_id: int) -> None:
        """Remove a deleted take for good. Its recording must be gone already: see retention.py."""
        self._write_indexed(lambda connection: take_table.remove(connection, take_id))

    # What was said

    def commit_final(self, take_id: int, segment: Segment, cursor_ms: int) -> int | None:
        """Add a final and move the cursor in one transaction; return the segment's id.

        A segment without text moves the cursor alone and gives None. The cursor never moves back.
        A deleted take is written too: it may be restored.
        """

        def commit(connection: sqlite3.Connection) -> int | None:
            take_table.move_cursor(connection, take_id, cursor_ms)
            return segments.add(connection, take_id, segment) if segment.text else None

        return self._write_indexed(commit)

    def segments(self, take_id: int, after: int = 0) -> list[StoredSegment]:
        """Return the segments of a take with an id above `after`, by id.

        Later readings are among them: those with `replaces`.
        """
        with self._database.read() as connection:
            return list(segments.of_take(connection, take_id, after))

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
            return segments.add(connection, take_id, segment, replaces=segment_id)

    # The document

    def load_document(self, take_id: int) -> Document:
        """Return what was saved, with the finals that were never merged at its end."""
        with self._database.read() as connection:
            return documents.load(connection, take_id)

    def save_blocks(self, take_id: int, change: DocumentChange) -> None:
        """Make the stored document equal to the one of which `change` tells the difference.

        Raises ValueError for a block in the order that was never saved and is not in the change.
        """
        self._write_indexed(lambda connection: documents.save(connection, take_id, change))

    def search(self, text: str, limit: int = 200, *, only_starred: bool = False) -> list[Hit]:
        """Return the newest takes, or starred ones, in whose title or text all words of `text` are.

        Words of three letters and more are found at their beginning and without regard to case
        and accents, shorter ones and scripts without spaces anywhere.
        """
        try:
            with self._database.read() as connection:
                return search.find(connection, text, limit, only_starred=only_starred)
        except StorageError as error:
            if error.code != "damaged":
                raise
        with self._database.write() as connection:
            passages.rebuild(connection)
            return search.find(connection, text, limit, only_starred=only_starred)

    def _update_all(self, take_ids: Sequence[int], changes: Mapping[str, object]) -> None:
        """Change columns that are not searched, of all these takes or, where one fails, of none."""
        with self._database.write() as connection:
            take_table.update_all(connection, take_ids, changes)

    def _takes(self, condition: str, *values: str | int) -> list[Take]:
        with self._database.read() as connection:
            return take_table.select(connection, condition, values)

    def _write_indexed(self, change: Callable[[sqlite3.Connection], T]) -> T:
        """Run a change that touches the search index, which must never cost a word.

        A damaged index is made anew from the tables; only when that fails, they are damaged.
        """
        try:
            with self._database.write() as connection:
                return change(connection)
        except StorageError as error:
            if error.code != "damaged":
                raise
        with self._database.write() as connection:
            passages.rebuild(connection)
            return change(connection)
