"""The history beside raw SQLite that does the same with no more than it needs."""

import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import groupby
from operator import itemgetter
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
OPEN_FINALS = "history: open a take of 100,000 words in finals alone"
COMMIT = "history: commit a final"

_RAW = """
CREATE TABLE take (id INTEGER PRIMARY KEY, title TEXT, cursor_ms INTEGER,
    starred INTEGER NOT NULL DEFAULT 0, deleted_ms INTEGER);
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
    """Store titles and texts in one index, as rows of (take, 1) and (take, 0)."""
    connection.execute("BEGIN")
    for number, text in enumerate(texts(_TAKES, _WORDS), 1):
        title = f"Take {number}"
        connection.execute(
            "INSERT INTO take (id, title, cursor_ms) VALUES (?, ?, 0)", (number, title)
        )
        for part, words in enumerate((text, title)):
            row = (number << 1 | part, words)
            connection.execute("INSERT INTO found (rowid, text) VALUES (?, ?)", row)
    connection.execute("COMMIT")


def _raw_search(connection: sqlite3.Connection, text: str) -> list[tuple[object, ...]]:
    """Return what a hit holds, made by SQLite itself as far as it can."""
    if len(text) >= 3:
        line = "snippet(found, 0, '[', '', '…', 15)"
        condition, sought = "found MATCH ?", f'"{text}"*'
    else:
        line = f"substr(text, max(1, instr(lower(text), '{text}') - 30), 90)"
        condition, sought = "text LIKE ?", f"%{text}%"
    found = connection.execute(
        f"SELECT take.id, take.title, starred, {line} FROM found"
        " JOIN take ON take.id = found.rowid >> 1"
        f" WHERE {condition} AND deleted_ms IS NULL ORDER BY found.rowid DESC",
        (sought,),
    )
    hits: list[tuple[object, ...]] = []
    for _, of_take in groupby(found, itemgetter(0)):
        (take_id, title, starred, snippet), *more = of_take
        if len(text) >= 3:
            shown, marks = _unmarked(snippet, len(text))
        else:
            shown = snippet
            marks = [(place.start(), len(text)) for place in re.finditer(text, snippet.lower())]
        hits.append((take_id, title, shown, marks, 1 + len(more), bool(starred)))
        if len(hits) == _LIMIT:
            break
    return hits


def _unmarked(snippet: str, length: int) -> tuple[str, list[tuple[int, int]]]:
    before, *marked = snippet.split("[")
    marks = []
    for piece in marked:
        marks.append((len(before), length))
        before += piece
    return before, marks


def _searches(bench: Bench) -> Iterator[Line]:
    path = bench.folder / "history.sqlite3"
    make_takes(path, _TAKES, _WORDS)
    history = History(path)
    with closing(_raw(bench.folder / "raw.sqlite3")) as raw, closing(history):
        _raw_takes(raw)
        for name, text in zip(SEARCHES, QUERIES.values(), strict=True):
            ours, others = history.search(text, _LIMIT), _raw_search(raw, text)
            assert [(hit.take_id, hit.count) for hit in ours] == [
                (hit[0], hit[4]) for hit in others
            ]
            yield compare(
                name,
                partial(_milliseconds, partial(history.search, text, _LIMIT)),
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


Segments = dict[int, tuple[int, int, str, list[tuple[object, ...]]]]


def _raw_segments(connection: sqlite3.Connection) -> Segments:
    """Read segments the plain way: a tuple for each word, whether it is asked for or not."""
    return {
        number: (offset, duration, text, [tuple(word) for word in json.loads(words)])
        for number, offset, duration, text, words in connection.execute(
            "SELECT id, offset_ms, duration_ms, text, words FROM segment"
        )
    }


def _raw_open(connection: sqlite3.Connection) -> None:
    assert _raw_segments(connection)
    assert [
        (number, text, [tuple(word) for word in json.loads(words)])
        for number, text, words in connection.execute("SELECT id, text, words FROM block")
    ]


def _raw_open_finals(connection: sqlite3.Connection) -> None:
    """Read segments and make blocks of them, with a tuple for each word."""
    assert [
        (number, text, [(word[0], number, index) for index, word in enumerate(words)])
        for number, (_, _, text, words) in _raw_segments(connection).items()
    ]


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
    for name, shown, raw_open in (
        (OPEN, True, _raw_open),
        (OPEN_FINALS, False, _raw_open_finals),
    ):
        place = bench.folder / raw_open.__name__
        place.mkdir()
        take_id = make_long_take(place, _LONG, shown=shown)
        history = History(place / "history.sqlite3")
        with closing(_raw(place / "raw.sqlite3")) as raw, closing(history):
            _raw_long(raw, history, take_id)
            yield compare(
                name,
                partial(_milliseconds, partial(_open, history, take_id)),
                partial(_milliseconds, partial(raw_open, raw)),
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
        raw.execute("INSERT INTO take (id, title, cursor_ms) VALUES (1, ?, 0)", (take(1, 1).title,))
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
    Group("open", (OPEN, OPEN_FINALS), _opening),
    Group("commit", (COMMIT,), _committing),
)
