"""Homes with much in them, written as the program itself would have."""

import random
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.transcript import Document, DocumentChange, append_segments
from speechdesk.storage import documents, segments, take_table
from speechdesk.storage.database import Database
from speechdesk.storage.takes import Source, Take, TakeState

WORD_MS = 300
_SEGMENT_WORDS = 15
_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
_SYLLABLES = re.findall("..", "bacedifogulameniporusatevivowozu")


def vocabulary(size: int = 4000) -> list[str]:
    """Return words that look like words, always the same."""
    chance = random.Random(1)
    return ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(size)]


def texts(count: int, words: int) -> Iterator[str]:
    """Yield texts in which, as in a language, few words are frequent and most are rare."""
    chance = random.Random(2)
    known = vocabulary()
    weights = [1 / (place + 10) for place in range(len(known))]
    for _ in range(count):
        yield " ".join(chance.choices(known, weights, k=words))


def segment(text: str, offset_ms: int) -> Segment:
    """Return a phrase with a time and a confidence for each word."""
    words = tuple(
        Word(word, offset_ms + number * WORD_MS, WORD_MS, 0.9)
        for number, word in enumerate(text.split())
    )
    return Segment(text, offset_ms, len(words) * WORD_MS, "en-US", 0.9, words, (), text)


def take(number: int, words: int) -> Take:
    """Return a take that is not stored yet."""
    return Take(
        id=0,
        title=f"Take {number}",
        started=_BEGIN + timedelta(minutes=number),
        length_ms=words * WORD_MS,
        language="en-US",
        state=TakeState.COMPLETE,
        source=Source.MICROPHONE,
        recording="",
        sound_kept=False,
        cursor_ms=words * WORD_MS,
        starred=False,
        content_hash="",
    )


def make_takes(path: Path, count: int, words: int) -> None:
    """Fill a history with takes of one block each."""
    database = Database(path)
    with database.write() as connection:
        for number, text in enumerate(texts(count, words), 1):
            _add(connection, take(number, words), [segment(text, 0)])
    database.close()


def make_long_take(place: Path, words: int, *, shown: bool = True) -> int:
    """Add a take of so many words to the history of a home.

    It is merged as after it was shown; otherwise it holds finals alone, as after `transcribe`.
    """
    database = Database(place / "history.sqlite3")
    phrases = [
        segment(text, number * _SEGMENT_WORDS * WORD_MS)
        for number, text in enumerate(texts(words // _SEGMENT_WORDS, _SEGMENT_WORDS))
    ]
    with database.write() as connection:
        take_id = _add(connection, take(100_000, words), phrases, shown=shown)
    database.close()
    return take_id


def _add(
    connection: sqlite3.Connection, new: Take, phrases: list[Segment], *, shown: bool = True
) -> int:
    take_id = take_table.add(connection, new)
    stored = [(segments.add(connection, take_id, each), each) for each in phrases]
    if not shown:
        return take_id
    document = append_segments(Document(), stored, None)
    order = tuple(block.id for block in document.blocks)
    change = DocumentChange(order, document.blocks, document.last_segment_id)
    documents.save(connection, take_id, change)
    return take_id
