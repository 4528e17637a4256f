"""Rows of the history as frozen data, and back. What is damaged in a row costs only that."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from speechdesk.domain.events import Alternative, Segment, Word
from speechdesk.storage.stored import Stored
from speechdesk.storage.takes import Source, StoredSegment, Take, TakeState

UNREADABLE = "[unreadable]"

TAKE_COLUMNS = (
    "id, title, started_ms, length_ms, language, state, source, recording, sound_kept, cursor_ms,"
    " starred, content_hash, sound_from_ms"
)
SEGMENT_COLUMNS = (
    "id, replaces, offset_ms, duration_ms, language, confidence, text, lexical, words, alternatives"
)
PHRASE_COLUMNS = "id, offset_ms, duration_ms, text, words"

_TAKE_TYPES = (int, str, int, int, str, str, str, str, int, int, int, str, int)
_SEGMENT_TYPES = (
    (int,) * 4 + (str, float) + (str,) * 4,
    (int,) * 4 + (str, type(None)) + (str,) * 4,
)
_TEXT: frozenset[type] = frozenset({str})
_WHOLE: frozenset[type] = frozenset({int})
_CONFIDENCE: frozenset[type] = frozenset({float, int, type(None)})
_DECODER = json.JSONDecoder()
_NONE_OF_TWO = "[[],[]]"
_NONE_OF_FOUR = "[[],[],[],[]]"

# What reading a value raises that makes no sense.
_NONSENSE = (ValueError, TypeError, OverflowError, OSError, RecursionError)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Phrase:
    """As much of a segment as a document needs, `transcript.Said`."""

    text: str
    offset_ms: int
    end_ms: int
    spoken: list[str]


def take(row: tuple[Any, ...]) -> Take:
    """Return the take of a row of TAKE_COLUMNS."""
    try:
        return _sound_take(row)
    except _NONSENSE:
        return _damaged_take(row)


def _sound_take(row: tuple[Any, ...]) -> Take:
    if tuple(map(type, row)) != _TAKE_TYPES:
        raise TypeError("values of another kind")
    return Take(
        id=row[0],
        title=row[1],
        started=from_milliseconds(row[2]),
        length_ms=row[3],
        language=row[4],
        state=TakeState(row[5]),
        source=Source(row[6]),
        recording=row[7],
        sound_kept=bool(row[8]),
        cursor_ms=row[9],
        starred=bool(row[10]),
        content_hash=row[11],
        sound_from_ms=row[12],
    )


def _damaged_take(row: tuple[Any, ...]) -> Take:
    return Take(
        id=_read(_whole, row[0], 0),
        title=_read(_text, row[1], UNREADABLE),
        started=_read(from_milliseconds, row[2], datetime.fromtimestamp(0, UTC)),
        length_ms=_read(_whole, row[3], 0),
        language=_read(_text, row[4], ""),
        state=_read(TakeState, row[5], TakeState.COMPLETE),
        source=_read(Source, row[6], Source.MICROPHONE),
        recording=_read(_text, row[7], ""),
        sound_kept=bool(_read(_whole, row[8], 0)),
        cursor_ms=_read(_whole, row[9], 0),
        starred=bool(_read(_whole, row[10], 0)),
        content_hash=_read(_text, row[11], ""),
        sound_from_ms=_read(_whole, row[12], 0),
        damaged=True,
    )


def stored_segment(row: tuple[Any, ...]) -> StoredSegment:
    """Return the segment of a row of SEGMENT_COLUMNS."""
    try:
        return _sound_segment(row)
    except _NONSENSE:
        return _damaged_segment(row)


def _sound_segment(row: tuple[Any, ...]) -> StoredSegment:
    if tuple(map(type, row)) not in _SEGMENT_TYPES:
        raise TypeError("values of another kind")
    segment = Segment(
        text=row[6],
        offset_ms=row[2],
        duration_ms=row[3],
        language=row[4],
        confidence=row[5],
        # A long take has 100,000 words, of which few are asked for.
        words=() if row[8] == _NONE_OF_FOUR else Stored(row[8], _readable_words),
        alternatives=() if row[9] == _NONE_OF_TWO else Stored(row[9], _readable_alternatives),
        lexical=row[7],
    )
    return StoredSegment(row[0], segment, row[1])


def _damaged_segment(row: tuple[Any, ...]) -> StoredSegment:
    segment = Segment(
        text=_read(_text, row[6], UNREADABLE),
        offset_ms=_read(_whole, row[2], 0),
        duration_ms=_read(_whole, row[3], 0),
        language=_read(_text, row[4], ""),
        confidence=_read(_number_or_none, row[5], None),
        words=_readable_words(row[8]),
        alternatives=_readable_alternatives(row[9]),
        lexical=_read(_text, row[7], ""),
    )
    return StoredSegment(_read(_whole, row[0], 0), segment, _read(_whole, row[1], 0))


def phrase(row: tuple[Any, ...]) -> tuple[int, Phrase]:
    """Return the id and the phrase of a row of PHRASE_COLUMNS."""
    segment_id, offset_ms, duration_ms, text, words = row
    begin_ms = _read(_whole, offset_ms, 0)
    return segment_id, Phrase(
        text=_read(_text, text, UNREADABLE),
        offset_ms=begin_ms,
        end_ms=begin_ms + _read(_whole, duration_ms, 0),
        spoken=_read(_spoken, words, []),
    )


def words_text(words: Sequence[Word]) -> str:
    """Return words as the text of their column: a list for each of a word's fields."""
    return _compact(
        [
            [word.text for word in words],
            [word.offset_ms for word in words],
            [word.duration_ms for word in words],
            [word.confidence for word in words],
        ]
    )


def alternatives_text(alternatives: Sequence[Alternative]) -> str:
    """Return alternatives as the text of their column, in the way of `words_text`."""
    return _compact(
        [[each.text for each in alternatives], [each.confidence for each in alternatives]]
    )


def block_order(value: Any) -> tuple[int, ...]:
    """Return the ids of a document's blocks; none where the order cannot be read."""
    return _read(lambda text: tuple(_whole(number) for number in json.loads(text)), value, ())


def storable(text: str) -> str:
    """Return `text` as SQLite takes it: half a surrogate pair, as a window may hand out, is "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def from_milliseconds(value: Any) -> datetime:
    """Return the moment `value` milliseconds after 1970, in UTC."""
    return datetime.fromtimestamp(_whole(value) / 1000, UTC)


def to_milliseconds(moment: datetime) -> int:
    """Return an aware moment as milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def _compact(value: list[list[Any]]) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _words(value: Any) -> tuple[Word, ...]:
    return tuple(map(Word, *_columns(value, _TEXT, _WHOLE, _WHOLE, _CONFIDENCE)))


def _spoken(value: Any) -> list[str]:
    texts, _ = _DECODER.raw_decode(value, 1)  # the first list alone
    if not isinstance(texts, list) or not _TEXT.issuperset(map(type, texts)):
        raise TypeError("values of another kind")
    return texts


def _readable_words(value: Any) -> tuple[Word, ...]:
    return _read(_words, value, ())


def _readable_alternatives(value: Any) -> tuple[Alternative, ...]:
    return _read(_alternatives, value, ())


def _alternatives(value: Any) -> tuple[Alternative, ...]:
    return tuple(map(Alternative, *_columns(value, _TEXT, _CONFIDENCE)))


def _columns(value: Any, *allowed: frozenset[type]) -> list[list[Any]]:
    """Return the lists of a column's text, which hold values of the `allowed` types."""
    columns = json.loads(value)
    for column, types in zip(columns, allowed, strict=True):
        if not types.issuperset(map(type, column)):
            raise TypeError("values of another kind")
    if len(set(map(len, columns))) > 1:
        raise ValueError("lists of unequal length")
    return list(columns)


def _read(read: Callable[[Any], T], value: Any, default: T) -> T:
    try:
        return read(value)
    except _NONSENSE:
        return default


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


def _number_or_none(value: Any) -> float | None:
    if value is not None and not isinstance(value, int | float):
        raise TypeError(value)
    return value
