"""The reference: PortAudio opened as a program would that only wants the first callback."""

import sys
import threading
import time
from typing import Any

import sounddevice

from tests.bench.telling import say


def first_callback_ms() -> float:
    """Open the default microphone, wait for its first block, close it."""
    came = threading.Event()
    at = 0.0

    def callback(data: Any, frames: int, when: Any, status: Any) -> None:
        nonlocal at
        if not came.is_set():
            at = time.perf_counter()
            came.set()

    start = time.perf_counter()
    with sounddevice.RawInputStream(
        samplerate=16_000, channels=1, dtype="int16", latency="low", callback=callback
    ):
        if not came.wait(20):
            raise RuntimeError("PortAudio delivers nothing")
    return (at - start) * 1000


def main() -> None:
    for _order in sys.stdin:
        say("first", ms=first_callback_ms())


if __name__ == "__main__":
    main()
