"""The protocol of one connection, without I/O: frames in, events out; results in, frames out."""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from speechdesk.host.engines.engine import (
    Hypothesis,
    Mode,
    Phrase,
    Reading,
    SpeechStarted,
    Status,
    TurnRequest,
)
from speechdesk.host.request import TICKS_PER_MS, Address, turn_request
from speechdesk.host.wire import FrameReader, Message, WireError, text_frame


@dataclass(frozen=True, slots=True)
class TurnBegun:
    """A client began a turn. `context` is its speech.context."""

    request: TurnRequest
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class AudioArrived:
    """More bytes of the current turn's sound, as the client sent them."""

    data: bytes


@dataclass(frozen=True, slots=True)
class AudioEnded:
    """The current turn's sound is complete."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A message that asks for no answer (speech.config, telemetry)."""

    message: Message


ClientEvent = TurnBegun | AudioArrived | AudioEnded | Noted


class Exchange:
    """What has been said on one connection so far: who is in which turn.

    A turn begins with the first sound of a new request id, is answered, and ends; sound that
    still arrives for a turn that has ended is dropped. One turn at a time: a new one takes over.
    """

    def __init__(self, address: Address) -> None:
        self._address = address
        self._reader = FrameReader()
        self._contexts: dict[str, dict[str, Any]] = {}
        self._turn = ""
        self._heard_all = False
        self._ended = ""
        self._position_ms = 0

    def receive(self, frame: str | bytes) -> list[ClientEvent]:
        """Return what follows from a frame; raises `WireError` where it breaks the protocol."""
        message = self._reader.read(frame)
        if message.path == "audio":
            return self._audio(message)
        if message.path == "speech.context":
            # Only the turn about to begin is of interest.
            self._contexts = {message.request_id: message.json()}
        return [Noted(message)]

    def end_turn(self, heard_ms: int) -> None:
        """Note that the current turn ends after `heard_ms` of its sound."""
        self._ended, self._turn = self._turn, ""
        self._position_ms += heard_ms

    def _audio(self, message: Message) -> list[ClientEvent]:
        events: list[ClientEvent] = []
        if not message.request_id:
            raise WireError("sound without a request id")
        if message.request_id == self._ended:
            return events
        if message.request_id != self._turn:
            context = self._contexts.pop(message.request_id, {})
            request = turn_request(
                self._address, message.request_id, context, start_ms=self._position_ms
            )
            self._turn, self._heard_all = message.request_id, False
            self._position_ms = request.start_ms
            events.append(TurnBegun(request, context))
        if self._heard_all:
            return events
        if message.payload:
            events.append(AudioArrived(message.payload))
        else:
            self._heard_all = True
            events.append(AudioEnded())
        return events


class TurnAnswers:
    """Puts the results of one turn into frames."""

    def __init__(self, request: TurnRequest) -> None:
        self._request = request
        self._tag = token_hex(16)

    def begin(self) -> str:
        return self._frame("turn.start", {"context": {"serviceTag": self._tag}})

    def answer(self, result: SpeechStarted | Hypothesis | Phrase) -> str:
        """Return the frame that says `result`."""
        match result:
            case SpeechStarted():
                return self._frame("speech.startDetected", {"Offset": _ticks(result.offset_ms)})
            case Hypothesis():
                return self._frame(
                    "speech.hypothesis",
                    {
                        "Id": token_hex(16),
                        "Text": result.text,
                        "Offset": _ticks(result.offset_ms),
                        "Duration": _ticks(result.duration_ms),
                        **self._language(result.language),
                    },
                )
            case Phrase():
                return self._frame("speech.phrase", self._phrase(result))

    def end(self, heard_ms: int) -> list[str]:
        """Return the frames that close the turn after so much sound, rounded up.

        The SDK begins another turn for a rest of sound that is not answered, be it one sample.
        """
        frames = [self._frame("speech.endDetected", {"Offset": _ticks(heard_ms)})]
        if self._request.mode is not Mode.INTERACTIVE:
            body = {
                "Id": token_hex(16),
                "RecognitionStatus": Status.END_OF_DICTATION,
                "Offset": _ticks(heard_ms),
                "Duration": 0,
            }
            frames.append(self._frame("speech.phrase", body))
        return [*frames, self._frame("turn.end", {})]

    def _phrase(self, phrase: Phrase) -> dict[str, Any]:
        status = phrase.status
        if status is Status.SUCCESS and not phrase.readings and not self._request.empty_is_success:
            status = Status.NO_MATCH
        body: dict[str, Any] = {
            "Id": token_hex(16),
            "RecognitionStatus": status,
            "Offset": _ticks(phrase.offset_ms),
            "Duration": _ticks(phrase.duration_ms),
            **self._language(phrase.language),
        }
        if status is Status.SUCCESS:
            readings = phrase.readings or (Reading("", ""),)
            body["DisplayText"] = readings[0].display
            if self._request.detailed:
                body["NBest"] = [self._reading(reading) for reading in readings]
        return body

    def _reading(self, reading: Reading) -> dict[str, Any]:
        body: dict[str, Any] = {
            "Confidence": reading.confidence,
            "Lexical": reading.lexical,
            "ITN": reading.lexical,
            "MaskedITN": reading.lexical,
            "Display": reading.display,
        }
        if self._request.word_timings and reading.words:
            body["Words"] = [
                {
                    "Word": word.text,
                    "Offset": _ticks(word.offset_ms),
                    "Duration": _ticks(word.duration_ms),
                    **({} if word.confidence is None else {"Confidence": word.confidence}),
                }
                for word in reading.words
            ]
        return body

    def _language(self, language: str) -> dict[str, Any]:
        if not self._request.identify or not language:
            return {}
        return {"PrimaryLanguage": {"Language": language, "Confidence": "High"}}

    def _frame(self, path: str, body: dict[str, Any]) -> str:
        return text_frame(path, self._request.request_id, body)


def _ticks(milliseconds: int) -> int:
    return milliseconds * TICKS_PER_MS
