"""Level in figures and in words."""

import numpy as np
import pytest

from speechdesk.sound.level import (
    SILENCE_DB,
    Level,
    LevelMeter,
    LevelWord,
    is_speech_level,
    measure,
)


def pcm(*samples: int) -> bytes:
    return np.array(samples, dtype="<i2").tobytes()


@pytest.mark.parametrize(
    ("sound", "rms_db", "peak", "clipped", "zeros"),
    [
        (b"", SILENCE_DB, 0.0, False, False),
        (pcm(0, 0, 0, 0), SILENCE_DB, 0.0, False, True),
        (pcm(16384, -16384), -6.02, 0.5, False, False),
        (pcm(0, 0, 0, 1), -96.3, 1 / 32768, False, False),
        (pcm(-32768, 32767, 0, 0), -3.01, 1.0, False, False),
        (pcm(-32768, 32767, 32767, 0), -1.25, 1.0, True, False),
    ],
)
def test_measure(sound: bytes, rms_db: float, peak: float, clipped: bool, zeros: bool) -> None:
    level = measure(sound)
    assert level.rms_db == pytest.approx(rms_db, abs=0.05)
    assert level.peak == pytest.approx(peak)
    assert (level.clipped, level.zeros) == (clipped, zeros)


def test_speech_is_louder_than_a_quiet_room() -> None:
    assert is_speech_level(loudness(-30))
    assert not is_speech_level(loudness(-60))
    assert not is_speech_level(measure(b""))


def loudness(rms_db: float, *, clipped: bool = False) -> Level:
    return Level(rms_db=rms_db, peak=0.5, clipped=clipped, zeros=False)


ZEROS = measure(bytes(320))
GOOD, SILENT = LevelWord.GOOD, LevelWord.SILENT
TOO_QUIET, TOO_LOUD = LevelWord.TOO_QUIET, LevelWord.TOO_LOUD


def words(meter: LevelMeter, *stretches: tuple[Level, int]) -> list[LevelWord | None]:
    """Feed stretches of (level, seconds) in steps of 100 ms; return the word after each."""
    said: list[LevelWord | None] = []
    for level, seconds in stretches:
        for _ in range(seconds * 10):
            word = meter.update(level, 100)
        said.append(word)
    return said


ROOM = loudness(-70)


@pytest.mark.parametrize(
    ("stretches", "expected"),
    [
        ([(ROOM, 60)], [None]),
        ([(ROOM, 1), (loudness(-25), 3), (ROOM, 30)], [None, GOOD, GOOD]),
        ([(ROOM, 1), (loudness(-50), 3), (ROOM, 9)], [None, TOO_QUIET, TOO_QUIET]),
        ([(ROOM, 1), (loudness(-50), 3), (loudness(-30), 3)], [None, TOO_QUIET, GOOD]),
        ([(ROOM, 1), (loudness(-50), 5), (loudness(-40), 9)], [None, TOO_QUIET, TOO_QUIET]),
        ([(ROOM, 1), (loudness(-40), 9)], [None, GOOD]),
        ([(loudness(-40), 1)], [GOOD]),
        ([(ZEROS, 2)], [None]),
        ([(ZEROS, 4)], [SILENT]),
        ([(ZEROS, 4), (ROOM, 1)], [SILENT, None]),
        ([(loudness(-25), 1), (ZEROS, 4), (ROOM, 1)], [GOOD, SILENT, GOOD]),
        ([(ROOM, 1), (loudness(-20, clipped=True), 1), (ROOM, 1)], [None, TOO_LOUD, TOO_LOUD]),
        ([(loudness(-5, clipped=True), 1), (ROOM, 3)], [TOO_LOUD, GOOD]),
    ],
)
def test_words(stretches: list[tuple[Level, int]], expected: list[LevelWord | None]) -> None:
    assert words(LevelMeter(), *stretches) == expected
