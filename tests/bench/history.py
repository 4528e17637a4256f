"""The history beside raw SQLite that does the same with no more than it needs."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from speechdesk.storage.history import History
from tests.bench.harness import Bench, Group, Line, at_most_times, compare
from tests.bench.long_take import make_long_take, make_takes, segment, take, texts, vocabulary

_TAKES = 10_000
_WORDS = 60
_LIMIT = 200
_LONG = 100_000
_LONGER = [word for word in vocabulary() if len(word) >= 6]
QUERIES = {
    "a frequent word": _LONGER[3],
    "a rare word": _LONGER[-3],
    "two letters": _LONGER[3][:2],
}
SEARCHES = tuple(f"history: search in 10,000 takes, {kind}" for kind in QUERIES)
OPEN = "history: open a take of 100,000 words"
COMMIT = "history: commit a final"

_RAW = """
CREATE TABLE take (id INTEGER PRIMARY KEY, title TEXT, cursor_ms INTEGER);
CREATE TABLE block (id INTEGER PRIMARY KEY, take_id INTEGER, text TEXT, words TEXT);
CREATE TABLE segment (id INTEGER PRIMARY KEY, take_id INTEGER, offset_ms INTEGER,
    duration_ms INTEGER, text TEXT, words TEXT);
CREATE VIRTUAL TABLE found USING fts5 (text, tokenize = "unicode61 remove_diacritics 2");
"""


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(_RAW)
    return connection


def _raw_takes(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    for number, text in enumerate(texts(_TAKES, _WORDS), 1):
        connection.execute("INSERT INTO take VALUES (?, ?, 0)", (number, f"Take {number}"))
        connection.execute("INSERT INTO found (rowid, text) VALUES (?, ?)", (number, text))
    connection.execute("COMMIT")


def _raw_search(connection: sqlite3.Connection, text: str) -> None:
    """Find the newest takes and what stands around the place, as SQLite itself does it."""
    if len(text) >= 3:
        found = connection.execute(
            "SELECT take.id, take.title, snippet(found, 0, '[', ']', '', 15) FROM found"
            " JOIN take ON take.id = found.rowid WHERE found MATCH ?"
            " ORDER BY found.rowid DESC LIMIT ?",
            (f'"{text}"*', _LIMIT),
        )
    else:
        found = connection.execute(
            "SELECT take.id, take.title,"
            " substr(text, max(1, instr(lower(text), ?) - 30), 90) FROM found"
            " JOIN take ON take.id = found.rowid WHERE text LIKE ?"
            " ORDER BY found.rowid DESC LIMIT ?",
            (text, f"%{text}%", _LIMIT),
        )
    assert found.fetchall()


def _searches(bench: Bench) -> Iterator[Line]:
    path = bench.folder / "history.sqlite3"
    make_takes(path, _TAKES, _WORDS)
    history = History(path)
    with closing(_raw(bench.folder / "raw.sqlite3")) as raw, closing(history):
        _raw_takes(raw)
        for name, text in zip(SEARCHES, QUERIES.values(), strict=True):
            assert history.search(text)
            yield compare(
                name,
                partial(_milliseconds, partial(history.search, text)),
                partial(_milliseconds, partial(_raw_search, raw, text)),
                "ms",
                at_most_times(1.5),
                bench.rounds(31),
            )


def _open(history: History, take_id: int) -> None:
    """Read what the window reads when it opens a take."""
    history.take(take_id)
    known = {stored.id: stored.segment for stored in history.segments(take_id)}
    assert history.load_document(take_id).blocks
    assert known


def _raw_open(connection: sqlite3.Connection) -> None:
    """Read blocks and segments with a tuple for each word."""
    blocks = [
        (number, text, [tuple(word) for word in json.loads(words)])
        for number, text, words in connection.execute("SELECT id, text, words FROM block")
    ]
    segments = {
        number: (offset, duration, text, [tuple(word) for word in json.loads(words)])
        for number, offset, duration, text, words in connection.execute(
            "SELECT id, offset_ms, duration_ms, text, words FROM segment"
        )
    }
    assert blocks
    assert segments


def _raw_long(connection: sqlite3.Connection, history: History, take_id: int) -> None:
    """Store the same blocks and segments, words as plain JSON."""
    connection.execute("BEGIN")
    for block in history.load_document(take_id).blocks:
        words = [
            (run.text, run.word.segment_id, run.word.index) if run.word else (run.text,)
            for run in block.runs
        ]
        connection.execute(
            "INSERT INTO block VALUES (?, 1, ?, ?)", (block.id, block.text, json.dumps(words))
        )
    for stored in history.segments(take_id):
        said = stored.segment
        spoken = [
            (each.text, each.offset_ms, each.duration_ms, each.confidence) for each in said.words
        ]
        connection.execute(
            "INSERT INTO segment VALUES (?, 1, ?, ?, ?, ?)",
            (stored.id, said.offset_ms, said.duration_ms, said.text, json.dumps(spoken)),
        )
    connection.execute("COMMIT")


def _opening(bench: Bench) -> Iterator[Line]:
    take_id = make_long_take(bench.folder, _LONG)
    history = History(bench.folder / "history.sqlite3")
    with closing(_raw(bench.folder / "raw.sqlite3")) as raw, closing(history):
        _raw_long(raw, history, take_id)
        yield compare(
            OPEN,
            partial(_milliseconds, partial(_open, history, take_id)),
            partial(_milliseconds, partial(_raw_open, raw)),
            "ms",
            at_most_times(1.5),
            bench.rounds(11),
        )


def _committing(bench: Bench) -> Iterator[Line]:
    path = bench.folder / "history.sqlite3"
    make_takes(path, 1, _WORDS)
    history = History(path)
    text = next(texts(1, 15))
    said = segment(text, 0)
    words = json.dumps([(word.text, word.offset_ms, 300, 0.9) for word in said.words])

    def raw_commit(connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        row = connection.execute(
            "INSERT INTO segment VALUES (NULL, 1, 0, 4500, ?, ?)", (text, words)
        )
        connection.execute("INSERT INTO found (rowid, text) VALUES (?, ?)", (row.lastrowid, text))
        connection.execute("UPDATE take SET cursor_ms = 4500 WHERE id = 1")
        connection.execute("COMMIT")

    with closing(_raw(bench.folder / "raw.sqlite3")) as raw, closing(history):
        raw.execute("INSERT INTO take VALUES (1, ?, 0)", (take(1, 1).title,))
        yield compare(
            COMMIT,
            partial(_milliseconds, partial(history.commit_final, 1, said, 4500)),
            partial(_milliseconds, partial(raw_commit, raw)),
            "ms",
            at_most_times(1.5),
            bench.rounds(201),
        )


GROUPS = (
    Group("search", SEARCHES, _searches),
    Group("open", (OPEN,), _opening),
    Group("commit", (COMMIT,), _committing),
)
