"""A result's JSON, as the service wrote it, becomes a segment.

Nothing in it is believed: types are checked, numbers kept inside the recording, sizes bounded,
text cleaned.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from speechdesk.domain.alignment import TimedWord, align
from speechdesk.domain.events import Alternative, Partial, Segment
from speechdesk.speech.cleaning import clean_text

TICKS_PER_MS = 10_000
_LONGEST_TEXT = 1_000_000
_MOST_WORDS = 20_000
_MOST_ALTERNATIVES = 10
_TOLERATED_MS = 1000  # a service may round up, or count the silence it was promised


@dataclass(frozen=True, slots=True)
class RawResult:
    """What the SDK holds of a result. Offset and duration count ticks from the stream's start."""

    json: str
    offset_ticks: int
    duration_ticks: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of the recording that was streamed, in milliseconds of the recording."""

    start_ms: int
    end_ms: int

    def span(self, offset_ticks: int, duration_ticks: int) -> tuple[int, int]:
        """Return where a phrase begins and ends in the recording.

        A phrase beyond what was streamed is a lie: it is given no time at all, or all that is not
        answered yet would count as recognized.
        """
        start = self.place(offset_ticks)
        end_ticks = offset_ticks + max(0, duration_ticks)
        if self.start_ms + end_ticks // TICKS_PER_MS > self.end_ms + _TOLERATED_MS:
            beyond = self.start_ms + offset_ticks // TICKS_PER_MS > self.end_ms
            return (self.start_ms, self.start_ms) if beyond else (start, start)
        return start, self.place(end_ticks)

    def place(self, ticks: int) -> int:
        """Return the time in the recording at `ticks` of the stream, kept inside the stretch."""
        return min(max(self.start_ms + ticks // TICKS_PER_MS, self.start_ms), self.end_ms)


def segment_of(raw: RawResult, stretch: Stretch, language: str) -> Segment:
    """Return the final that `raw` holds; its text is empty where nothing was recognized.

    `language` is what was asked for; where the service identified one, that is taken.
    """
    result = _parse(raw.json)
    readings = _objects(result.get("NBest"))
    best = readings[0] if readings else {}
    recognized = result.get("RecognitionStatus", "Success") == "Success"
    text = _text(result.get("DisplayText")) or _text(best.get("Display")) if recognized else ""
    start, end = stretch.span(raw.offset_ticks, raw.duration_ticks)
    words = _timed(best.get("Words"), "Word", stretch)
    displayed = _timed(best.get("DisplayWords"), "DisplayText", stretch)
    return Segment(
        text=text,
        offset_ms=start,
        duration_ms=end - start,
        language=raw.language or _language(result) or language,
        confidence=_confidence(best.get("Confidence")),
        words=align(text, start, end - start, words, displayed),
        alternatives=_alternatives(readings[1:], text) if text else (),
        lexical=_text(best.get("Lexical")) if text else "",
    )


def partial_of(raw: RawResult, stretch: Stretch) -> Partial:
    """Return the partial that `raw` holds."""
    result = _parse(raw.json)
    start, end = stretch.span(raw.offset_ticks, raw.duration_ticks)
    return Partial(_text(result.get("Text")), start, end - start, raw.language or _language(result))


def _parse(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, list):
        return []
    return [each for each in value if isinstance(each, dict)]


def _text(value: object) -> str:
    return clean_text(value[:_LONGEST_TEXT]).strip() if isinstance(value, str) else ""


def _language(result: Mapping[str, Any]) -> str:
    primary = result.get("PrimaryLanguage")
    return _text(primary.get("Language")) if isinstance(primary, dict) else ""


def _confidence(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    confidence = float(min(max(value, 0), 1))
    return None if math.isnan(confidence) else confidence


def _alternatives(readings: list[Mapping[str, Any]], text: str) -> tuple[Alternative, ...]:
    others: dict[str, Alternative] = {}
    for reading in readings[: 2 * _MOST_ALTERNATIVES]:
        other = _text(reading.get("Display"))
        if other and other != text:
            others.setdefault(other, Alternative(other, _confidence(reading.get("Confidence"))))
    return tuple(others.values())[:_MOST_ALTERNATIVES]


def _timed(value: object, key: str, stretch: Stretch) -> list[TimedWord]:
    words = []
    for each in _objects(value)[:_MOST_WORDS]:
        text, offset, duration = _text(each.get(key)), each.get("Offset"), each.get("Duration")
        if text and isinstance(offset, int) and isinstance(duration, int):
            start = stretch.place(offset)
            end = stretch.place(offset + max(0, duration))
            words.append(TimedWord(text, start, end - start, _confidence(each.get("Confidence"))))
    return words
