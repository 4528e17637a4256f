"""Blocks of sound on their way from PortAudio's thread to the microphone's."""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from speechdesk.errors import DeviceError
from speechdesk.sound.recording import FRAME_BYTES
from speechdesk.sound.resample import Resampler

_LONGEST_GAP_S = 60.0


@dataclass(frozen=True, slots=True)
class Block:
    """What the device delivered at once. `overflowed`: something before it was dropped.

    `captured_s` is when its first sample was taken, on a clock that never jumps.
    """

    pcm: bytes
    overflowed: bool
    captured_s: float


_Item = Block | DeviceError | None


class BlockQueue:
    """Takes blocks on PortAudio's thread, without waiting, and gives them out on another.

    Beside blocks it carries the reason why there are no more: an error, or None for "stop".
    """

    def __init__(self) -> None:
        self._items: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        self._next: list[_Item] = []  # what was taken out and not given out yet
        self._ended = threading.Event()

    def callback(self, buffer: Any, _frames: int, times: Any, status: Any) -> None:
        """PortAudio's callback."""
        captured_s = times.inputBufferAdcTime or time.monotonic()
        self._items.put(Block(bytes(buffer), bool(status.input_overflow), captured_s))

    def finished(self) -> None:
        """PortAudio's callback at the end of the stream, whoever ended it."""
        self.end(DeviceError("device_gone", "the stream ended"))

    def end(self, reason: DeviceError | None) -> None:
        self._items.put(reason)
        self._ended.set()

    def gather(self, seconds: float) -> None:
        """Let blocks come together for so long, or until the end: each one alone wakes a thread."""
        self._ended.wait(seconds)

    def get(self, deadline_s: float) -> _Item:
        """Return the next item, or an error where none comes in time. Blocks without a gap that are
        there already come as one.
        """
        try:
            item = self._next.pop() if self._next else self._items.get(timeout=deadline_s)
        except queue.Empty:
            return DeviceError("device_gone", "no sound comes from it")
        return self._with_more(item) if isinstance(item, Block) else item

    def _with_more(self, first: Block) -> Block:
        pieces = [first.pcm]
        while not self._items.empty():
            item = self._items.get()
            if not isinstance(item, Block) or item.overflowed:
                self._next.append(item)
                break
            pieces.append(item.pcm)
        return replace(first, pcm=b"".join(pieces))


class BlockWriter:
    """Hands blocks to `sink` as 16 kHz mono, and silence for what was dropped between them."""

    def __init__(
        self,
        rate: int,
        channels: int,
        sink: Callable[[bytes], None],
        overflowed: Callable[[int], None],
    ) -> None:
        self._rate = rate
        self._frame_bytes = FRAME_BYTES * channels
        self._channels = channels
        self._sink = sink
        self._overflowed = overflowed
        self._resampler = Resampler(rate)
        self._expected_s: float | None = None

    def write(self, block: Block) -> None:
        frames = len(block.pcm) // self._frame_bytes
        if block.overflowed and self._expected_s is not None:
            self._write_silence(block.captured_s - self._expected_s, at_least=frames)
        self._expected_s = block.captured_s + frames / self._rate
        self._deliver(self._resampler.process(block.pcm, self._channels))

    def end(self) -> None:
        """Hand over what the resampler still holds."""
        self._deliver(self._resampler.flush())

    def _write_silence(self, gap_s: float, at_least: int) -> None:
        """Keep the times true. The device's clock is coarse: no gap is shorter than a block."""
        frames = max(at_least, round(min(gap_s, _LONGEST_GAP_S) * self._rate))
        silence = bytes(frames * self._frame_bytes)
        self._deliver(self._resampler.process(silence, self._channels))
        self._overflowed(frames * 1000 // self._rate)

    def _deliver(self, pcm: bytes) -> None:
        if pcm:
            self._sink(pcm)
