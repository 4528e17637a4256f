"""Frames as a client writes them, and what is in those it gets."""

from collections.abc import Mapping

from speechdesk.host.wire import FrameReader, Message


def parse(frame: str | bytes) -> Message:
    """Return the message in a single frame; raises `WireError`."""
    return FrameReader().read(frame)


def binary_frame(headers: Mapping[str, str], payload: bytes) -> bytes:
    """Return a binary frame, as a client sends sound."""
    head = "".join(f"{name}:{value}\r\n" for name, value in headers.items()).encode()
    return len(head).to_bytes(2, "big") + head + payload
