"""What a recognizer says, as frozen data.

Offsets and durations are milliseconds from the beginning of the take's recording.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from speechdesk.errors import Failure


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a segment as it is displayed, its punctuation included."""

    text: str
    offset_ms: int
    duration_ms: int
    confidence: float | None = None

    @property
    def end_ms(self) -> int:
        return self.offset_ms + self.duration_ms


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a whole segment, from the service's n-best list."""

    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One final phrase. An empty text means that nothing was recognized in this stretch."""

    text: str
    offset_ms: int
    duration_ms: int
    language: str
    confidence: float | None = None
    words: Sequence[Word] = ()
    alternatives: Sequence[Alternative] = ()
    lexical: str = ""

    @property
    def spoken(self) -> list[str]:
        return [word.text for word in self.words]

    @property
    def end_ms(self) -> int:
        return self.offset_ms + self.duration_ms


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """The SDK began a session; support asks for this id."""

    sdk_session: str


@dataclass(frozen=True, slots=True)
class Connected:
    """The connection to the service stands."""


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The connection is gone; the SDK may be trying again. Partials of it are void."""


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The service hears speech."""

    offset_ms: int


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The service hears no more speech."""

    offset_ms: int


@dataclass(frozen=True, slots=True)
class Partial:
    """What is understood so far of the phrase under way."""

    text: str
    offset_ms: int
    duration_ms: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Final:
    """A phrase that will not change any more. `latency_ms` is the service's own figure."""

    segment: Segment
    latency_ms: int | None = None


@dataclass(frozen=True, slots=True)
class AudioSent:
    """This much more sound went to the service, whatever became of it: it may be billed."""

    duration_ms: int


@dataclass(frozen=True, slots=True)
class Ended:
    """All audio up to the end of the stream has been answered."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The recognizer stopped with a failure. Nothing comes after it."""

    failure: Failure


RecognizerEvent = (
    SessionStarted
    | Connected
    | Disconnected
    | SpeechStarted
    | SpeechEnded
    | Partial
    | Final
    | AudioSent
    | Ended
    | Failed
)
