"""One phrase of a take again: in another language, or with a vocabulary that has grown."""

import threading
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from speechdesk.domain.events import Failed, Final, Segment
from speechdesk.domain.spacing import needs_space
from speechdesk.errors import RecognitionError, StorageError
from speechdesk.session.one_shot import OneShots
from speechdesk.session.starter import Configure
from speechdesk.storage.history import History
from speechdesk.storage.takes import StoredSegment

_MARGIN_MS = 300  # of the silence around a phrase
_DEADLINE_S = 30.0


@dataclass(frozen=True, slots=True)
class Revised:
    """The segment with `earlier_id` has a later reading, which is kept with id `new_id`."""

    take_id: int
    earlier_id: int
    new_id: int
    segment: Segment


def recognize_again(
    history: History,
    take_id: int,
    segment_id: int,
    recording: Path,
    configure: Configure,
    one_shots: OneShots,
    *,
    cancelled: threading.Event,
) -> Revised | None:
    """Recognize the sound of a segment once more and keep what comes out beside it.

    Returns None where nothing is understood, or it is cancelled. Blocks; raises RecognitionError
    and StorageError.
    """
    stored = history.segments(take_id)
    start_ms, end_ms = _stretch(stored, segment_id)
    finals: list[Segment] = []
    for event in one_shots.events(
        configure,
        recording,
        start_ms,
        end_ms,
        cancelled=cancelled,
        deadline_s=_DEADLINE_S + (end_ms - start_ms) / 1000,
    ):
        match event:
            case Final(segment) if segment.text:
                finals.append(segment)
            case Failed(failure):
                raise RecognitionError(failure)
    if cancelled.is_set() or not finals:
        return None
    whole = reduce(_joined, finals)
    return Revised(take_id, segment_id, history.revise_segment(take_id, segment_id, whole), whole)


def _stretch(stored: list[StoredSegment], segment_id: int) -> tuple[int, int]:
    """Return where the segment's sound lies, with some silence, but nothing of its neighbours."""
    found = next((each.segment for each in stored if each.id == segment_id), None)
    if found is None:
        raise StorageError("not_found", f"segment {segment_id}")
    others = [each.segment for each in stored if each.id != segment_id]
    before = [each.end_ms for each in others if each.end_ms <= found.offset_ms]
    after = [each.offset_ms for each in others if each.offset_ms >= found.end_ms]
    start_ms = max([0, found.offset_ms - _MARGIN_MS, *before])
    return start_ms, min([found.end_ms + _MARGIN_MS, *after])


def _joined(one: Segment, other: Segment) -> Segment:
    """Return two segments that follow each other as one; of the whole there are no alternatives."""
    confidences = [each.confidence for each in (one, other) if each.confidence is not None]
    gap = " " if needs_space(one.text, other.text) else ""
    return Segment(
        text=f"{one.text}{gap}{other.text}",
        offset_ms=one.offset_ms,
        duration_ms=max(other.end_ms, one.end_ms) - one.offset_ms,
        language=one.language,
        confidence=min(confidences, default=None),
        words=(*one.words, *other.words) if one.words and other.words else (),
        lexical=f"{one.lexical} {other.lexical}".strip(),
    )
