"""Takes for the exporters, in few words."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.transcript import Document, append_segments
from speechdesk.exporters.exportable import Exportable

NOON = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


def spoken(text: str, at_ms: int = 0, ms_a_word: int = 300, language: str = "en-US") -> Segment:
    """Return a segment of words (or of single characters, where there are no spaces)."""
    pieces = text.split() if " " in text else list(text) if not text.isascii() else [text]
    words = tuple(
        Word(piece, at_ms + ms_a_word * n, ms_a_word, 0.9) for n, piece in enumerate(pieces)
    )
    return Segment(text, at_ms, ms_a_word * len(words), language, 0.9, words)


def following(*texts: str, pause_ms: int = 500, ms_a_word: int = 300) -> list[Segment]:
    """Return segments that follow each other after a pause."""
    segments: list[Segment] = []
    at_ms = 0
    for text in texts:
        segments.append(spoken(text, at_ms, ms_a_word))
        at_ms = segments[-1].end_ms + pause_ms
    return segments


def take(
    segments: Sequence[Segment],
    *,
    title: str = "Title",
    document: Document | None = None,
    recording: Path | None = None,
    replaced: dict[int, int] | None = None,
) -> Exportable:
    """Return a take of segments with the ids 1, 2 …, unedited if no document is given."""
    heard = dict(enumerate(segments, start=1))
    return Exportable(
        title=title,
        started=NOON,
        language="en-US",
        length_ms=max((each.end_ms for each in segments), default=0),
        document=document or append_segments(Document(), heard.items(), None),
        heard=heard,
        replaced=replaced or {},
        recording=recording,
    )
