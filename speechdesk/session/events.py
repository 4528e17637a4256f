"""What a session tells those who watch it: the window, or the command line."""

from dataclasses import dataclass
from enum import StrEnum

from speechdesk.domain.events import Segment
from speechdesk.errors import Failure, SpeechDeskError
from speechdesk.session.state import State
from speechdesk.sound.level import Level


class Half(StrEnum):
    """Which half of a take failed: the other goes on."""

    RECOGNITION = "recognition"
    MICROPHONE = "microphone"


class NoticeCode(StrEnum):
    """What a user should know while a take goes on."""

    DISK_LOW = "disk_low"  # detail: minutes left
    DISK_FULL = "disk_full"  # detail: seconds that still fit into memory
    MICROPHONE_SILENT = "microphone_silent"  # exact zeros for 3 s
    MICROPHONE_LOST = "microphone_lost"  # detail: the device's name
    FRAMES_LOST = "frames_lost"  # detail: milliseconds replaced by silence
    REST_LATER = "rest_later"  # stopped; the rest is recognized in the background


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The take moved to `state`. A failure comes with FAILED and, as its cause, RECONNECTING.

    IDLE with a failure says that nothing could be recorded at all.
    """

    state: State
    take_id: int | None
    failure: Failure | SpeechDeskError | None = None
    half: Half | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recording grew; sent about 12 times a second."""

    take_id: int
    length_ms: int
    level: Level


@dataclass(frozen=True, slots=True)
class PartialChanged:
    """The phrase under way; an empty text clears it."""

    take_id: int
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class SegmentCommitted:
    """A final that is safe in the history."""

    take_id: int
    segment_id: int
    segment: Segment
    latency_ms: int | None = None


@dataclass(frozen=True, slots=True)
class BehindChanged:
    """How much of the recording still waits to be recognized, in whole seconds."""

    take_id: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice to show; `over` takes it back."""

    code: NoticeCode
    detail: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class TakeChanged:
    """A take was created, or its title, length or state changed: lists should look again."""

    take_id: int


@dataclass(frozen=True, slots=True)
class JobProgress:
    """Recognition of a finished recording: a file, or the rest of a take."""

    take_id: int
    done_ms: int
    total_ms: int


@dataclass(frozen=True, slots=True)
class JobWaiting:
    """The job waits for the service and tries again by itself.

    `was_connected`: the service has answered before, so it is not the address that is wrong.
    """

    take_id: int
    failure: Failure
    was_connected: bool


@dataclass(frozen=True, slots=True)
class JobEnded:
    """The job is done, or has failed.

    `failure` None and not `complete`: it was cancelled, or never begun, since the take is live.
    """

    take_id: int
    complete: bool
    failure: Failure | SpeechDeskError | None = None


SessionEvent = (
    StateChanged
    | Recorded
    | PartialChanged
    | SegmentCommitted
    | BehindChanged
    | Noticed
    | TakeChanged
    | JobProgress
    | JobWaiting
    | JobEnded
)
