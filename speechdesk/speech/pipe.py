"""The lines between the program and its worker: one JSON object each, down commands, up events.

There is no command to end: the worker ends when its stdin does.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    Proxy,
    RecognitionOptions,
    RecognizerConfig,
    Service,
)
from speechdesk.domain.events import (
    Alternative,
    AudioSent,
    Connected,
    Disconnected,
    Ended,
    Failed,
    Final,
    Partial,
    RecognizerEvent,
    Segment,
    SessionStarted,
    SpeechEnded,
    SpeechStarted,
    Word,
)
from speechdesk.errors import Failure, FailureCode


class LineError(ValueError):
    """A line that says nothing we know. The line itself is left out: it may hold a secret."""


@dataclass(frozen=True, slots=True)
class Start:
    """Recognize `recording` from `start_ms` on. The first command, and one to a worker."""

    config: RecognizerConfig
    recording: Path
    start_ms: int


@dataclass(frozen=True, slots=True)
class AudioUntil:
    """The recording holds this many bytes of PCM on the disk."""

    length_bytes: int


@dataclass(frozen=True, slots=True)
class Audio:
    """PCM that lies in no file, and where in the recording it belongs."""

    position_bytes: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Finish:
    """No more sound comes: recognize the rest, then say `Ended`."""


@dataclass(frozen=True, slots=True)
class RenewToken:
    """Go on with a fresh authorization token."""

    token: str


Command = Start | AudioUntil | Audio | Finish | RenewToken


def encode_command(command: Command) -> bytes:
    """Return `command` as a line."""
    match command:
        case Start(config, recording, start_ms):
            body: dict[str, Any] = {
                "config": asdict(config),
                "recording": str(recording),
                "start_ms": start_ms,
            }
        case Audio(position_bytes, pcm):
            body = {"position_bytes": position_bytes, "pcm": base64.b64encode(pcm).decode()}
        case _:
            body = asdict(command)
    return _line(type(command).__name__, body)


def decode_command(line: bytes) -> Command:
    """Return the command in `line`. Raises LineError."""
    name, body = _parse(line)
    try:
        match name:
            case "Start":
                config = _config(body["config"])
                return Start(config, Path(body["recording"]), int(body["start_ms"]))
            case "AudioUntil":
                return AudioUntil(int(body["length_bytes"]))
            case "Audio":
                pcm = base64.b64decode(body["pcm"], validate=True)
                return Audio(int(body["position_bytes"]), pcm)
            case "Finish":
                return Finish()
            case "RenewToken":
                return RenewToken(str(body["token"]))
    except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
        raise LineError(f"a {name} command that cannot be read") from None
    raise LineError("an unknown command")


def encode_event(event: RecognizerEvent) -> bytes:
    """Return `event` as a line."""
    return _line(type(event).__name__, asdict(event))


def decode_event(line: bytes) -> RecognizerEvent:
    """Return the event in `line`. Raises LineError."""
    name, body = _parse(line)
    decoder = _EVENTS.get(name)
    if decoder is None:
        raise LineError("an unknown event")
    try:
        return decoder(body)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise LineError(f"a {name} event that cannot be read") from None


def _line(name: str, body: Mapping[str, Any]) -> bytes:
    return json.dumps({"is": name, **body}, separators=(",", ":")).encode() + b"\n"


def _parse(line: bytes) -> tuple[str, dict[str, Any]]:
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        raise LineError("not JSON") from None
    if not isinstance(body, dict) or not isinstance(body.get("is"), str):
        raise LineError("not a named object")
    return body.pop("is"), body


def _config(body: dict[str, Any]) -> RecognizerConfig:
    connection = body["connection"]
    proxy, credential = connection["proxy"], body["credential"]
    return RecognizerConfig(
        **{
            **body,
            "connection": Connection(
                **{
                    **connection,
                    "service": Service(connection["service"]),
                    "proxy": Proxy(**proxy) if proxy else None,
                }
            ),
            "credential": Credential(CredentialKind(credential["kind"]), credential["value"])
            if credential
            else None,
            "languages": tuple(body["languages"]),
            "endpoint_ids": tuple((tag, model) for tag, model in body["endpoint_ids"]),
            "phrases": tuple(body["phrases"]),
            "options": RecognitionOptions(**body["options"]),
        }
    )


def _final(body: dict[str, Any]) -> Final:
    segment = body["segment"]
    return Final(
        Segment(
            **{
                **segment,
                "words": tuple(Word(**word) for word in segment["words"]),
                "alternatives": tuple(Alternative(**each) for each in segment["alternatives"]),
            }
        ),
        body["latency_ms"],
    )


def _failed(body: dict[str, Any]) -> Failed:
    failure = body["failure"]
    return Failed(Failure(**{**failure, "code": FailureCode(failure["code"])}))


_EVENTS: Mapping[str, Callable[[dict[str, Any]], RecognizerEvent]] = {
    "SessionStarted": lambda body: SessionStarted(**body),
    "Connected": lambda body: Connected(**body),
    "Disconnected": lambda body: Disconnected(**body),
    "SpeechStarted": lambda body: SpeechStarted(**body),
    "SpeechEnded": lambda body: SpeechEnded(**body),
    "Partial": lambda body: Partial(**body),
    "Final": _final,
    "AudioSent": lambda body: AudioSent(int(body["duration_ms"])),
    "Ended": lambda body: Ended(**body),
    "Failed": _failed,
}
