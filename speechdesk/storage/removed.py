"""A history whose file was removed, or replaced, while it is open.

Its connections go on writing into a file that has no name any more, which nobody would ever read.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from speechdesk.atomic import write_atomically
from speechdesk.errors import StorageError
from speechdesk.paths import private_folder
from speechdesk.storage import schema

_BUSY_TIMEOUT_S = 5.0


def bring_back(connection: sqlite3.Connection, path: Path) -> None:
    """See to it that what `connection` reads, within its transaction, is in the file at `path`.

    It is there already where another program that had the same file open has brought it back.
    Raises StorageError: unreadable, where another history stands there; sqlite3.DatabaseError;
    OSError.
    """
    if path.exists():
        with closing(schema.connect(path, _BUSY_TIMEOUT_S)) as there:
            if _has_takes(there):
                if not _goes_on(there, connection):
                    raise StorageError("unreadable", "another history has taken its place")
                return
    data = connection.serialize()
    private_folder(path.parent)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    write_atomically(path, data)


def _has_takes(connection: sqlite3.Connection) -> bool:
    if not schema.has_tables(connection):
        return False
    return connection.execute("SELECT 1 FROM take LIMIT 1").fetchone() is not None


def _goes_on(there: sqlite3.Connection, ours: sqlite3.Connection) -> bool:
    """Whether the history `there` holds all that is in `ours`, and perhaps more."""
    newest = ours.execute("SELECT id, started_ms FROM take ORDER BY id DESC LIMIT 1").fetchone()
    if newest is None:
        return True
    if not there.execute("SELECT 1 FROM take WHERE id = ? AND started_ms = ?", newest).fetchone():
        return False
    return _last_segment(there) >= _last_segment(ours)


def _last_segment(connection: sqlite3.Connection) -> int:
    ((last,),) = connection.execute("SELECT coalesce(max(id), 0) FROM segment").fetchall()
    return int(last)
