"""Cuts sound into phrases at the pauses, frame by frame."""

import array
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from speechdesk.sound.recording import BYTES_PER_MS

FRAME_MS = 30
FRAME_BYTES = FRAME_MS * BYTES_PER_MS
PAUSE_MS = 500
MAXIMUM_MS = 20_000
_ONSET_FRAMES = 10  # of these, half have to be speech for a phrase to begin
_BEFORE_MS = 210  # soft beginnings of words that come before the frames counted as speech
_SHORTEST_PAUSE_MS = 150
# A pause is 20 dB below the loudest of the phrase, whose memory fades by 1.4 dB a second.
_PAUSE_BELOW = 10
_FADING = 0.995
_SOFTEST = 16  # of 32,768: below it is no sound, whatever the judge of speech still remembers


@dataclass(frozen=True, slots=True)
class PhraseBegun:
    """Speech begins; its sound follows. `offset_ms` counts from the beginning of all sound."""

    offset_ms: int


@dataclass(frozen=True, slots=True)
class PhraseSound:
    """The next stretch of the phrase under way."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class PhraseEnded:
    """The phrase is complete, at a pause or because it has grown too long."""

    end_ms: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """A frame without speech; before `until_ms` no phrase can begin any more."""

    until_ms: int


Cut = PhraseBegun | PhraseSound | PhraseEnded | Quiet


class Segmenter:
    """Finds phrases in 16 kHz mono 16-bit PCM that comes in pieces.

    A phrase begins with what may be speech at all; it ends after `pause_ms` that are none, or are
    far softer than what came before (rooms are seldom silent between sentences). As it nears
    `maximum_ms` shorter and shorter pauses do, so that it is seldom cut inside a word.
    """

    def __init__(
        self,
        is_speech: Callable[[bytes], bool],
        pause_ms: int = PAUSE_MS,
        maximum_ms: int = MAXIMUM_MS,
    ) -> None:
        """`is_speech` judges one frame of `FRAME_BYTES`."""
        self._is_speech = is_speech
        self._pause_ms = pause_ms
        self._maximum_ms = maximum_ms
        self._pending = b""
        self._now_ms = 0
        self._before: deque[bytes] = deque(maxlen=_ONSET_FRAMES + _BEFORE_MS // FRAME_MS)
        self._onset: deque[bool] = deque(maxlen=_ONSET_FRAMES)
        self._begun_ms: int | None = None
        self._silent_ms = 0
        self._loudest = 0.0

    def feed(self, pcm: bytes) -> Iterator[Cut]:
        """Yield what follows from more sound."""
        self._pending += pcm
        whole = len(self._pending) - len(self._pending) % FRAME_BYTES
        sound, self._pending = self._pending[:whole], self._pending[whole:]
        for start in range(0, whole, FRAME_BYTES):
            frame = sound[start : start + FRAME_BYTES]
            self._now_ms += FRAME_MS
            if self._begun_ms is None:
                yield from self._wait(frame)
            else:
                yield from self._follow(frame, self._begun_ms)

    def finish(self) -> Iterator[Cut]:
        """Yield the end of the phrase under way, if there is one."""
        rest, self._pending = self._pending, b""
        if self._begun_ms is None:
            return
        if rest:
            yield PhraseSound(rest)
        yield self._end(self._now_ms + len(rest) // BYTES_PER_MS)

    def _wait(self, frame: bytes) -> Iterator[Cut]:
        self._before.append(frame)
        self._onset.append(self._is_speech(frame) and _peak(frame) >= _SOFTEST)
        if sum(self._onset) * 2 < _ONSET_FRAMES:
            yield Quiet(max(0, self._now_ms - len(self._before) * FRAME_MS))
            return
        self._begun_ms = self._now_ms - len(self._before) * FRAME_MS
        yield PhraseBegun(self._begun_ms)
        before = b"".join(self._before)
        self._loudest = _peak(before)
        yield PhraseSound(before)
        self._before.clear()
        self._onset.clear()

    def _follow(self, frame: bytes, begun_ms: int) -> Iterator[Cut]:
        yield PhraseSound(frame)
        self._silent_ms = 0 if self._is_spoken(frame) else self._silent_ms + FRAME_MS
        length_ms = self._now_ms - begun_ms
        if self._silent_ms >= self._pause_needed(length_ms) or length_ms >= self._maximum_ms:
            yield self._end(self._now_ms)

    def _is_spoken(self, frame: bytes) -> bool:
        """Whether a frame goes on with the phrase."""
        peak = _peak(frame)
        self._loudest = max(peak, self._loudest * _FADING)
        return peak * _PAUSE_BELOW >= self._loudest and self._is_speech(frame)

    def _pause_needed(self, length_ms: int) -> float:
        """Return the pause that ends a phrase of this length, less towards its end."""
        easy_ms = self._maximum_ms * 6 // 10
        share = (self._maximum_ms - length_ms) / (self._maximum_ms - easy_ms)
        shortest = min(_SHORTEST_PAUSE_MS, self._pause_ms)
        return shortest + (self._pause_ms - shortest) * min(1.0, max(0.0, share))

    def _end(self, end_ms: int) -> PhraseEnded:
        self._begun_ms = None
        self._silent_ms = 0
        return PhraseEnded(end_ms)


def _peak(pcm: bytes) -> float:
    samples = array.array("h", pcm)
    if sys.byteorder == "big":
        samples.byteswap()
    highest, lowest = max(samples), min(samples)
    return float(max(highest, -lowest))
