"""Sound that carries numbers, so that what a client loses or doubles can be counted."""

import array
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BLOCK_MS = 100
HIGHEST = 24_575
_BASE = 8_192
_SAMPLES_PER_MS = 16
_LEAST_MS = BLOCK_MS // 2


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it was heard."""

    value: int
    offset_ms: int
    duration_ms: int

    @property
    def end_ms(self) -> int:
        return self.offset_ms + self.duration_ms


def encode_numbers(numbers: Iterable[int]) -> bytes:
    """Return 16 kHz mono 16-bit PCM in which each 100 ms carries one of `numbers` (1 to 24575).

    A 1 kHz square wave as high as the number says: loud enough to count as speech, without a
    constant part. 0 is silence.
    """
    half = _SAMPLES_PER_MS // 2
    samples = array.array("h")
    for number in numbers:
        if not 0 <= number <= HIGHEST:
            raise ValueError(f"{number} is not a number from 0 to {HIGHEST}")
        height = _BASE + number if number else 0
        samples.extend(([height] * half + [-height] * half) * BLOCK_MS)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


class NumberReader:
    """Finds the numbers in sound that comes in pieces, from whatever millisecond it begins.

    A number counts where half of its 100 ms or more are heard, and once for each 100 ms.
    """

    def __init__(self) -> None:
        self._pending = b""
        self._now_ms = 0
        self._value = 0
        self._run_ms = 0

    def feed(self, pcm: bytes) -> Iterator[Number]:
        """Yield the numbers that are complete now."""
        self._pending += pcm
        usable = len(self._pending) - len(self._pending) % (2 * _SAMPLES_PER_MS)
        samples = array.array("h", self._pending[:usable])
        self._pending = self._pending[usable:]
        if sys.byteorder == "big":
            samples.byteswap()
        for sample in samples[::_SAMPLES_PER_MS]:
            value = max(0, abs(sample) - _BASE)
            if value != self._value:
                yield from self.finish()
                self._value = value
            self._now_ms += 1
            self._run_ms += 1
            if self._run_ms == BLOCK_MS:
                yield from self.finish()

    def finish(self) -> Iterator[Number]:
        """Yield the number under way, if enough of it was heard."""
        run, self._run_ms = self._run_ms, 0
        if self._value and run >= _LEAST_MS:
            yield Number(self._value, self._now_ms - run, run)
