"""A decoder in a process of its own, because the library holds the interpreter while it decodes.

stdin carries commands, each a letter, the length of what follows (32 bits, big-endian) and that:
B begin a phrase (the speaker's adaptation), H hear sound (PCM), E end it. stdout carries an
answer for each, one JSON value a line. The process ends with its stdin.
"""

import json
import signal
import sys
from dataclasses import asdict
from typing import BinaryIO

from speechdesk.host.engines.pocketsphinx import Decoder

_HEAD_BYTES = 5


def command(letter: bytes, payload: bytes = b"") -> bytes:
    """Return the bytes of one command."""
    return letter + len(payload).to_bytes(_HEAD_BYTES - 1, "big") + payload


def child_main() -> int:
    """Decode until stdin ends. An empty line on stdout says that the model is loaded."""
    # Ctrl+C in a terminal reaches the whole group; the host ends us when it is done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    decoder = Decoder()
    print(flush=True)  # noqa: T201 - stdout is the road to the host
    while (read := _read(sys.stdin.buffer)) is not None:
        letter, payload = read
        print(json.dumps(_obey(decoder, letter, payload)), flush=True)  # noqa: T201 - the same road
    return 0


def _read(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    head = stream.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES:
        return None
    length = int.from_bytes(head[1:], "big")
    payload = stream.read(length)
    return (head[:1], payload) if len(payload) == length else None


def _obey(decoder: Decoder, letter: bytes, payload: bytes) -> object:
    match letter:
        case b"B":
            decoder.begin(payload.decode())
            return None
        case b"H":
            return decoder.hear(payload)
        case b"E":
            return asdict(decoder.end())
        case unknown:
            raise ValueError(f"unknown command {unknown!r}")
