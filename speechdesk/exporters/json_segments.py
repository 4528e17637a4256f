"""A take as JSON, in the form that `speechdesk transcribe --format json` promises."""

import json
from typing import Any

from speechdesk.domain.events import Segment
from speechdesk.exporters.exportable import Exportable
from speechdesk.exporters.phrases import Phrase

VERSION = 1


def to_json(take: Exportable, *, details: bool = False) -> bytes:
    """Return the segments with their times; `details` adds alternatives and revisions to each."""
    segments = []
    for phrase in take.phrases:
        segment = _segment(phrase.segment)
        if details:
            segment |= _details(take, phrase)
        segments.append(segment)
    whole = {"version": VERSION, "language": take.language, "segments": segments}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


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
