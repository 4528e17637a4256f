"""A microphone in front of which somebody recites numbers, at a pace of the test's choosing."""

import threading
import time
from collections.abc import Callable, Sequence
from types import TracebackType

from speechdesk.devices.listing import Device
from speechdesk.errors import DeviceError
from speechdesk.sound.recording import BYTES_PER_MS
from tests.faults.measure import NUMBERS_A_SECOND, sound

_AT_ONCE_S = 0.1  # so much real time is spoken in one go
_LOOK_S = 0.02
_PIECES = 5
_PIECE_BYTES = 20 * BYTES_PER_MS


class Recital:
    """Numbers being spoken `speed` times as fast as in real life, while a microphone is open.

    `open` is the session's `OpenMicrophone`; a microphone opened later goes on where the one
    before was stopped, between two numbers. `heard(milliseconds)` is called before the sound that
    reaches to there is delivered. After the `overture`, so many numbers, it waits for `go_on`.
    """

    def __init__(
        self,
        spoken: Sequence[int],
        speed: float = 1.0,
        heard: Callable[[int], None] = lambda _: None,
        overture: int | None = None,
    ) -> None:
        self.spoken = spoken
        self.over = threading.Event()
        self._speed = speed
        self._heard = heard
        self._overture = overture
        self._may_go_on = threading.Event()
        self._position = 0
        self._microphone: _Microphone | None = None
        self._lost: Callable[[DeviceError], None] = lambda _: None

    def open(
        self,
        device: Device | None,
        sink: Callable[[bytes], None],
        lost: Callable[[DeviceError], None],
        overflowed: Callable[[int], None],
    ) -> "_Microphone":
        self._microphone, self._lost = _Microphone(self._recite, sink), lost
        return self._microphone

    @property
    def position(self) -> int:
        """How many numbers were spoken so far."""
        return self._position

    def go_on(self) -> None:
        self._may_go_on.set()

    def unplug(self) -> None:
        """Let the microphone that is open deliver nothing more, and say why."""
        assert self._microphone is not None
        self._microphone.stop()
        self._lost(DeviceError("device_gone"))

    def _recite(self, sink: Callable[[bytes], None], stopped: threading.Event) -> None:
        started, first = time.monotonic(), self._position
        step = max(1, int(self._speed * NUMBERS_A_SECOND * _AT_ONCE_S))
        while not stopped.is_set():
            if self._overture is not None and self._position >= self._overture:
                if not self._may_go_on.wait(_LOOK_S):
                    continue
                self._overture = None
                started, first = time.monotonic(), self._position
            chunk = self.spoken[self._position : self._position + step]
            if not chunk:
                self.over.set()
                stopped.wait()
                return
            begun = started + (self._position - first) / (NUMBERS_A_SECOND * self._speed)
            self._speak(sound(chunk), begun, sink, stopped)
            self._position += len(chunk)

    def _speak(
        self, pcm: bytes, begun: float, sink: Callable[[bytes], None], stopped: threading.Event
    ) -> None:
        """Deliver numbers in pieces as a microphone does; to their end, also when stopped."""
        piece = max(_PIECE_BYTES, len(pcm) // _PIECES)
        already_ms = self._position * 1000 // NUMBERS_A_SECOND
        for start in range(0, len(pcm), piece):
            heard_ms = len(pcm[: start + piece]) // BYTES_PER_MS
            due = begun + heard_ms / 1000 / self._speed
            stopped.wait(max(0.0, due - time.monotonic()))
            self._heard(already_ms + heard_ms)
            sink(pcm[start : start + piece])


class _Microphone:
    def __init__(
        self,
        recite: Callable[[Callable[[bytes], None], threading.Event], None],
        sink: Callable[[bytes], None],
    ) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(
            target=recite, args=(sink, self._stopped), name="recital", daemon=True
        )

    def __enter__(self) -> "_Microphone":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
