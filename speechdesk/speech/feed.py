"""The sound the recognizer pulls: a recording that grows, read from a cursor, within a window.

The SDK reads at its own pace and would take a long file at once; what it then holds unanswered is
lost to it (and replayed, and billed, after a reconnect). So at most 45 s beyond the end of the last
final are handed out, and from there on one second a second.
"""

import threading
import time
from bisect import insort
from collections.abc import Callable
from typing import Protocol

from speechdesk.errors import SoundError
from speechdesk.sound.recording import BYTES_PER_MS, FRAME_BYTES

WINDOW_MS = 45_000
_STEP_S = 0.1


class PcmReader(Protocol):
    """Where PCM lies, as in `sound.recording.RecordingReader`."""

    def read(self, position_bytes: int, count: int) -> bytes: ...


class AudioFeed:
    """Hands out PCM from `start_bytes` of a recording on.

    `read` is for one thread; everything else may be called on any.
    """

    def __init__(
        self,
        recording: PcmReader,
        start_bytes: int,
        *,
        window_ms: int = WINDOW_MS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._recording = recording
        self._clock = clock
        self._window_bytes = window_ms * BYTES_PER_MS
        self._changed = threading.Condition()
        self._position = start_bytes
        self._available = start_bytes
        self._opened_until: float = start_bytes + self._window_bytes
        self._memory: list[tuple[int, bytes]] = []
        self._finished = False
        self._closed = False

    @property
    def position_bytes(self) -> int:
        """How far the recognizer has read."""
        with self._changed:
            return self._position

    @property
    def is_finished(self) -> bool:
        with self._changed:
            return self._finished

    def grew(self, length_bytes: int) -> None:
        """Say that the recording holds this many bytes."""
        with self._changed:
            self._available = max(self._available, _whole(length_bytes))
            self._changed.notify_all()

    def add(self, position_bytes: int, pcm: bytes) -> None:
        """Take in PCM that lies nowhere on disk."""
        pcm = pcm[: _whole(len(pcm))]
        with self._changed:
            if pcm and position_bytes + len(pcm) > self._position:
                insort(self._memory, (position_bytes, pcm))
                self._available = max(self._available, position_bytes + len(pcm))
            self._changed.notify_all()

    def answered(self, until_bytes: int) -> None:
        """Move the window: all up to here has been recognized."""
        with self._changed:
            until = min(until_bytes, self._position) + self._window_bytes
            self._opened_until = max(self._opened_until, until)
            self._changed.notify_all()

    def finish(self) -> None:
        """No more sound comes; `read` returns b"" once all has been read."""
        with self._changed:
            self._finished = True
            self._changed.notify_all()

    def close(self) -> None:
        """End at once: `read` returns b"" from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def read(self, count: int) -> bytes:
        """Return up to `count` bytes; waits until there are some. b"" is the end.

        Raises SoundError if the recording cannot be read to its end.
        """
        with self._changed:
            while not self._closed:
                open_bytes = self._open_bytes()
                if open_bytes:
                    if pcm := self._next(min(count, open_bytes)):
                        self._position += len(pcm)
                        self._drop_read_memory()
                        return pcm
                    if self._finished:  # no end, or what is missing would count as recognized
                        raise SoundError("unreadable", "the recording is shorter than it was")
                    self._changed.wait()
                elif self._position < self._available:
                    self._wait_at_the_edge()
                elif self._finished:
                    return b""
                else:
                    self._changed.wait()
            return b""

    def _open_bytes(self) -> int:
        """How much may be handed out now."""
        return max(0, min(self._available, _whole(int(self._opened_until))) - self._position)

    def _next(self, count: int) -> bytes:
        for position, pcm in self._memory:
            if position <= self._position < position + len(pcm):
                start = self._position - position
                return pcm[start : start + count]
            if position > self._position:
                count = min(count, position - self._position)
                break
        return self._recording.read(self._position, count)

    def _drop_read_memory(self) -> None:
        while self._memory and self._memory[0][0] + len(self._memory[0][1]) <= self._position:
            del self._memory[0]

    def _wait_at_the_edge(self) -> None:
        """Wait at the end of the window, which meanwhile moves on with the clock."""
        before = self._clock()
        self._changed.wait(_STEP_S)
        self._opened_until += (self._clock() - before) * 1000 * BYTES_PER_MS


def _whole(count: int) -> int:
    return count - count % FRAME_BYTES
