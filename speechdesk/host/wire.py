"""The frames of the Speech service's protocol: bytes to messages and back.

A text frame is `Name: value` lines, an empty line and a body. A binary frame begins with the
length of its headers as a big-endian 16-bit number; the payload follows the headers.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_LENGTH_BYTES = 2
_JSON = json.JSONEncoder(ensure_ascii=False)


class WireError(ValueError):
    """A frame that is not a message of this protocol."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. The names of its headers and its path are in lower case.

    `body` is text in a text frame and bytes in a binary one.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | bytes = ""

    @property
    def path(self) -> str:
        return self.headers.get("path", "").lower()

    @property
    def request_id(self) -> str:
        return self.headers.get("x-requestid", "")

    @property
    def payload(self) -> bytes:
        """The body as bytes."""
        return self.body.encode() if isinstance(self.body, str) else self.body

    def json(self) -> dict[str, Any]:
        """Return the body as a JSON object; raises `WireError` if it is none."""
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise WireError(f"the body of {self.path or 'a message'} is not JSON") from error
        if not isinstance(value, dict):
            raise WireError(f"the body of {self.path or 'a message'} is not a JSON object")
        return value


class FrameReader:
    """Reads the frames of one connection, whose sound all comes under the same headers."""

    def __init__(self) -> None:
        self._head = b""
        self._headers: Mapping[str, str] = {}

    def read(self, frame: str | bytes) -> Message:
        """Return the message in a text (str) or binary (bytes) frame; raises `WireError`."""
        return _parse_text(frame) if isinstance(frame, str) else self._parse_binary(frame)

    def _parse_binary(self, frame: bytes) -> Message:
        if len(frame) < _LENGTH_BYTES:
            raise WireError("a binary frame too short for the length of its headers")
        end = _LENGTH_BYTES + int.from_bytes(frame[:_LENGTH_BYTES], "big")
        if end > len(frame):
            raise WireError("a binary frame whose headers are longer than itself")
        head = frame[_LENGTH_BYTES:end]
        if head != self._head:
            try:
                self._headers = _headers(head.decode())
            except UnicodeDecodeError as error:
                raise WireError("a binary frame whose headers are not text") from error
            self._head = head
        return Message(self._headers, frame[end:])


def text_frame(path: str, request_id: str, body: Mapping[str, Any]) -> str:
    """Return a text frame with a JSON body, as the service sends it."""
    return (
        f"X-RequestId:{request_id}\r\n"
        f"Path:{path}\r\n"
        "Content-Type:application/json; charset=utf-8\r\n"
        f"X-Timestamp:{_timestamp()}\r\n"
        "\r\n" + _JSON.encode(body)
    )


def _parse_text(frame: str) -> Message:
    head, separator, body = frame.partition("\r\n\r\n")
    if not separator:
        raise WireError("a text frame without the empty line after its headers")
    return Message(_headers(head), body)


def _headers(head: str) -> dict[str, str]:
    headers = {}
    for line in filter(None, head.split("\r\n")):
        name, colon, value = line.partition(":")
        if not colon:
            raise WireError("a header line without a colon")
        headers[name.strip().lower()] = value.strip()
    return headers


def _timestamp() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
