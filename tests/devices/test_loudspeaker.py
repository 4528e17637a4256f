"""Playing: what the loudspeaker's listener hears on a real sound server."""

import queue
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from speechdesk.devices.loudspeaker import Loudspeaker
from speechdesk.devices.portaudio import Callback, OpenStream, PortAudio
from speechdesk.errors import DeviceError, SpeechDeskError
from tests.virtual_microphone import VirtualSound
from tests.waiting import wait_until

DEADLINE_S = 30
RATE = 16_000


def tone(hertz: float, seconds: float) -> npt.NDArray[np.int16]:
    times = np.arange(round(RATE * seconds)) / RATE
    return (9000 * np.sin(2 * np.pi * hertz * times)).astype("<i2")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Half a second of 500 Hz, a second of 1000 Hz, half a second of 2000 Hz."""
    path = tmp_path / "take.pcm"
    path.write_bytes(np.concatenate([tone(500, 0.5), tone(1000, 1), tone(2000, 0.5)]).tobytes())
    return path


class Listener:
    """What a play told."""

    def __init__(self) -> None:
        self.times: list[int] = []
        self.ends: queue.SimpleQueue[SpeechDeskError | None] = queue.SimpleQueue()

    def wait_for_end(self) -> SpeechDeskError | None:
        return self.ends.get(timeout=DEADLINE_S)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def loudspeaker(virtual_sound: VirtualSound) -> Generator[Loudspeaker, None, None]:
    loudspeaker = Loudspeaker(PortAudio())
    yield loudspeaker
    loudspeaker.close()
    assert "loudspeaker" not in [thread.name for thread in threading.enumerate()]


Play = Callable[..., None]


@pytest.fixture
def play(loudspeaker: Loudspeaker, recording: Path, listener: Listener) -> Play:
    def play_it(start_ms: int, end_ms: int, **how: Any) -> None:
        loudspeaker.play(
            recording, start_ms, end_ms, moved=listener.times.append, ended=listener.ends.put, **how
        )

    return play_it


def sound_in(heard: Path) -> npt.NDArray[np.float64]:
    """What was heard, from its first loud sample to its last."""
    data = heard.read_bytes()
    samples = np.frombuffer(data[: len(data) // 2 * 2], dtype="<i2").astype(np.float64)
    loud = np.flatnonzero(np.abs(samples) > 2000)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples[:0]


def loudest_hertz(samples: npt.NDArray[np.float64]) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) * RATE / len(samples)


class TestWhatIsHeard:
    @pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
    def test_the_passage_at_its_speed_and_pitch(
        self,
        virtual_sound: VirtualSound,
        play: Play,
        listener: Listener,
        speed: float,
    ) -> None:
        with virtual_sound.listening() as heard:
            play(500, 1500, speed=speed)
            assert listener.wait_for_end() is None
            wait_until(lambda: len(sound_in(heard)) / RATE > 0.9 / speed)
            sound = sound_in(heard)
        assert len(sound) / RATE == pytest.approx(1 / speed, rel=0.1)
        assert loudest_hertz(sound) == pytest.approx(1000, rel=0.01)

    def test_positions_are_times_of_the_recording(self, play: Play, listener: Listener) -> None:
        play(400, 1600, speed=2.0)
        assert listener.wait_for_end() is None
        assert listener.times == sorted(listener.times)
        assert listener.times[0] == 400
        assert 1000 < listener.times[-1] <= 1600
        assert listener.ends.empty()

    def test_it_ends_with_the_recording(self, play: Play, listener: Listener) -> None:
        play(1800, 99_000)
        assert listener.wait_for_end() is None
        assert max(listener.times) <= 2000

    @pytest.mark.parametrize(("start_ms", "end_ms"), [(900, 900), (900, 100), (5000, 6000)])
    def test_an_empty_passage_ends_at_once(
        self, play: Play, listener: Listener, start_ms: int, end_ms: int
    ) -> None:
        play(start_ms, end_ms)
        assert listener.wait_for_end() is None


class TestControls:
    def test_a_loop_goes_on_until_it_is_stopped(
        self, play: Play, listener: Listener, loudspeaker: Loudspeaker
    ) -> None:
        play(500, 800, loop=True)
        wait_until(lambda: listener.times != sorted(listener.times))
        assert listener.ends.empty()
        loudspeaker.stop()
        assert listener.wait_for_end() is None
        assert min(listener.times) >= 500
        assert max(listener.times) <= 800

    def test_pause_stands_still_and_resume_goes_on(
        self,
        virtual_sound: VirtualSound,
        play: Play,
        listener: Listener,
        loudspeaker: Loudspeaker,
    ) -> None:
        play(0, 2000)
        wait_until(lambda: bool(listener.times) and listener.times[-1] > 300)
        loudspeaker.pause()
        with virtual_sound.listening() as heard:
            size = heard.stat().st_size
            wait_until(lambda: heard.stat().st_size > size + 32_000)
            told = len(listener.times)
            wait_until(lambda: heard.stat().st_size > size + 64_000)
            assert len(listener.times) == told
            assert listener.ends.empty()
            loudspeaker.resume()
            assert listener.wait_for_end() is None
        assert listener.times == sorted(listener.times)

    def test_another_play_takes_its_place(self, play: Play, listener: Listener) -> None:
        play(0, 2000, loop=True)
        wait_until(lambda: bool(listener.times))
        play(1500, 2000)
        assert listener.wait_for_end() is None
        assert listener.wait_for_end() is None
        assert listener.ends.empty()

    def test_controls_without_a_play_do_nothing(self, loudspeaker: Loudspeaker) -> None:
        loudspeaker.pause()
        loudspeaker.resume()
        loudspeaker.stop()
        loudspeaker.close()

    def test_other_speeds_are_refused(self, play: Play) -> None:
        with pytest.raises(ValueError, match="speed"):
            play(0, 1000, speed=3)


class TestFailures:
    def test_no_recording(
        self, loudspeaker: Loudspeaker, listener: Listener, tmp_path: Path
    ) -> None:
        none = tmp_path / "none.pcm"
        loudspeaker.play(none, 0, 1000, moved=listener.times.append, ended=listener.ends.put)
        error = listener.wait_for_end()
        assert error is not None
        assert error.code == "not_found"

    def test_a_server_that_freezes(
        self, virtual_sound: VirtualSound, play: Play, listener: Listener
    ) -> None:
        play(0, 2000, loop=True)
        wait_until(lambda: bool(listener.times))
        virtual_sound.freeze()
        error = listener.wait_for_end()
        virtual_sound.thaw()
        assert error is not None
        assert error.code == "device_gone"


class StandInStream:
    latency = 0.0

    def abort(self) -> None: ...

    def close(self) -> None: ...


class StandInAudio:
    """A device of 48 kHz and two channels whose callbacks the test makes; or none at all."""

    def __init__(self, error: DeviceError | None = None) -> None:
        self.error = error
        self.opened = threading.Event()
        self.closed = threading.Event()

    def open_output(self, callback: Callback, finished: Callable[[], None]) -> OpenStream:
        if self.error is not None:
            raise self.error
        self.callback, self.finished = callback, finished
        self.opened.set()
        return OpenStream(StandInStream(), 48_000, 2)

    def close(self, opened: OpenStream) -> None:
        self.closed.set()

    def take(self) -> npt.NDArray[np.int16]:
        """Return one block as the device gets it: frames by channels."""
        buffer = bytearray(960 * 4)
        self.callback(buffer, 960, None, None)
        return np.frombuffer(bytes(buffer), dtype="<i2").reshape(-1, 2)


class TestOtherDevices:
    def test_no_device(self, recording: Path, listener: Listener) -> None:
        loudspeaker = Loudspeaker(StandInAudio(DeviceError("no_device")))
        loudspeaker.play(recording, 0, 99, moved=listener.times.append, ended=listener.ends.put)
        error = listener.wait_for_end()
        assert error is not None
        assert error.code == "no_device"
        loudspeaker.close()

    def test_the_devices_own_rate_and_channels(self, recording: Path, listener: Listener) -> None:
        audio = StandInAudio()
        loudspeaker = Loudspeaker(audio)
        loudspeaker.play(recording, 500, 600, moved=listener.times.append, ended=listener.ends.put)
        assert audio.opened.wait(DEADLINE_S)
        blocks = []
        while listener.ends.empty():
            block = audio.take()
            if block.any():
                blocks.append(block)
        loudspeaker.close()
        frames = np.concatenate(blocks)
        assert np.array_equal(frames[:, 0], frames[:, 1])
        # The stand-in takes blocks as fast as it can: where nothing was ready yet, they hold zeros.
        frames = frames[frames.any(axis=1)]
        assert len(frames) == pytest.approx(4800, abs=960)
        spectrum = np.abs(np.fft.rfft(frames[:4800, 0]))
        assert np.argmax(spectrum) * 10 == pytest.approx(1000, abs=10)

    def test_a_device_that_is_unplugged(self, recording: Path, listener: Listener) -> None:
        audio = StandInAudio()
        loudspeaker = Loudspeaker(audio)
        loudspeaker.play(recording, 0, 2000, moved=listener.times.append, ended=listener.ends.put)
        assert audio.opened.wait(DEADLINE_S)
        audio.finished()
        error = listener.wait_for_end()
        assert error is not None
        assert error.code == "device_gone"
        assert audio.closed.wait(DEADLINE_S)
        loudspeaker.close()
