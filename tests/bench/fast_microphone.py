"""A microphone that delivers many times faster than anybody speaks."""

import threading
import time
from collections.abc import Callable

from speechdesk.session import backstage

_PIECE_MS = 100
_PIECE = b"\x00\x10\x00\xf0" * (16 * _PIECE_MS // 2)


class FastMicrophone:
    """Delivers a tone. It keeps to its pace and never sends a burst."""

    def __init__(self, speed: int, sink: Callable[[bytes], None]) -> None:
        self._pace_s = _PIECE_MS / 1000 / speed
        self._sink = sink
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def stop(self) -> None:
        """Deliver no more."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        due = time.perf_counter()
        while not self._over.wait(max(0.0, due - time.perf_counter())):
            due = max(due, time.perf_counter() - 1.0) + self._pace_s
            self._sink(_PIECE)


def use_fast_microphone(speed: int) -> None:
    """Let the program of this process have such a microphone."""

    def opened(
        _device: object, sink: Callable[[bytes], None], *_more: object, **_audio: object
    ) -> FastMicrophone:
        return FastMicrophone(speed, sink)

    # The program makes its microphones itself, and is otherwise the one that people use.
    backstage.Microphone = opened  # type: ignore[assignment,attr-defined]
