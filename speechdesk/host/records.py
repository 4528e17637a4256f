"""What clients sent, for tests that want to read it back."""

from dataclasses import dataclass, field
from typing import Any

from speechdesk.host.pcm import UnsupportedAudioError, parse_header
from speechdesk.host.turn import AudioArrived, AudioEnded, ClientEvent, Noted, TurnBegun
from speechdesk.host.wire import WireError


@dataclass(slots=True)
class TurnRecord:
    """One turn: what was asked for, and its sound with the RIFF header before it."""

    request_id: str
    context: dict[str, Any]
    sound: bytearray = field(default_factory=bytearray)
    complete: bool = False

    def pcm(self) -> bytes:
        """Return the sound without its header."""
        try:
            parsed = parse_header(bytes(self.sound))
        except UnsupportedAudioError:
            return bytes(self.sound)
        return bytes(self.sound[parsed[1] :]) if parsed else b""


@dataclass(slots=True)
class ConnectionRecord:
    """One connection. `status` is the HTTP status of its handshake, `close_code` its end."""

    path: str
    query: str
    headers: dict[str, str]
    status: int = 0
    close_code: int | None = None
    config: dict[str, Any] = field(default_factory=dict)
    telemetry: list[dict[str, Any]] = field(default_factory=list)
    turns: list[TurnRecord] = field(default_factory=list)

    def note(self, event: ClientEvent) -> None:
        match event:
            case TurnBegun(request, context):
                self.turns.append(TurnRecord(request.request_id, context))
            case AudioArrived(data):
                self.turns[-1].sound += data
            case AudioEnded():
                self.turns[-1].complete = True
            case Noted(message) if message.path in ("speech.config", "telemetry"):
                try:
                    body = message.json()
                except WireError:
                    body = {"broken": str(message.body)}
                if message.path == "telemetry":
                    self.telemetry.append(body)
                else:
                    self.config = body

    def to_json(self) -> dict[str, Any]:
        """Return it all but the sound, of which only the length in bytes is told."""
        return {
            "path": self.path,
            "query": self.query,
            "headers": self.headers,
            "status": self.status,
            "close_code": self.close_code,
            "config": self.config,
            "telemetry": self.telemetry,
            "turns": [
                {
                    "request_id": turn.request_id,
                    "context": turn.context,
                    "complete": turn.complete,
                    "audio_bytes": len(turn.pcm()),
                }
                for turn in self.turns
            ],
        }


class Records:
    """The connections of a host, in the order in which they were made."""

    def __init__(self) -> None:
        self.connections: list[ConnectionRecord] = []

    def connection(self, path: str, query: str, headers: dict[str, str]) -> ConnectionRecord:
        record = ConnectionRecord(path, query, headers)
        self.connections.append(record)
        return record

    def to_json(self) -> list[dict[str, Any]]:
        return [connection.to_json() for connection in self.connections]
