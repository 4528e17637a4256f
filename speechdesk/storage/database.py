"""One SQLite file used by many threads and programs: one writer, readers apart, our own errors."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from speechdesk.errors import StorageError
from speechdesk.storage import schema
from speechdesk.storage.removed import bring_back

BUSY_TIMEOUT_S = 10.0

# EDQUOT and EFBIG come as write errors; to a user they are a full disk too.
_DISK_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
_PRIMARY = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_AUTH: "read_only",
    sqlite3.SQLITE_CANTOPEN: "read_only",
}

_BUGS = (sqlite3.ProgrammingError, sqlite3.IntegrityError)  # ours, not the file's


def storage_error(error: sqlite3.DatabaseError | UnicodeDecodeError) -> StorageError:
    """Return what `error` means to the user of a history."""
    number = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    code = "disk_full" if number in _DISK_FULL else _PRIMARY.get(number & 0xFF, "damaged")
    return StorageError(code, str(error))


def suspicion(path: Path) -> Path:
    """Return the file that says that the history at `path` was found damaged while in use."""
    return path.with_name(path.name + ".suspect")


class Database:
    """The connections to one history file. All methods may be called from any thread.

    A file that is removed while it is open is brought back, with all that was in it.
    """

    def __init__(self, path: Path, busy_timeout_s: float = BUSY_TIMEOUT_S) -> None:
        """Open or create the file at `path`, for the user alone. Raises StorageError."""
        self.path = path
        _keep_private(path)
        self._busy_timeout_s = busy_timeout_s
        self._writing = threading.Lock()
        self._idle_lock = threading.Lock()
        self._idle_readers: list[sqlite3.Connection] = []
        # Closed last: as long as it is open, SQLite takes nobody for the last one to leave the
        # removed file, who would remove the log of the file that has its name now.
        self._removed: list[sqlite3.Connection] = []
        self._closed = False
        try:
            self._writer = schema.connect(path, busy_timeout_s)
            try:
                schema.prepare(self._writer)
            except BaseException:
                self._writer.close()
                raise
        except schema.FAULTS as error:
            raise storage_error(error) from error
        self._file = path.stat()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction; it is durable on return and undone by any exception."""
        with self._writing:
            try:
                self._begin()
                try:
                    yield self._writer
                    self._writer.execute("COMMIT")
                except BaseException:
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")
                    raise
            except _BUGS:
                raise
            except schema.FAULTS as error:
                raise self._noted(error) from error

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one unchanging state, whatever is written meanwhile."""
        if not self._is_in_place():
            with self.write():
                pass  # which brings it back
        try:
            connection, file = self._take_reader()
            try:
                connection.execute("BEGIN")
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._give_back(connection, file)
        except _BUGS:
            raise
        except schema.FAULTS as error:
            raise self._noted(error) from error

    def is_sound(self) -> bool:
        """Read the whole file and tell whether its pages and tables are in order."""
        try:
            with self.read() as connection:
                ((verdict,),) = connection.execute("PRAGMA quick_check(1)").fetchall()
                return verdict == "ok" and schema.has_tables(connection)
        except StorageError as error:
            if error.code == "damaged":
                return False
            raise

    def close(self) -> None:
        """Close all connections; readers still at work close theirs when they are done."""
        with self._writing:
            self._writer.close()
        with self._idle_lock:
            self._closed = True
            idle, self._idle_readers = self._idle_readers, []
        for connection in (*idle, *self._removed):
            connection.close()

    def _begin(self) -> None:
        """Begin to write, in the file that others will read."""
        self._writer.execute("BEGIN IMMEDIATE")
        # Asked when nobody else can write: what they write later, they will ask before too.
        if self._is_in_place():
            return
        try:
            bring_back(self._writer, self.path)
            file = self.path.stat()
        except OSError as error:
            raise StorageError("read_only", str(error)) from error
        finally:
            if self._writer.in_transaction:
                self._writer.execute("ROLLBACK")
        writer = schema.connect(self.path, self._busy_timeout_s)
        self._removed.append(self._writer)
        self._writer = writer
        with self._idle_lock:
            self._file = file
            idle, self._idle_readers = self._idle_readers, []
        for connection in idle:
            connection.close()
        self._writer.execute("BEGIN IMMEDIATE")

    def _is_in_place(self) -> bool:
        """Whether the file that is open still has its name, as far as can be seen."""
        try:
            return os.path.samestat(self.path.stat(), self._file)
        except (FileNotFoundError, NotADirectoryError):
            return False
        except OSError:
            return True

    def _noted(self, error: sqlite3.DatabaseError | UnicodeDecodeError) -> StorageError:
        """Return our error, and let the next `open_history` look at a damaged file thoroughly."""
        told = storage_error(error)
        if told.code == "damaged":
            # Where not even this can be written, the error itself must do.
            with suppress(OSError):
                suspicion(self.path).touch()
        return told

    def _take_reader(self) -> tuple[sqlite3.Connection, os.stat_result]:
        """Return a connection for reading, and the file it reads."""
        with self._idle_lock:
            if self._idle_readers:
                return self._idle_readers.pop(), self._file
            file = self._file
        return schema.connect(self.path, self._busy_timeout_s), file

    def _give_back(self, connection: sqlite3.Connection, file: os.stat_result) -> None:
        with self._idle_lock:
            if not self._closed and file is self._file:
                self._idle_readers.append(connection)
                return
        connection.close()


def _keep_private(path: Path) -> None:
    """Let nobody else read the file; SQLite gives its own files beside it the same rights.

    The folder need not be private: `--home` may name one that others look into. A file that is
    there is not opened: closing it would end the locks that this program has on it.
    """
    with suppress(OSError):  # a file that is not the user's own; SQLite says what else is wrong
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            path.chmod(0o600)
