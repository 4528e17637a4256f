"""WSOLA: waveform similarity and overlap-add, which changes the speed of speech, not its pitch."""

import numpy as np
import numpy.typing as npt

from speechdesk.sound.recording import RATE

Samples = npt.NDArray[np.float64]

_WINDOW = RATE * 40 // 1000
_HOP = _WINDOW // 2  # windows of two neighbours add up to 1
_SEARCH = RATE * 10 // 1000  # longer than half a period of a low voice
_ENERGY_FLOOR = 1.0


class Wsola:
    """Turns recording PCM into PCM that takes 1/`speed` of the time.

    Windows of 40 ms are taken from the input at `speed` times the distance at which they are put
    into the output. Each is shifted by up to 10 ms to where it best continues the one before it, so
    the waveform stays whole.
    """

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._shape = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_WINDOW) / _WINDOW)
        self._input: Samples = np.zeros(0)
        self._first = 0  # the place in the sound of _input[0]
        self._received = 0
        self._windows = 0
        self._previous: int | None = None  # the place of the last window that was taken
        self._tail: Samples = np.zeros(_HOP)  # its second half, which the next one is added to
        self._produced = 0

    def process(self, pcm: bytes) -> bytes:
        """Return what is ready after `pcm`, which holds whole frames."""
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
        self._received += len(samples)
        return self._convert(samples)

    def flush(self) -> bytes:
        """Return the rest, so that the whole has its exact length; the stretch ends with it."""
        whole = round(self._received / self._speed)
        missing = (whole - self._produced) * 2
        silence = np.zeros(round(2 * _HOP * self._speed) + 2 * (_WINDOW + _SEARCH))
        return self._convert(silence)[:missing]

    def _convert(self, samples: Samples) -> bytes:
        self._input = np.concatenate([self._input, samples])
        pieces = []
        while (piece := self._next_piece()) is not None:
            pieces.append(piece)
        if not pieces:
            return b""
        output = np.concatenate(pieces)
        self._produced += len(output)
        return np.clip(np.rint(output), -32768, 32767).astype("<i2").tobytes()

    def _next_piece(self) -> Samples | None:
        """Take the next window and return the half that is complete; None to wait for input."""
        target = round(self._windows * _HOP * self._speed)
        continuation = None if self._previous is None else self._previous + _HOP
        furthest = max(target + _SEARCH, continuation or 0) + _WINDOW
        if furthest > self._first + len(self._input):
            return None
        place = target if continuation is None else self._best_place(target, continuation)
        window = self._slice(place) * self._shape
        if continuation is None:
            window[:_HOP] = self._slice(place)[:_HOP]  # nothing fades into the first one
        piece: Samples = self._tail + window[:_HOP]
        self._tail = window[_HOP:]
        self._previous = place
        self._windows += 1
        self._forget()
        return piece

    def _best_place(self, target: int, continuation: int) -> int:
        """Return the place near `target` that sounds most like what followed the last window."""
        start = max(0, target - _SEARCH)
        region = self._slice(start, target + _SEARCH + _WINDOW - start)
        wanted = self._slice(continuation)
        likeness = np.correlate(region, wanted, "valid")
        sums = np.concatenate([[0.0], np.cumsum(np.square(region))])
        energy = np.maximum(sums[_WINDOW:] - sums[:-_WINDOW], _ENERGY_FLOOR)
        return start + int(np.argmax(likeness / np.sqrt(energy)))

    def _slice(self, place: int, length: int = _WINDOW) -> Samples:
        return self._input[place - self._first : place - self._first + length]

    def _forget(self) -> None:
        target = round(self._windows * _HOP * self._speed)
        needed_from = max(0, min(target - _SEARCH, (self._previous or 0) + _HOP))
        if needed_from > self._first:
            self._input = self._input[needed_from - self._first :]
            self._first = needed_from
