"""What the host expects of an engine, and what an engine says.

Offsets and durations are milliseconds from the beginning of the turn's sound.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Mode(StrEnum):
    """How a client wants to be heard."""

    INTERACTIVE = "interactive"  # one utterance
    CONVERSATION = "conversation"
    DICTATION = "dictation"  # punctuation is spoken


class Status(StrEnum):
    """The protocol's own words for what became of a phrase."""

    SUCCESS = "Success"
    NO_MATCH = "NoMatch"
    INITIAL_SILENCE = "InitialSilenceTimeout"
    BABBLE = "BabbleTimeout"
    ERROR = "Error"
    END_OF_DICTATION = "EndOfDictation"
    TOO_MANY_REQUESTS = "TooManyRequests"
    BAD_REQUEST = "BadRequest"
    FORBIDDEN = "Forbidden"


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """What a client asks for in one turn.

    `languages` holds the candidates where `identify` is set, otherwise at most one. `start_ms` is
    where this turn's sound begins in the client's stream, as far as the protocol tells.
    `empty_is_success` tells how this client learns that nothing was understood.
    """

    request_id: str
    mode: Mode = Mode.CONVERSATION
    detailed: bool = False
    word_timings: bool = False
    languages: tuple[str, ...] = ()
    identify: bool = False
    spoken_punctuation: bool = False
    automatic_punctuation: bool = True
    empty_is_success: bool = True
    start_ms: int = 0
    segmentation_silence_ms: int | None = None
    segmentation_maximum_ms: int | None = None
    initial_silence_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word, in lower case and without punctuation."""

    text: str
    offset_ms: int
    duration_ms: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a phrase."""

    display: str
    lexical: str
    confidence: float = 0.0
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Speech is heard."""

    offset_ms: int


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What is understood so far of the phrase under way."""

    text: str
    offset_ms: int
    duration_ms: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that will not change any more; without readings, nothing was understood."""

    offset_ms: int
    duration_ms: int
    readings: tuple[Reading, ...] = ()
    status: Status = Status.SUCCESS
    language: str = ""


@dataclass(frozen=True, slots=True)
class TurnOver:
    """The engine ends the turn by itself; the client begins another where it wants to go on."""


Result = SpeechStarted | Hypothesis | Phrase | TurnOver


class RequestRefusedError(Exception):
    """The engine cannot do what a client asks for, such as another language."""


class Recognition(Protocol):
    """The recognition of one turn's sound."""

    def audio(self, pcm: bytes) -> AsyncIterator[Result]:
        """Hear more 16 kHz mono 16-bit PCM, and say what follows from it."""

    def finish(self) -> AsyncIterator[Result]:
        """Say what is left to say now that no more sound will come."""

    async def close(self) -> None:
        """Let go of everything, whatever state it is in."""


class Engine(Protocol):
    """What recognizes inside the host, for any number of turns at once."""

    def warm(self) -> None:
        """Begin to load what the first turn will need, and return at once."""

    async def open(self, request: TurnRequest) -> Recognition:
        """Begin a turn; raises `RequestRefusedError`."""

    async def close(self) -> None:
        """End everything the engine has started."""
