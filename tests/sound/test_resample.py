"""Resampling: length, pitch, what lies above the new limit, and any cut of the input."""

import numpy as np
import numpy.typing as npt
import pytest

from speechdesk.sound.resample import Resampler

RATES = [8000, 11025, 22050, 32000, 44100, 48000, 96000]
both_filters = pytest.mark.parametrize("fallback", [False, True], ids=["soxr", "own"])


def tone(hertz: float, rate: int, seconds: float = 1.0) -> npt.NDArray[np.int16]:
    times = np.arange(round(rate * seconds)) / rate
    return (10_000 * np.sin(2 * np.pi * hertz * times)).astype("<i2")


def convert(
    samples: npt.NDArray[np.int16], rate: int, *, fallback: bool, piece: int = 10_000_000
) -> npt.NDArray[np.int16]:
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    resampler = Resampler(rate, fallback=fallback)
    pcm = b"".join(
        resampler.process(samples[start : start + piece].tobytes(), channels)
        for start in range(0, len(samples), piece)
    )
    return np.frombuffer(pcm + resampler.flush(), dtype="<i2")


def rms(samples: npt.NDArray[np.int16]) -> float:
    return float(np.sqrt(np.mean(np.square(samples.astype(np.float64)))))


def loudest_hertz(samples: npt.NDArray[np.int16]) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * 16_000 / len(samples)


@both_filters
@pytest.mark.parametrize("rate", RATES)
class TestAnyRate:
    def test_a_tone_keeps_its_length_place_and_size(self, rate: int, fallback: bool) -> None:
        converted = convert(tone(700, rate), rate, fallback=fallback)
        expected = tone(700, 16_000)
        assert abs(len(converted) - 16_000) <= 1
        middle = slice(1000, 15_000)
        difference = converted[middle].astype(int) - expected[middle]
        assert np.abs(difference).max() < 60

    def test_any_cut_gives_the_same_sound(self, rate: int, fallback: bool) -> None:
        noise = np.random.default_rng(1).integers(-9000, 9000, rate // 4).astype("<i2")
        whole = convert(noise, rate, fallback=fallback)
        cut = convert(noise, rate, fallback=fallback, piece=367)
        assert len(whole) == len(cut)
        assert np.abs(whole.astype(int) - cut).max() <= 1


@both_filters
def test_what_lies_above_the_new_limit_does_not_come_back_as_a_whistle(fallback: bool) -> None:
    converted = convert(tone(11_000, 48_000), 48_000, fallback=fallback)
    assert rms(converted[1000:15_000]) < 10


@both_filters
def test_stereo_becomes_the_mean_of_both_sides(fallback: bool) -> None:
    left = tone(500, 48_000)
    both = np.stack([left, np.zeros_like(left)], axis=1)
    converted = convert(both, 48_000, fallback=fallback)
    assert loudest_hertz(converted) == pytest.approx(500, abs=2)
    assert rms(converted[1000:15_000]) == pytest.approx(10_000 / 2 / np.sqrt(2), rel=0.01)


@both_filters
def test_full_scale_does_not_wrap_around(fallback: bool) -> None:
    square = np.repeat(np.tile([32767, -32768], 50), 480).astype("<i2")
    converted = convert(square, 48_000, fallback=fallback)
    assert np.all(converted[100:140] > 30_000)
    assert np.all(converted[260:300] < -30_000)


def test_the_right_rate_passes_bit_for_bit() -> None:
    pcm = np.random.default_rng(1).integers(-32768, 32767, 5000).astype("<i2").tobytes()
    resampler = Resampler(16_000)
    assert resampler.process(pcm) + resampler.flush() == pcm


def test_other_targets_for_playback() -> None:
    resampler = Resampler(16_000, 48_000)
    pcm = resampler.process(tone(440, 16_000).tobytes()) + resampler.flush()
    assert len(pcm) == pytest.approx(2 * 48_000, abs=4)


def test_nothing_in_nothing_out() -> None:
    resampler = Resampler(44_100, fallback=True)
    assert resampler.process(b"") + resampler.flush() == b""


@pytest.mark.parametrize("rate", [0, -8000, 1, 2**31 - 1])
def test_impossible_rates_are_refused(rate: int) -> None:
    with pytest.raises(ValueError, match="sample rate"):
        Resampler(rate)


def test_halves_of_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="whole frames"):
        Resampler(48_000).process(b"123456", channels=2)
