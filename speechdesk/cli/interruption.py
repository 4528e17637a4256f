"""Ctrl+C and SIGTERM: the first asks for a tidy end, the second Ctrl+C ends at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interruption:
    """Whether the user asked for the end."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        """Take a signal. Raises KeyboardInterrupt at the second Ctrl+C."""
        if self.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        self._asked.set()


@contextmanager
def interruptions() -> Iterator[Interruption]:
    """Take SIGINT and SIGTERM until the block ends, then put the old handlers back."""
    interruption = Interruption()
    before = [
        (number, signal.signal(number, interruption.interrupt))
        for number in (signal.SIGINT, signal.SIGTERM)
    ]
    try:
        yield interruption
    finally:
        for number, handler in before:
            signal.signal(number, handler)
