"""The document of a take on disk: the blocks a user saved, and the finals after them."""

import json
import sqlite3
import sys
from array import array
from typing import Any

from speechdesk.domain.division import divided_document
from speechdesk.domain.transcript import (
    Block,
    Document,
    DocumentChange,
    Run,
    WordRef,
    append_segments,
)
from speechdesk.errors import StorageError
from speechdesk.storage import passages, rows, segments

_NUMBERS_A_WORD = 4  # start and length in the block's text, segment id, index in the segment


def encode_words(runs: tuple[Run, ...]) -> bytes:
    """Return where in the text of `runs` which words stand, as little-endian 32-bit numbers."""
    numbers = array("i")
    start = 0
    for run in runs:
        if run.word is not None:
            numbers.extend((start, len(run.text), run.word.segment_id, run.word.index))
        start += len(run.text)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def decode_runs(text: str, words: bytes) -> tuple[Run, ...]:
    """Return the runs of a block. Raises ValueError where the words cannot belong to the text."""
    numbers = array("i")
    numbers.frombytes(words)  # raises ValueError for a part of a number
    if sys.byteorder == "big":
        numbers.byteswap()
    if len(numbers) % _NUMBERS_A_WORD:
        raise ValueError("a part of a word")
    runs: list[Run] = []
    space = Run(" ")
    done = 0
    fields = iter(numbers)
    for start, length, segment_id, index in zip(fields, fields, fields, fields, strict=True):
        if start < done or length < 1:
            raise ValueError("words out of order")
        if start > done:
            between = text[done:start]
            runs.append(space if between == " " else Run(between))
        done = start + length
        runs.append(Run(text[start:done], WordRef(segment_id, index)))
    if done > len(text):
        raise ValueError("words beyond the text")
    if done < len(text):
        runs.append(Run(text[done:]))
    return tuple(runs)


def load(connection: sqlite3.Connection, take_id: int) -> Document:
    """Return the saved blocks with the finals that were never merged at their end.

    A block that cannot be read stands as "[unreadable]"; one whose words cannot, as plain text.
    """
    order, last_segment_id = _head(connection, take_id)
    blocks = _blocks(connection, take_id)
    # A block that the order has lost, or that the order names and is not there, is shown.
    known = set(order)
    ids = [*order, *(block_id for block_id in blocks if block_id not in known)]
    document = Document(
        tuple(
            blocks[block_id] if block_id in blocks else Block(block_id, (Run(rows.UNREADABLE),))
            for block_id in ids
        ),
        last_segment_id,
    )
    # One segment at a time: to hold all words of a long take beside its runs makes opening it
    # twice as slow.
    waiting = segments.waiting(connection, take_id, last_segment_id)
    until_ms = _end_of(connection, take_id, last_segment_id)
    return divided_document(append_segments(document, waiting, until_ms))


def save(connection: sqlite3.Connection, take_id: int, change: DocumentChange) -> None:
    """Write what changed in a document. Raises StorageError not_found for a take that is gone.

    Raises ValueError for a block in the order that was never saved and is not in the change.
    """
    if not connection.execute("SELECT 1 FROM take WHERE id = ?", (take_id,)).fetchone():
        raise StorageError("not_found", f"take {take_id}")
    order, last_segment_id = _head(connection, take_id)
    stored = _stored_passages(connection, take_id)
    keep = {passages.of_block(take_id, block_id) for block_id in change.order}
    changed = {passages.of_block(take_id, block.id): block for block in change.changed}
    missing = keep - stored - changed.keys()
    if missing:
        raise ValueError(f"blocks that were never saved: {sorted(missing)}")
    for passage in (stored - keep) | (stored & changed.keys()):
        _remove_block(connection, passage)
    for passage in keep & changed.keys():
        _add_block(connection, take_id, passage, changed[passage])
    if change.last_segment_id > last_segment_id:
        _unindex_segments(connection, take_id, last_segment_id, change.last_segment_id)
    if change.order != order or change.last_segment_id > last_segment_id:
        connection.execute(
            "INSERT OR REPLACE INTO document (take_id, last_segment_id, block_order)"
            " VALUES (?, ?, ?)",
            (
                take_id,
                max(last_segment_id, change.last_segment_id),
                json.dumps(change.order, separators=(",", ":")),
            ),
        )


def _head(connection: sqlite3.Connection, take_id: int) -> tuple[tuple[int, ...], int]:
    """Return the order of the saved blocks and the last merged segment."""
    row = connection.execute(
        "SELECT block_order, last_segment_id FROM document WHERE take_id = ?", (take_id,)
    ).fetchone()
    if row is None:
        return (), 0
    return rows.block_order(row[0]), row[1]


def _blocks(connection: sqlite3.Connection, take_id: int) -> dict[int, Block]:
    """Return the saved blocks by id, in the order of their ids."""
    # All at once: to fetch a row lets Python's lock go and takes it back too soon for the window,
    # which would wait for it through all of them.
    found = connection.execute(
        "SELECT passage, text, words FROM block WHERE passage BETWEEN ? AND ?",
        passages.bounds(take_id),
    ).fetchall()
    return {
        block.id: block
        for block in (
            _block(passages.block_of(passage), text, words) for passage, text, words in found
        )
    }


def _block(block_id: int, text: Any, words: Any) -> Block:
    if not isinstance(text, str):
        return Block(block_id, (Run(rows.UNREADABLE),))
    try:
        return Block(block_id, decode_runs(text, words))
    except (ValueError, TypeError):
        return Block(block_id, (Run(text),))


def _end_of(connection: sqlite3.Connection, take_id: int, segment_id: int) -> int | None:
    row = connection.execute(
        "SELECT offset_ms + duration_ms FROM segment WHERE take_id = ? AND id = ?",
        (take_id, segment_id),
    ).fetchone()
    return None if row is None else row[0]


def _stored_passages(connection: sqlite3.Connection, take_id: int) -> set[int]:
    found = connection.execute("SELECT passage FROM block WHERE take_id = ?", (take_id,)).fetchall()
    return {passage for (passage,) in found}


def _remove_block(connection: sqlite3.Connection, passage: int) -> None:
    ((text,),) = connection.execute(
        "DELETE FROM block WHERE passage = ? RETURNING text", (passage,)
    ).fetchall()
    passages.remove(connection, passage, text)


def _add_block(connection: sqlite3.Connection, take_id: int, passage: int, block: Block) -> None:
    text = rows.storable(block.text)
    connection.execute(
        "INSERT INTO block (passage, take_id, text, words) VALUES (?, ?, ?, ?)",
        (passage, take_id, text, encode_words(block.runs)),
    )
    passages.add(connection, passage, text)


def _unindex_segments(connection: sqlite3.Connection, take_id: int, after: int, last: int) -> None:
    """Take segments out of the search index: their text is found in the blocks now."""
    merged = connection.execute(
        "SELECT id, text FROM segment WHERE take_id = ? AND id > ? AND id <= ? AND replaces = 0",
        (take_id, after, last),
    ).fetchall()
    for segment_id, text in merged:
        passages.remove(connection, passages.of_segment(take_id, segment_id), text)
