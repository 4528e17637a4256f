"""The takes in their table."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from speechdesk.errors import StorageError
from speechdesk.storage import passages, rows
from speechdesk.storage.takes import Take

NEWEST_FIRST = "ORDER BY started_ms DESC, id DESC"


def add(connection: sqlite3.Connection, take: Take, deleted_ms: int | None = None) -> int:
    """Store a take and return its id, which is new if the take's is 0."""
    title = rows.storable(take.title)
    cursor = connection.execute(
        f"INSERT INTO take ({rows.TAKE_COLUMNS}, deleted_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            take.id or None,
            title,
            rows.to_milliseconds(take.started),
            take.length_ms,
            rows.storable(take.language),
            take.state.value,
            take.source.value,
            rows.storable(take.recording),
            take.sound_kept,
            take.cursor_ms,
            take.starred,
            rows.storable(take.content_hash),
            take.sound_from_ms,
            deleted_ms,
        ),
    )
    take_id = cursor.lastrowid or 0  # None only before any INSERT
    passages.add(connection, passages.of_title(take_id), title)
    return take_id


def adopt(connection: sqlite3.Connection, take: Take) -> int:
    """Store a take made of a found recording, or give the recording to the take it belongs to."""
    owners = select(connection, "id = ?", (take.id,))
    if not owners:
        return add(connection, take)
    if owners[0].recording:
        return add(connection, replace(take, id=0))
    changes = {
        "recording": take.recording,
        "sound_kept": True,
        "length_ms": take.length_ms,
        "state": take.state.value,
    }
    update(connection, take.id, changes)
    return take.id


def select(
    connection: sqlite3.Connection, condition: str, values: tuple[Any, ...] = ()
) -> list[Take]:
    """Return the takes for which an SQL condition (and order) holds."""
    found = connection.execute(f"SELECT {rows.TAKE_COLUMNS} FROM take WHERE {condition}", values)
    return [rows.take(row) for row in found]


def update(connection: sqlite3.Connection, take_id: int, changes: Mapping[str, Any]) -> None:
    """Set columns of a take. Raises StorageError: not_found."""
    old = connection.execute("SELECT title FROM take WHERE id = ?", (take_id,)).fetchone()
    if old is None:
        raise StorageError("not_found", f"take {take_id}")
    if not changes:
        return
    assignments = ", ".join(f"{column} = ?" for column in changes)
    connection.execute(f"UPDATE take SET {assignments} WHERE id = ?", (*changes.values(), take_id))
    if "title" in changes:
        passages.remove(connection, passages.of_title(take_id), old[0])
        passages.add(connection, passages.of_title(take_id), changes["title"])


def update_all(
    connection: sqlite3.Connection, take_ids: Collection[int], changes: Mapping[str, Any]
) -> None:
    """Set columns that are not searched of many takes. Raises StorageError: not_found."""
    assignments = ", ".join(f"{column} = ?" for column in changes)
    changed = connection.execute(
        f"UPDATE take SET {assignments} WHERE id IN (SELECT value FROM json_each(?))",
        (*changes.values(), json.dumps(list(take_ids))),
    ).rowcount
    if changed < len(set(take_ids)):
        raise StorageError("not_found", f"{len(set(take_ids)) - changed} takes")


def move_cursor(connection: sqlite3.Connection, take_id: int, cursor_ms: int) -> None:
    """Move a take's cursor, but never back. Raises StorageError: not_found."""
    changed = connection.execute(
        "UPDATE take SET cursor_ms = max(cursor_ms, ?) WHERE id = ?", (cursor_ms, take_id)
    ).rowcount
    if not changed:
        raise StorageError("not_found", f"take {take_id}")


def remove(connection: sqlite3.Connection, take_id: int) -> None:
    """Remove a deleted take and all that belongs to it. Raises StorageError: not_found."""
    if not select(connection, "id = ? AND deleted_ms IS NOT NULL", (take_id,)):
        raise StorageError("not_found", f"deleted take {take_id}")
    passages.remove_take(connection, take_id)
    connection.execute("DELETE FROM take WHERE id = ?", (take_id,))
