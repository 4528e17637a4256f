"""How loud a stretch of PCM is, in figures and in words."""

import math
from dataclasses import dataclass
from enum import StrEnum

SILENCE_DB = -120.0

_FULL_SCALE = 32768.0
_CLIPPED_SAMPLES = 3
_SPEECH_DB = -45.0


@dataclass(frozen=True, slots=True)
class Level:
    """The level of a stretch of sound: RMS in dB below full scale, peak from 0 to 1.

    `clipped`: samples lie at the end of the scale. `zeros`: every sample is exactly 0, which a
    live microphone never delivers.
    """

    rms_db: float
    peak: float
    clipped: bool
    zeros: bool


class LevelWord(StrEnum):
    """The level in a word."""

    SILENT = "silent"  # exact zeros for seconds: muted?
    TOO_QUIET = "too_quiet"
    GOOD = "good"
    TOO_LOUD = "too_loud"


def measure(pcm: bytes) -> Level:
    """Return the level of `pcm`, mono signed 16-bit little-endian; no samples count as silence."""
    import numpy as np  # a tenth of a second, which the window's start need not wait for

    samples = np.frombuffer(pcm, dtype="<i2")
    if samples.size == 0:
        return Level(rms_db=SILENCE_DB, peak=0.0, clipped=False, zeros=False)
    peak = max(int(np.maximum.reduce(samples)), -int(np.minimum.reduce(samples)))
    if peak == 0:
        return Level(rms_db=SILENCE_DB, peak=0.0, clipped=False, zeros=True)
    sizes = samples.astype(np.float64)
    mean_square = float(np.dot(sizes, sizes)) / samples.size
    at_the_end = 0
    if peak >= _FULL_SCALE - 1:
        at_the_end = int(np.count_nonzero(np.abs(sizes) >= _FULL_SCALE - 1))
    return Level(
        rms_db=max(SILENCE_DB, 10 * math.log10(mean_square / _FULL_SCALE**2)),
        peak=peak / _FULL_SCALE,
        clipped=at_the_end >= _CLIPPED_SAMPLES,
        zeros=False,
    )


def is_speech_level(level: Level) -> bool:
    """Return whether somebody may be speaking; loud noise counts, a quiet room does not."""
    return level.rms_db >= _SPEECH_DB


class LevelMeter:
    """Finds the word for the level, steady enough to read.

    In a pause the last word stays: a person who thinks is not too quiet. What is louder than the
    room by some dB counts as voice, and only voice is judged; before there is any, there is no
    word.
    """

    _ZEROS_MS = 3000
    _LOUD_MS = 2000  # how long TOO_LOUD stays after the last clipping
    _VOICE_ABOVE_ROOM_DB = 9.0
    _ROOM_RISE_DB_PER_S = 1.0
    _VOICE_MEMORY_MS = 1500.0
    _QUIET_BELOW_DB = -42.0
    _QUIET_UNTIL_DB = -38.0

    def __init__(self) -> None:
        self._word: LevelWord | None = None
        self._spoken = False
        self._zeros_ms = 0
        self._since_clipping_ms = self._LOUD_MS
        self._room_db: float | None = None
        self._voice_db: float | None = None
        self._quiet = False

    def update(self, level: Level, duration_ms: int) -> LevelWord | None:
        """Take in the next stretch and return the word that holds now, if one does."""
        self._zeros_ms = self._zeros_ms + duration_ms if level.zeros else 0
        self._since_clipping_ms = 0 if level.clipped else self._since_clipping_ms + duration_ms
        if not level.zeros:
            self._listen(level.rms_db, duration_ms)
        self._spoken = self._spoken or is_speech_level(level) or self._voice_db is not None
        if self._zeros_ms >= self._ZEROS_MS:
            self._word = LevelWord.SILENT
        elif self._since_clipping_ms < self._LOUD_MS:
            self._word = LevelWord.TOO_LOUD
        elif not level.zeros or self._word is not LevelWord.SILENT:
            self._word = self._judged()
        return self._word

    def _judged(self) -> LevelWord | None:
        if not self._spoken:
            return None
        return LevelWord.TOO_QUIET if self._quiet else LevelWord.GOOD

    def _listen(self, rms_db: float, duration_ms: int) -> None:
        if self._room_db is None or rms_db < self._room_db:
            self._room_db = rms_db
        else:
            self._room_db += self._ROOM_RISE_DB_PER_S * duration_ms / 1000
        if rms_db < self._room_db + self._VOICE_ABOVE_ROOM_DB:
            return
        if self._voice_db is None:
            self._voice_db = rms_db
        weight = min(1.0, duration_ms / self._VOICE_MEMORY_MS)
        self._voice_db += weight * (rms_db - self._voice_db)
        limit = self._QUIET_UNTIL_DB if self._quiet else self._QUIET_BELOW_DB
        self._quiet = self._voice_db < limit
