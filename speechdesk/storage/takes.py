"""What the history gives out: takes, their segments and search hits, as frozen data."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from speechdesk.domain.events import Segment


class TakeState(StrEnum):
    """How far a take is."""

    RECORDING = "recording"  # its owner records, or was killed while it did
    PARTLY = "partly"  # recorded; a rest is not recognized yet
    COMPLETE = "complete"  # recognized to its end


class Source(StrEnum):
    """Where a take's sound came from."""

    MICROPHONE = "microphone"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Take:
    """One dictation.

    `recording` is a file name in the recordings folder ("" if there never was one) and
    `sound_kept` whether that file is still to be there. `cursor_ms` is how far the recording has
    been recognized. Before `sound_from_ms` the recording is silence that stands in for sound which
    was not kept. `damaged` says that the row could not be read as it was written: fields that made
    no sense have their default.
    """

    id: int
    title: str
    started: datetime
    length_ms: int
    language: str
    state: TakeState
    source: Source
    recording: str
    sound_kept: bool
    cursor_ms: int
    starred: bool
    content_hash: str
    sound_from_ms: int = 0
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """A final phrase in the history.

    `replaces` is the id of the segment of which this one is a later reading, or 0. What cannot be
    read of it, such as its words, is missing.
    """

    id: int
    segment: Segment
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A take in which a search found something.

    `marks` are (start, length) of the found words in `snippet`, in characters; `count` is in how
    many of the take's paragraphs (and its title) they stand.
    """

    take_id: int
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    count: int
    starred: bool = False
