"""Reading what can be read of a damaged history."""

import json
import shutil
import sqlite3
import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from speechdesk.storage import passages, rows, schema, segments, take_table
from speechdesk.storage.documents import decode_runs

_BUSY_TIMEOUT_S = 10.0
_PAGE_COUNT = slice(28, 32)  # offsets in the header of an SQLite file
_CHANGE_COUNTER = slice(24, 28)
_VALID_FOR = slice(92, 96)
_MOST_PROBED = 1_000_000  # ids in a row, which takes some seconds
_MOST_BLOCKS = 5000  # looked for one by one where a take's order of blocks is lost


def carry_over(damaged: Path, target: sqlite3.Connection) -> None:
    """Copy into the new history `target` every row of the file `damaged` that can be read.

    The file is not touched. Segments and blocks whose take is lost get a take without a name.
    """
    with tempfile.TemporaryDirectory(dir=damaged.parent, ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "copy.sqlite3"
        copy_files(damaged, copy)
        if not _is_readable(copy):
            _graft_first_page(copy, Path(folder) / "fresh.sqlite3")
        with closing(schema.connect(copy, _BUSY_TIMEOUT_S)) as source:
            _carry(source, target)


def copy_files(path: Path, copy: Path) -> None:
    """Copy the file of a history and the log beside it, as far as they exist. Raises OSError."""
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")


def _is_readable(path: Path) -> bool:
    try:
        with closing(schema.connect(path, _BUSY_TIMEOUT_S)) as connection:
            return schema.has_tables(connection)
    except schema.FAULTS:
        return False


def _graft_first_page(copy: Path, fresh: Path) -> None:
    """Give `copy` the first page of a new history, which says where each table begins.

    A history's tables are created in one order, so they begin at the same pages in each.
    """
    with closing(schema.connect(fresh, _BUSY_TIMEOUT_S)) as connection:
        schema.prepare(connection)
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    page = bytearray(fresh.read_bytes()[:page_size])
    # In a file that was cut some tables begin beyond its end; they may be empty, not missing.
    count = max(copy.stat().st_size, fresh.stat().st_size) // page_size
    page[_PAGE_COUNT] = count.to_bytes(4, "big")
    page[_VALID_FOR] = page[_CHANGE_COUNTER]  # or the page count is not believed
    with copy.open("r+b") as file:
        file.write(page)
        file.truncate(count * page_size)


def _carry(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    last_take, last_segment = _last_id(source, "take"), _last_id(source, "segment")
    known: set[int] = set()
    takes = _Readable("take", "id", f"{rows.TAKE_COLUMNS}, deleted_ms")
    for *row, deleted_ms in takes.rows(source, range(1, last_take + 1)):
        take = rows.take(tuple(row))
        take_table.add(target, take, deleted_ms if isinstance(deleted_ms, int) else None)
        known.add(take.id)
    finals = _Readable("segment", "id", f"{rows.SEGMENT_COLUMNS}, take_id")
    for *row, take_id in finals.rows(source, range(1, last_segment + 1)):
        if isinstance(take_id, int) and 0 < take_id <= passages.MAX_ID:
            _ensure_take(target, take_id, known)
            final = rows.stored_segment(tuple(row))
            segments.add(
                target, take_id, final.segment, segment_id=final.id, replaces=final.replaces
            )
    orders: dict[int, tuple[int, ...]] = {}
    heads = _Readable("document", "take_id", "take_id, last_segment_id, block_order")
    for take_id, last, order in heads.rows(source, range(1, last_take + 1)):
        _ensure_take(target, take_id, known)
        orders[take_id] = rows.block_order(order)
        target.execute(
            "INSERT INTO document (take_id, last_segment_id, block_order) VALUES (?, ?, ?)",
            (take_id, last if isinstance(last, int) else 0, json.dumps(orders[take_id])),
        )
    # What is written of a take whose row is lost was recognized: only the rest is to be.
    target.execute(
        "UPDATE take SET cursor_ms = ifnull((SELECT max(offset_ms + duration_ms) FROM segment"
        " WHERE take_id = take.id), 0) WHERE cursor_ms = 0"
    )
    for take_id in sorted(known):
        _carry_blocks(source, target, take_id, orders.get(take_id, ()))
    _keep_ids_unused(target, last_take)
    passages.rebuild(target)


def _carry_blocks(
    source: sqlite3.Connection, target: sqlite3.Connection, take_id: int, order: tuple[int, ...]
) -> None:
    low, high = passages.bounds(take_id)
    candidates = [
        passages.of_block(take_id, block_id) for block_id in sorted(order) or range(_MOST_BLOCKS)
    ]
    blocks = _Readable("block", "passage", "passage, text, words")
    for passage, text, words in blocks.rows(source, candidates, low - 1, high):
        if not isinstance(text, str):
            continue
        target.execute(
            "INSERT INTO block (passage, take_id, text, words) VALUES (?, ?, ?, ?)",
            (passage, take_id, text, _sound_words(text, words)),
        )


def _sound_words(text: str, words: Any) -> bytes:
    """Return the words of a block, or none where they cannot belong to its text."""
    try:
        decode_runs(text, words)
    except (ValueError, TypeError):
        return b""
    return bytes(words)


@dataclass(frozen=True)
class _Readable:
    """What can be read of one table. `columns` must hold the `key`."""

    table: str
    key: str
    columns: str

    def rows(
        self,
        source: sqlite3.Connection,
        candidates: Sequence[int],
        after: int = 0,
        last: int = passages.MAX_ID,
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the readable rows with a key above `after` up to `last`, in order of their keys.

        Where reading on fails, the `candidates`, in order, are asked for one by one until one is
        there, and it is read on from that.
        """
        select = f"SELECT {self.columns} FROM {self.table} NOT INDEXED WHERE {self.key}"
        scan = f"{select} > ? AND {self.key} <= ? ORDER BY {self.key}"
        key_at = self.columns.split(", ").index(self.key)
        while True:
            try:
                for row in source.execute(scan, (after, last)):
                    if row[key_at] > after:  # a damaged page may give any order
                        after = row[key_at]
                        yield row
                return
            except schema.FAULTS:
                rest = candidates[bisect_right(candidates, after) :]
            found = _first_readable(source, f"{select} = ?", rest)
            if found is None:
                return
            after = found[key_at]
            yield found


def _first_readable(
    source: sqlite3.Connection, query: str, candidates: Iterable[int]
) -> tuple[Any, ...] | None:
    for candidate in islice(candidates, _MOST_PROBED):
        with suppress(*schema.FAULTS):
            row: tuple[Any, ...] | None = source.execute(query, (candidate,)).fetchone()
            if row is not None:
                return row
    return None


def _last_id(source: sqlite3.Connection, table: str) -> int:
    """Return the highest id that the table ever gave, as far as that can be read."""
    highest = 0
    for query in (
        f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",
        f"SELECT max(id) FROM {table} NOT INDEXED",
    ):
        with suppress(*schema.FAULTS):
            for (found,) in source.execute(query).fetchall():
                if isinstance(found, int) and found <= passages.MAX_ID:
                    highest = max(highest, found)
    return highest


def _ensure_take(target: sqlite3.Connection, take_id: int, known: set[int]) -> None:
    if take_id not in known:
        known.add(take_id)
        lost = rows.take((take_id, None, 0, 0, "", "complete", "microphone", "", 0, 0, 0, "", 0))
        take_table.add(target, lost)


def _keep_ids_unused(target: sqlite3.Connection, last_take: int) -> None:
    """Let new takes begin above the old ids: recordings are named by them."""
    target.execute("DELETE FROM sqlite_sequence WHERE name = 'take'")
    target.execute(
        "INSERT INTO sqlite_sequence (name, seq)"
        " SELECT 'take', max(?, ifnull((SELECT max(id) FROM take), 0))",
        (last_take,),
    )
