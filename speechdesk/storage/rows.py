"""Rows of the history as frozen data, and back. What is damaged in a row costs only that."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from speechdesk.domain.events import Alternative, Segment, Word
from speechdesk.storage.takes import Source, StoredSegment, Take, TakeState

UNREADABLE = "[unreadable]"

TAKE_COLUMNS = (
    "id, title, started_ms, length_ms, language, state, source, recording, sound_kept, cursor_ms,"
    " starred, content_hash"
)
SEGMENT_COLUMNS = (
    "id, replaces, offset_ms, duration_ms, language, confidence, text, lexical, words, alternatives"
)

T = TypeVar("T")


class _Fields:
    """Reads the values of one row; notes whether any of them made no sense."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        self._values = iter(row)
        self.damaged = False

    def next(self, read: Callable[[Any], T], default: T) -> T:
        value = next(self._values)
        try:
            return read(value)
        except (ValueError, TypeError, OverflowError, OSError, RecursionError):
            self.damaged = True
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


def storable(text: str) -> str:
    """Return `text` as SQLite takes it: half a surrogate pair, as a window may hand out, is "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def from_milliseconds(value: Any) -> datetime:
    """Return the moment `value` milliseconds after 1970, in UTC."""
    return datetime.fromtimestamp(_whole(value) / 1000, UTC)


def to_milliseconds(moment: datetime) -> int:
    """Return an aware moment as milliseconds since 1970."""
    return round(moment.timestamp() * 1000)


def take(row: tuple[Any, ...]) -> Take:
    """Return the take of a row of TAKE_COLUMNS."""
    fields = _Fields(row)
    found = Take(
        id=fields.next(_whole, 0),
        title=fields.next(_text, UNREADABLE),
        started=fields.next(from_milliseconds, datetime.fromtimestamp(0, UTC)),
        length_ms=fields.next(_whole, 0),
        language=fields.next(_text, ""),
        state=fields.next(TakeState, TakeState.COMPLETE),
        source=fields.next(Source, Source.MICROPHONE),
        recording=fields.next(_text, ""),
        sound_kept=bool(fields.next(_whole, 0)),
        cursor_ms=fields.next(_whole, 0),
        starred=bool(fields.next(_whole, 0)),
        content_hash=fields.next(_text, ""),
    )
    return replace(found, damaged=True) if fields.damaged else found


def words_text(words: tuple[Word, ...]) -> str:
    """Return words as the text of their column: a list for each of a word's fields."""
    return _compact(
        [
            [word.text for word in words],
            [word.offset_ms for word in words],
            [word.duration_ms for word in words],
            [word.confidence for word in words],
        ]
    )


def alternatives_text(alternatives: tuple[Alternative, ...]) -> str:
    """Return alternatives as the text of their column, in the way of `words_text`."""
    return _compact(
        [[each.text for each in alternatives], [each.confidence for each in alternatives]]
    )


def _compact(value: list[list[Any]]) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


_TEXT: frozenset[type] = frozenset({str})
_WHOLE: frozenset[type] = frozenset({int})
_CONFIDENCE: frozenset[type] = frozenset({float, int, type(None)})


def _columns(value: Any, *allowed: frozenset[type]) -> list[list[Any]]:
    """Return the lists of a column's text, which hold values of the `allowed` types."""
    columns = json.loads(value)
    for column, types in zip(columns, allowed, strict=True):
        if not types.issuperset(map(type, column)):
            raise TypeError("values of another kind")
    if len(set(map(len, columns))) > 1:
        raise ValueError("lists of unequal length")
    return list(columns)


def _words(value: Any) -> tuple[Word, ...]:
    return tuple(map(Word, *_columns(value, _TEXT, _WHOLE, _WHOLE, _CONFIDENCE)))


def _alternatives(value: Any) -> tuple[Alternative, ...]:
    return tuple(map(Alternative, *_columns(value, _TEXT, _CONFIDENCE)))


def stored_segment(row: tuple[Any, ...]) -> StoredSegment:
    """Return the segment of a row of SEGMENT_COLUMNS."""
    fields = _Fields(row)
    segment_id = fields.next(_whole, 0)
    replaces = fields.next(_whole, 0)
    segment = Segment(
        offset_ms=fields.next(_whole, 0),
        duration_ms=fields.next(_whole, 0),
        language=fields.next(_text, ""),
        confidence=fields.next(_number_or_none, None),
        text=fields.next(_text, UNREADABLE),
        lexical=fields.next(_text, ""),
        words=fields.next(_words, ()),
        alternatives=fields.next(_alternatives, ()),
    )
    return StoredSegment(segment_id, segment, replaces, fields.damaged)


def block_order(value: Any) -> tuple[int, ...]:
    """Return the ids of a document's blocks; none where the order cannot be read."""
    fields = _Fields((value,))
    return fields.next(lambda text: tuple(_whole(number) for number in json.loads(text)), ())
