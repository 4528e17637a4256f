"""A take as JSON, in the form that `speechdesk transcribe --format json` promises."""

import json
from typing import Any

from speechdesk.domain.events import Segment
from speechdesk.exporters.exportable import Exportable
from speechdesk.exporters.phrases import Phrase

VERSION = 1
_INDENT = "  "
_NEW_LINE = f"\n{_INDENT}"


def to_json(take: Exportable, *, details: bool = False) -> bytes:
    """Return the segments with their times; `details` adds alternatives and revisions to each."""
    # One by one: to free all the objects of a long take at once holds every other thread up.
    segments = ",".join(_written(take, phrase, details=details) for phrase in take.phrases)
    whole = {"version": VERSION, "language": take.language, "segments": []}
    before, _, after = _text(whole).rpartition("[]")
    return f"{before}[{segments}{_NEW_LINE if segments else ''}]{after}\n".encode()


def _written(take: Exportable, phrase: Phrase, *, details: bool) -> str:
    segment = _segment(phrase.segment)
    if details:
        segment |= _details(take, phrase)
    # Not textwrap's `indent`, for which a text's own U+2028 ends a line, too.
    return f"\n{_text(segment)}".replace("\n", _NEW_LINE + _INDENT)


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=_INDENT)


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "offset_ms": segment.offset_ms,
        "duration_ms": segment.duration_ms,
        "text": segment.text,
        "confidence": segment.confidence,
        "language": segment.language,
        "words": [
            {
                "text": word.text,
                "offset_ms": word.offset_ms,
                "duration_ms": word.duration_ms,
                "confidence": word.confidence,
            }
            for word in segment.words
        ],
    }


def _details(take: Exportable, phrase: Phrase) -> dict[str, Any]:
    return {
        "lexical": phrase.segment.lexical,
        "alternatives": [
            {"text": each.text, "confidence": each.confidence}
            for each in phrase.segment.alternatives
        ],
        "revisions": [
            {"text": each.text, "confidence": each.confidence, "language": each.language}
            for each in take.revisions(phrase)
        ],
    }
