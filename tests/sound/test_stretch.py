"""Speech at another speed keeps its pitch, its loudness and its words."""

import numpy as np
import numpy.typing as npt
import pytest

from speechdesk.sound.stretch import Stretch

RATE = 16_000
SPEEDS = [0.5, 0.75, 1.25, 1.5, 2.0]
at_each_speed = pytest.mark.parametrize("speed", SPEEDS)


def tone(hertz: float, seconds: float = 2.0) -> npt.NDArray[np.int16]:
    times = np.arange(round(RATE * seconds)) / RATE
    return (10_000 * np.sin(2 * np.pi * hertz * times)).astype("<i2")


def stretched(
    samples: npt.NDArray[np.int16], speed: float, piece: int = 1_000_000
) -> npt.NDArray[np.int16]:
    stretch = Stretch(speed)
    pcm = b"".join(
        stretch.process(samples[start : start + piece].tobytes())
        for start in range(0, len(samples), piece)
    )
    return np.frombuffer(pcm + stretch.flush(), dtype="<i2")


def loudest_hertz(samples: npt.NDArray[np.int16]) -> float:
    """The peak of the spectrum, between its bins."""
    size = np.log(np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) + 1e-9)
    at = int(np.argmax(size))
    left, peak, right = size[at - 1 : at + 2]
    return float(at + (left - right) / (2 * (left - 2 * peak + right))) * RATE / len(samples)


@at_each_speed
@pytest.mark.parametrize("hertz", [90, 220, 440, 1000, 3000])
def test_a_tone_keeps_its_frequency(speed: float, hertz: float) -> None:
    assert loudest_hertz(stretched(tone(hertz), speed)) == pytest.approx(hertz, rel=0.005)


@at_each_speed
@pytest.mark.parametrize("length", [0, 1, 100, 5000, 32_001])
def test_it_takes_exactly_its_time(speed: float, length: int) -> None:
    samples = tone(200, 3.0)[:length]
    assert len(stretched(samples, speed)) == round(length / speed)


@at_each_speed
def test_any_cut_gives_the_same_sound(speed: float) -> None:
    samples = np.random.default_rng(3).integers(-9000, 9000, 20_000).astype("<i2")
    assert np.array_equal(stretched(samples, speed), stretched(samples, speed, piece=333))


@at_each_speed
def test_a_tone_is_as_loud_throughout(speed: float) -> None:
    converted = stretched(tone(300), speed).astype(float)
    blocks = converted[: len(converted) // 320 * 320].reshape(-1, 320)
    loudness = np.sqrt(np.mean(np.square(blocks), axis=1))[:-3]
    assert loudness.min() > 0.9 * 10_000 / np.sqrt(2)
    assert loudness.max() < 1.1 * 10_000 / np.sqrt(2)


@at_each_speed
def test_what_is_said_stays_in_its_place(speed: float) -> None:
    samples = np.concatenate([tone(400, 0.5), tone(800, 0.5), tone(1600, 0.5)])
    converted = stretched(samples, speed)
    third = len(converted) // 3
    for number, hertz in enumerate([400, 800, 1600]):
        middle = converted[number * third + third // 4 : (number + 1) * third - third // 4]
        assert loudest_hertz(middle) == pytest.approx(hertz, rel=0.02)


def test_at_normal_speed_nothing_changes() -> None:
    samples = tone(500)
    assert np.array_equal(stretched(samples, 1.0, piece=777), samples)


@pytest.mark.parametrize("speed", [0.0, -1.0, 0.49, 2.01, float("nan")])
def test_other_speeds_are_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        Stretch(speed)
