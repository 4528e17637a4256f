"""Opening the history of a home, also when it is damaged."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from speechdesk.errors import StorageError
from speechdesk.storage import passages, salvage, schema
from speechdesk.storage.database import (
    BUSY_TIMEOUT_S,
    Database,
    storage_error,
    suspicion,
)
from speechdesk.storage.history import History

_CHECKED_ALWAYS_BYTES = 32 << 20  # checked in less than 0.1 s
_RESCUE_TIMEOUT_S = 120.0


def open_history(
    path: Path, *, now: datetime | None = None, busy_timeout_s: float = BUSY_TIMEOUT_S
) -> tuple[History, str]:
    """Open or create the history at `path`.

    A damaged one is set aside under a name with the date, and what can be read of it is carried
    over; that name is the second value, "" where nothing was wrong. Raises StorageError: newer,
    locked, read_only, disk_full. Takes seconds for a large history: not for a GUI thread.
    """
    if not _needs_rescue(path, busy_timeout_s):
        return History(path, busy_timeout_s), ""
    with _alone(path):
        # Another program may have come first.
        set_aside = ""
        if _needs_rescue(path, busy_timeout_s):
            set_aside = _rescue(path, now or datetime.now(UTC))
    return History(path, busy_timeout_s), set_aside


def _needs_rescue(path: Path, busy_timeout_s: float) -> bool:
    """Whether the file is damaged, or a rescue of it was broken off."""
    if not path.exists():
        return _rescued(path).exists()
    thorough = _needs_check(path)
    try:
        database = Database(path, busy_timeout_s)
    except StorageError as error:
        if error.code == "damaged":
            return True
        raise
    with closing(database):
        sound = not thorough or (database.is_sound() and _has_sound_index(database))
    if sound:
        suspicion(path).unlink(missing_ok=True)
    return not sound


def _has_sound_index(database: Database) -> bool:
    """Make a broken search index anew; False where the tables do not let that be done."""
    try:
        with database.write() as connection:
            if not passages.is_sound(connection):
                passages.rebuild(connection)
    except StorageError as error:
        if error.code == "damaged":
            return False
        raise
    return True


def _needs_check(path: Path) -> bool:
    """Whether to read the whole file: it is small, or not closed, or cut, or gave an error."""
    size = path.stat().st_size
    return (
        size <= _CHECKED_ALWAYS_BYTES
        or size != _declared_size(path)
        or _with_ending(path, "-wal").exists()
        or suspicion(path).exists()
    )


def _declared_size(path: Path) -> int:
    """Return the size that the header of an SQLite file says."""
    with path.open("rb") as file:
        header = file.read(100)
    return int.from_bytes(header[16:18], "big") * int.from_bytes(header[28:32], "big")


def _rescue(path: Path, now: datetime) -> str:
    """Put a sound history in the place of the damaged one; return the name of the latter."""
    rescued = _rescued(path)
    set_aside = _free_name(path, now)
    try:
        if path.exists():
            for ending in ("", "-wal", "-shm"):
                _with_ending(rescued, ending).unlink(missing_ok=True)
            with closing(Database(rescued)) as database, database.write() as connection:
                salvage.carry_over(path, connection)
            for ending in ("-wal", "-shm", ""):
                with suppress(FileNotFoundError):
                    _with_ending(path, ending).rename(_with_ending(set_aside, ending))
        # From here on the finished rescue lies alone: the next start finds it if this one ends.
        rescued.rename(path)
        suspicion(path).unlink(missing_ok=True)
    except PermissionError as error:
        raise StorageError("locked", str(error)) from error
    except OSError as error:
        raise StorageError("disk_full", str(error)) from error
    return set_aside.name


def _rescued(path: Path) -> Path:
    return path.with_name(f"{path.stem}.rescued{path.suffix}")


def _free_name(path: Path, now: datetime) -> Path:
    name = f"{path.stem}.damaged-{now:%Y-%m-%d}"
    candidate = path.with_name(name + path.suffix)
    for number in count(2):
        if not candidate.exists():
            break
        candidate = path.with_name(f"{name}-{number}{path.suffix}")
    return candidate


def _with_ending(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other programs from rescuing the same history at the same time."""
    lock = sqlite3.connect(
        _with_ending(path, ".rescue-lock"), timeout=_RESCUE_TIMEOUT_S, isolation_level=None
    )
    with closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except schema.FAULTS as error:
            raise storage_error(error) from error
        yield
