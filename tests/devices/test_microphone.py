"""Recording from microphones that are plugged in, unplugged, moved and frozen on a real server."""

import math
import os
import queue
import re
import subprocess
import sys
import threading
import wave
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from speechdesk.devices.listing import Device, list_devices
from speechdesk.devices.microphone import Microphone
from speechdesk.devices.portaudio import Callback, OpenStream, PortAudio
from speechdesk.devices.server_watch import ServerState, ServerWatch
from speechdesk.errors import DeviceError
from tests.virtual_microphone import MICROPHONE, VirtualSound
from tests.waiting import wait_until

DESK = Device("Desk Microphone", "PulseAudio", pulse_source=MICROPHONE)
HEADSET = Device("Blue Headset", "PulseAudio", pulse_source="headset")


class Take:
    """What a microphone delivered and told."""

    def __init__(self) -> None:
        self.pcm = bytearray()
        self.handed_over = 0
        self.lost: queue.SimpleQueue[DeviceError] = queue.SimpleQueue()
        self.lost_ms: list[int] = []
        self.threads: set[str] = set()
        self.server_states: list[ServerState] = []

    def follow_server(
        self, changed: Callable[[ServerState], None], ended: Callable[[], None]
    ) -> ServerWatch:
        """Let the microphone follow the server, and see what it sees."""

        def seen(state: ServerState) -> None:
            changed(state)
            self.server_states.append(state)

        return ServerWatch(seen, ended)

    def sink(self, pcm: bytes) -> None:
        self.threads.add(threading.current_thread().name)
        self.handed_over += 1
        self.pcm += pcm

    @property
    def samples(self) -> npt.NDArray[np.float64]:
        return np.frombuffer(bytes(self.pcm), dtype="<i2").astype(np.float64)

    def is_heard(self) -> bool:
        return bool(self.pcm) and float(np.abs(self.samples).max()) > 100


@pytest.fixture
def take() -> Take:
    return Take()


@pytest.fixture
def open_microphone(
    virtual_sound: VirtualSound, take: Take
) -> Generator[Callable[[Device | None], Microphone], None, None]:
    opened: list[Microphone] = []
    audio = PortAudio()

    def open_one(device: Device | None) -> Microphone:
        microphone = Microphone(
            device,
            take.sink,
            take.lost.put,
            take.lost_ms.append,
            audio=audio,
            follow_server=take.follow_server,
        )
        microphone.start()
        opened.append(microphone)
        return microphone

    yield open_one
    for microphone in opened:
        microphone.stop()


OpenOne = Callable[[Device | None], Microphone]


@pytest.fixture
def tone(tmp_path: Path) -> Path:
    """Half a second of 1 kHz."""
    path = tmp_path / "tone.wav"
    times = np.arange(24_000) / 48_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((9000 * np.sin(2 * math.pi * 1000 * times)).astype("<i2").tobytes())
    return path


def loudest_hertz(samples: npt.NDArray[np.float64]) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples)))) * 16_000 / len(samples)


class TestRecording:
    @pytest.mark.parametrize("device", [DESK, None], ids=["chosen", "default"])
    def test_what_is_played_into_it_is_recorded_whole(
        self,
        virtual_sound: VirtualSound,
        open_microphone: OpenOne,
        take: Take,
        tone: Path,
        device: Device | None,
    ) -> None:
        microphone = open_microphone(device)
        wait_until(lambda: bool(take.pcm))
        virtual_sound.play(tone)
        length = len(take.pcm)
        wait_until(lambda: len(take.pcm) > length + 16_000)
        microphone.stop()
        loud = np.flatnonzero(np.abs(take.samples) > 4000)
        assert (loud[-1] - loud[0]) / 16 == pytest.approx(500, abs=10)
        assert loudest_hertz(take.samples) == pytest.approx(1000, abs=5)
        assert take.lost.empty()
        assert take.lost_ms == []
        assert take.threads == {"microphone"}

    def test_nothing_comes_after_stop(self, open_microphone: OpenOne, take: Take) -> None:
        microphone = open_microphone(DESK)
        wait_until(lambda: len(take.pcm) > 3200)
        microphone.stop()
        length = len(take.pcm)
        microphone.stop()
        assert len(take.pcm) == length
        assert take.lost.empty()
        assert "microphone" not in [thread.name for thread in threading.enumerate()]

    def test_each_records_its_own_source(
        self, virtual_sound: VirtualSound, open_microphone: OpenOne, take: Take, tone: Path
    ) -> None:
        virtual_sound.add_microphone("headset", "Blue Headset")
        microphone = open_microphone(DESK)
        wait_until(lambda: bool(take.pcm))
        virtual_sound.play(tone, "headset")
        assert not take.is_heard()
        microphone.stop()
        open_microphone(HEADSET)
        length = len(take.pcm)
        wait_until(lambda: len(take.pcm) > length)
        virtual_sound.play(tone, "headset")
        assert take.is_heard()

    def test_the_terminal_stays_quiet(
        self,
        open_microphone: OpenOne,
        take: Take,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        open_microphone(DESK).stop()
        with pytest.raises(DeviceError):
            open_microphone(Device("Nobody", "ALSA"))
        assert capfd.readouterr() == ("", "")

    def test_the_environment_is_as_before(self, open_microphone: OpenOne) -> None:
        open_microphone(DESK)
        assert os.environ["PULSE_SOURCE"] == "@DEFAULT_SOURCE@"
        assert os.environ["PULSE_LATENCY_MSEC"] == "0"

    def test_sound_that_is_fetched_late_is_not_lost(
        self, virtual_sound: VirtualSound, take: Take, tone: Path
    ) -> None:
        fetching = threading.Event()

        def callback(buffer: Any, _frames: int, _times: Any, status: Any) -> None:
            take.sink(bytes(buffer))
            if status.input_overflow:
                take.lost_ms.append(0)
            fetching.wait(30)

        audio = PortAudio()
        opened = audio.open_input(DESK, callback, lambda: None)
        wait_until(lambda: bool(take.pcm))
        virtual_sound.play(tone)
        fetching.set()
        wait_until(lambda: len(take.pcm) > 32_000)
        audio.close(opened)
        loud = np.flatnonzero(np.abs(take.samples) > 4000)
        assert (loud[-1] - loud[0]) / 16 == pytest.approx(500, abs=10)
        assert loudest_hertz(take.samples) == pytest.approx(1000, abs=5)
        assert take.lost_ms == []

    def test_what_is_loaded_beforehand_is_all_that_a_stream_needs(
        self, virtual_sound: VirtualSound
    ) -> None:
        script = (
            "import sys\n"
            "from speechdesk.devices.portaudio import PortAudio\n"
            "audio = PortAudio()\n"
            "audio.warm()\n"
            "before = set(sys.modules)\n"
            "audio.close(audio.open_input(None, lambda *_: None, lambda: None))\n"
            "print(sorted(set(sys.modules) - before))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, timeout=60
        )
        assert (done.stdout, done.returncode) == ("[]\n", 0)


class TestLoss:
    @pytest.mark.parametrize("device", [DESK, None], ids=["chosen", "default"])
    def test_unplugged_with_another_one_there(
        self,
        virtual_sound: VirtualSound,
        open_microphone: OpenOne,
        take: Take,
        device: Device | None,
    ) -> None:
        virtual_sound.pactl("set-default-source", MICROPHONE)
        virtual_sound.add_microphone("headset", "Blue Headset")
        open_microphone(device)
        self.wait_for_watch(take)
        virtual_sound.remove_microphone()
        assert take.lost.get(timeout=30).code == "device_gone"
        assert take.lost.empty()

    def test_unplugged_at_once_with_no_other_one_there(
        self, virtual_sound: VirtualSound, open_microphone: OpenOne, take: Take
    ) -> None:
        open_microphone(DESK)
        virtual_sound.remove_microphone()
        assert take.lost.get(timeout=30).code == "device_gone"

    def test_moved_by_its_user_it_goes_on(
        self, virtual_sound: VirtualSound, open_microphone: OpenOne, take: Take, tone: Path
    ) -> None:
        virtual_sound.add_microphone("headset", "Blue Headset")
        open_microphone(DESK)
        self.wait_for_watch(take)
        streams = virtual_sound.pactl("list", "source-outputs")
        ours = re.findall(
            rf"Source Output #(\d+)(?:(?!Source Output).)*process\.id = \"{os.getpid()}\"",
            streams,
            re.DOTALL,
        )
        virtual_sound.pactl("move-source-output", ours[0], "headset")
        virtual_sound.play(tone, "headset")
        wait_until(take.is_heard)
        virtual_sound.remove_microphone()
        length = len(take.pcm)
        wait_until(lambda: len(take.pcm) > length + 32_000)
        assert take.lost.empty()
        virtual_sound.remove_microphone("headset")
        assert take.lost.get(timeout=30).code == "device_gone"

    def test_a_server_that_freezes(
        self, virtual_sound: VirtualSound, open_microphone: OpenOne, take: Take
    ) -> None:
        microphone = open_microphone(DESK)
        wait_until(lambda: bool(take.pcm))
        virtual_sound.freeze()
        try:
            error = take.lost.get(timeout=30)
        finally:
            virtual_sound.thaw()
        assert error.code == "device_gone"
        microphone.stop()

    def test_a_server_that_crashes_and_comes_back(
        self, virtual_sound: VirtualSound, open_microphone: OpenOne, take: Take
    ) -> None:
        open_microphone(DESK)
        self.wait_for_watch(take)
        virtual_sound.restart()
        assert take.lost.get(timeout=30).code == "device_gone"
        length = len(take.pcm)
        open_microphone(DESK)
        wait_until(lambda: len(take.pcm) > length)

    def test_back_again_it_records_again(
        self, virtual_sound: VirtualSound, open_microphone: OpenOne, take: Take, tone: Path
    ) -> None:
        open_microphone(DESK)
        self.wait_for_watch(take)
        virtual_sound.remove_microphone()
        take.lost.get(timeout=30)
        with pytest.raises(DeviceError):
            open_microphone(DESK)
        virtual_sound.add_microphone()
        open_microphone(DESK)
        length = len(take.pcm)
        wait_until(lambda: len(take.pcm) > length)
        virtual_sound.play(tone)
        assert take.is_heard()

    def wait_for_watch(self, take: Take) -> None:
        """Wait until the microphone knows which source it records."""
        wait_until(lambda: any(state.streams.get(os.getpid()) for state in take.server_states))


def test_a_device_that_is_not_there(open_microphone: OpenOne) -> None:
    with pytest.raises(DeviceError) as caught:
        open_microphone(Device("Nobody", "ALSA"))
    assert caught.value.code == "no_device"


class StandInStream:
    """A stream whose blocks the test delivers."""

    latency = 0.1

    def __init__(self) -> None:
        self.closed = False

    def abort(self) -> None: ...

    def close(self) -> None:
        self.closed = True


class StandInAudio:
    """PortAudio with a device of 48 kHz and two channels."""

    def __init__(self, hangs: bool = False, through_server: bool = False) -> None:
        self.stream = StandInStream()
        self.through_server = through_server
        self.released = threading.Event()
        if not hangs:
            self.released.set()

    def open_input(
        self, device: Device | None, callback: Callback, finished: Callable[[], None]
    ) -> OpenStream:
        self.callback, self.finished = callback, finished
        self.released.wait()
        return OpenStream(self.stream, 48_000, 2, self.through_server)

    def close(self, opened: OpenStream) -> None:
        opened.stream.close()

    def deliver(self, at_ms: int, duration_ms: int = 20, *, overflow: bool = False) -> None:
        class Times:
            inputBufferAdcTime = 5000 + at_ms / 1000  # noqa: N815

        class Status:
            input_overflow = overflow

        pcm = np.full((48 * duration_ms, 2), 1000, dtype="<i2").tobytes()
        self.callback(pcm, 48 * duration_ms, Times, Status)


class TestConversion:
    """With a stand-in for PortAudio, since no real device drops frames when asked to."""

    def record(self, audio: StandInAudio, take: Take) -> Microphone:
        microphone = Microphone(None, take.sink, take.lost.put, take.lost_ms.append, audio=audio)
        microphone.start()
        return microphone

    def test_the_devices_own_rate_and_channels(self, take: Take) -> None:
        audio = StandInAudio()
        microphone = self.record(audio, take)
        for at_ms in range(0, 1000, 20):
            audio.deliver(at_ms)
        microphone.stop()
        assert len(take.samples) == 16_000
        assert np.abs(take.samples[500:-500] - 1000).max() <= 1
        assert audio.stream.closed

    def test_dropped_frames_become_silence_of_their_length(self, take: Take) -> None:
        audio = StandInAudio()
        microphone = self.record(audio, take)
        audio.deliver(0, 400)
        audio.deliver(700, 300, overflow=True)
        microphone.stop()
        assert take.lost_ms == [300]
        assert len(take.samples) == 16_000
        assert np.abs(take.samples[7000:10_500]).max() < 5
        assert np.abs(take.samples[12_000:15_000] - 1000).max() <= 1

    def test_a_clock_that_is_too_coarse_still_leaves_a_mark(self, take: Take) -> None:
        audio = StandInAudio()
        microphone = self.record(audio, take)
        audio.deliver(0)
        audio.deliver(15, overflow=True)
        microphone.stop()
        assert take.lost_ms == [20]

    def test_blocks_that_wait_are_handed_over_at_once(self, take: Take) -> None:
        audio = StandInAudio(hangs=True)
        microphone = Microphone(None, take.sink, take.lost.put, take.lost_ms.append, audio=audio)
        starting = threading.Thread(target=microphone.start)
        starting.start()
        wait_until(lambda: hasattr(audio, "callback"))
        for at_ms in range(0, 200, 20):
            audio.deliver(at_ms)
        audio.released.set()
        starting.join()
        microphone.stop()
        assert len(take.samples) == 3200
        assert take.handed_over == 2  # the blocks, and what the resampler held

    def test_the_first_block_does_not_wait_for_the_server_to_be_watched(self, take: Take) -> None:
        audio = StandInAudio(through_server=True)
        handed_over = queue.SimpleQueue[int]()

        def follow_server(
            _changed: Callable[[ServerState], None], _ended: Callable[[], None]
        ) -> ServerWatch:
            handed_over.put(take.handed_over)
            raise OSError("no more processes")

        microphone = Microphone(
            None,
            take.sink,
            take.lost.put,
            take.lost_ms.append,
            audio=audio,
            follow_server=follow_server,
        )
        microphone.start()
        audio.deliver(0, 400)
        assert handed_over.get(timeout=30) == 1
        microphone.stop()

    def test_a_stream_that_ends_by_itself_is_lost_after_its_last_block(self, take: Take) -> None:
        audio = StandInAudio()
        microphone = self.record(audio, take)
        audio.deliver(0, 100)
        audio.finished()
        assert take.lost.get(timeout=30).code == "device_gone"
        assert len(take.samples) == 1600
        microphone.stop()
        assert audio.stream.closed

    def test_stopped_by_the_one_who_is_told_of_the_loss(self, take: Take) -> None:
        audio = StandInAudio()
        told = threading.Event()

        def lost(_error: DeviceError) -> None:
            microphone.stop()
            told.set()

        microphone = Microphone(None, take.sink, lost, take.lost_ms.append, audio=audio)
        microphone.start()
        audio.finished()
        assert told.wait(30)

    def test_a_device_that_opens_too_late_is_closed_again(self, take: Take) -> None:
        audio = StandInAudio(hangs=True)
        microphone = Microphone(
            None, take.sink, take.lost.put, take.lost_ms.append, audio=audio, deadline_s=0.1
        )
        with pytest.raises(DeviceError, match="answer"):
            microphone.start()
        assert not audio.stream.closed
        audio.released.set()
        audio.deliver(0)
        wait_until(lambda: audio.stream.closed)
        microphone.stop()
        assert take.lost.empty()
        assert not take.pcm


class TestWithoutASoundServer:
    """ALSA's own devices, of which a file that is read again and again is one."""

    @pytest.fixture
    def alsa_microphone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Device:
        system = Path("/usr/share/alsa/alsa.conf")
        if not system.exists():
            pytest.skip("needs ALSA's configuration: install the package libasound2-data")
        sound = tmp_path / "sound.raw"
        sound.write_bytes(np.full((44_100, 2), 3000, dtype="<i2").tobytes())
        config = tmp_path / "alsa.conf"
        config.write_text(
            f"<{system}>\n"
            "pcm.desk { type file slave.pcm null format raw file /dev/null "
            f'infile "{sound}" hint {{ show on description Desk }} }}\n'
        )
        monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))
        monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
        return Device("desk", "ALSA", default=True)

    def test_its_microphones_are_found_and_record(
        self, alsa_microphone: Device, take: Take
    ) -> None:
        listing = list_devices(30)
        assert listing.devices == (alsa_microphone,)
        assert listing.problem == "no_sound_server"
        microphone = Microphone(
            alsa_microphone, take.sink, take.lost.put, take.lost_ms.append, audio=PortAudio()
        )
        microphone.start()
        wait_until(lambda: bool(take.pcm))
        microphone.stop()
        assert set(take.samples[:1000]) == {3000.0}
