"""Sound of any rate and number of channels becomes mono of another rate, by soxr or our own filter.

It needs numpy, which is loaded only where sound has to be converted: it takes time and memory.
"""

import math
from typing import Protocol

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]


class _Stream(Protocol):
    """Converts a stream of mono samples; `last` also gives what the filter still holds."""

    def convert(self, samples: Samples, *, last: bool = False) -> Samples: ...


class Conversion:
    """What `resample.Resampler` does where sound cannot pass as it is."""

    def __init__(self, source_rate: int, target_rate: int, *, fallback: bool) -> None:
        self._stream: _Stream | None = None
        if source_rate != target_rate:
            self._stream = _make_stream(source_rate, target_rate, fallback)

    def process(self, pcm: bytes, channels: int) -> bytes:
        samples = np.frombuffer(pcm, dtype="<i2").reshape(-1, channels)
        mono = samples.mean(axis=1, dtype=np.float32)
        return _to_pcm(self._stream.convert(mono) if self._stream else mono)

    def flush(self) -> bytes:
        if self._stream is None:
            return b""
        return _to_pcm(self._stream.convert(np.zeros(0, dtype=np.float32), last=True))


def _to_pcm(samples: Samples) -> bytes:
    return np.clip(np.rint(samples), -32768, 32767).astype("<i2").tobytes()


def _make_stream(source_rate: int, target_rate: int, fallback: bool) -> _Stream:
    if not fallback:
        try:
            return _SoxrStream(source_rate, target_rate)
        except ImportError:  # no wheel for this machine
            pass
    return _SincStream(source_rate, target_rate)


class _SoxrStream:
    def __init__(self, source_rate: int, target_rate: int) -> None:
        import soxr

        self._stream = soxr.ResampleStream(source_rate, target_rate, 1, dtype="float32")

    def convert(self, samples: Samples, *, last: bool = False) -> Samples:
        converted: Samples = self._stream.resample_chunk(samples, last=last)
        return converted


class _SincStream:
    """A windowed sinc, one set of taps for each place an output sample can have between inputs.

    Output sample n lies at input position n * step / phases; around it `taps` inputs are weighed.
    """

    _ZERO_CROSSINGS = 24
    _CUTOFF = 0.94  # of half the lower rate, so that the filter's slope ends below it

    def __init__(self, source_rate: int, target_rate: int) -> None:
        common = math.gcd(source_rate, target_rate)
        self._phases = target_rate // common
        self._step = source_rate // common
        cutoff = self._CUTOFF * min(1.0, target_rate / source_rate)
        self._half = math.ceil(self._ZERO_CROSSINGS / cutoff)
        self._cutoff = cutoff
        self._waiting = np.zeros(self._half - 1, dtype=np.float32)
        self._first = -(self._half - 1)  # the input index of _waiting[0]
        self._next = 0  # the next output sample
        self._received = 0

    def convert(self, samples: Samples, *, last: bool = False) -> Samples:
        self._received += len(samples)
        pieces = [self._waiting, samples]
        if last:
            pieces.append(np.zeros(self._half, dtype=np.float32))
        self._waiting = np.concatenate(pieces)
        end = self._first + len(self._waiting)
        ready = self._outputs_before(self._received if last else end - self._half)
        numbers = np.arange(self._next, max(ready, self._next), dtype=np.int64)
        if not len(numbers):
            return np.zeros(0, dtype=np.float32)
        base, phase = np.divmod(numbers * self._step, self._phases)
        offsets = np.arange(1 - self._half, self._half + 1)
        windows = self._waiting[base[:, None] + offsets[None, :] - self._first]
        distance = offsets[None, :] - (phase / self._phases)[:, None]
        weights = self._cutoff * np.sinc(self._cutoff * distance) * self._window(distance)
        converted: Samples = np.einsum("ij,ij->i", windows, weights.astype(np.float32))
        self._drop_before(numbers[-1] + 1)
        return converted

    def _outputs_before(self, position: int) -> int:
        """How many output samples lie at input positions below `position`."""
        return max(0, -(-position * self._phases // self._step))

    def _window(self, distance: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """A Blackman window over the taps."""
        angle = np.pi * distance / self._half
        return 0.42 + 0.5 * np.cos(angle) + 0.08 * np.cos(2 * angle)

    def _drop_before(self, next_output: int) -> None:
        self._next = int(next_output)
        needed_from = self._next * self._step // self._phases + 1 - self._half
        unneeded = max(0, min(needed_from - self._first, len(self._waiting)))
        self._waiting = self._waiting[unneeded:]
        self._first += unneeded
