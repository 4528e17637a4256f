"""The tables of the history and how a connection to them is set up."""

import sqlite3
from functools import partial
from pathlib import Path

from speechdesk.errors import StorageError

VERSION = 1
APPLICATION_ID = 0x53704465  # "SpDe": tells our file from any other SQLite database

FAULTS = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What SQLite raises. Python decodes its messages, which may quote a damaged page, strictly."""

# Text is indexed in passages: a take's title, each block of its document, and each segment that
# is not merged into the document yet. `passages.py` makes their keys. The index keeps no text of
# its own (content=''), because the tables below hold it already.
# Words and alternatives are one JSON text a segment and one blob a block: a row for each word
# makes opening a long take several times slower and a commit larger.
_TABLES = """
CREATE TABLE take (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    length_ms INTEGER NOT NULL DEFAULT 0,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    recording TEXT NOT NULL,
    sound_kept INTEGER NOT NULL,
    cursor_ms INTEGER NOT NULL DEFAULT 0,
    starred INTEGER NOT NULL DEFAULT 0,
    content_hash TEXT NOT NULL,
    sound_from_ms INTEGER NOT NULL DEFAULT 0,
    deleted_ms INTEGER
) STRICT;
CREATE INDEX take_by_age ON take (started_ms, id) WHERE deleted_ms IS NULL;
CREATE INDEX take_by_content ON take (content_hash) WHERE content_hash <> '';

CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    take_id INTEGER NOT NULL REFERENCES take (id) ON DELETE CASCADE,
    replaces INTEGER NOT NULL DEFAULT 0,
    offset_ms INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL,
    language TEXT NOT NULL,
    confidence REAL,
    text TEXT NOT NULL,
    lexical TEXT NOT NULL,
    words TEXT NOT NULL,
    alternatives TEXT NOT NULL
) STRICT;
CREATE INDEX segment_of_take ON segment (take_id);

CREATE TABLE document (
    take_id INTEGER PRIMARY KEY REFERENCES take (id) ON DELETE CASCADE,
    last_segment_id INTEGER NOT NULL,
    block_order TEXT NOT NULL
) STRICT;

CREATE TABLE block (
    passage INTEGER PRIMARY KEY,
    take_id INTEGER NOT NULL REFERENCES take (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    words BLOB NOT NULL
) STRICT;
CREATE INDEX block_of_take ON block (take_id);
"""
INDEX = """
CREATE VIRTUAL TABLE passage USING fts5 (
    text, content = '', tokenize = "unicode61 remove_diacritics 2"
)
"""


def connect(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    """Open `path` so that a commit is on the disk when it returns.

    Transactions are begun and ended by hand. The connection may be used by one thread at a time.
    """
    connection = sqlite3.connect(
        path, timeout=busy_timeout_s, isolation_level=None, check_same_thread=False
    )
    # A text that is no UTF-8 (a damaged page) costs its bad characters, not the whole list.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Create the tables of a new database; refuse one that a newer SpeechDesk wrote.

    Raises StorageError: newer, or damaged for a database that is not a history.
    """
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again under the lock: two programs may find the same empty file at once.
        found = _version(connection)
        if found > VERSION:
            raise StorageError("newer", f"schema {found}, this program knows {VERSION}")
        if found == 0:
            _create(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk ends it
            connection.execute("ROLLBACK")
        raise


def has_tables(connection: sqlite3.Connection) -> bool:
    """Whether all tables with a user's words are there. Raises sqlite3.DatabaseError."""
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    return {"take", "segment", "document", "block"} <= found


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _create(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise StorageError("damaged", "a database of another program")
    for statement in (*_TABLES.split(";"), INDEX):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
