"""The recorder between a microphone and a disk that has no room."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from speechdesk.errors import DeviceError
from speechdesk.session.recorder import (
    FramesLost,
    MicrophoneLost,
    NoRoom,
    Paused,
    Recorder,
    RecorderNews,
    RoomAgain,
)
from speechdesk.sound.recording import RecordingWriter
from tests.session.conftest import DEADLINE_S, LOUD, FakeMicrophone

BLOCK_MS = 80
KEPT_MS = 800  # what fits into memory here


@dataclass
class Desk:
    """A recorder, its microphone, what it told, and a disk whose room the test decides."""

    folder: Path
    free_bytes: int = 1 << 40
    now: float = 0.0
    news: list[RecorderNews] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._microphones: list[FakeMicrophone] = []
        self.writer = RecordingWriter(self.folder / "take.pcm")
        self.recorder = self.another()

    def another(self, unwritten: bytes = b"") -> Recorder:
        return Recorder(
            self.writer,
            self._open,
            self._tell,
            unwritten=unwritten,
            free=lambda _: self.free_bytes,
            memory_bytes=KEPT_MS * 32,
            clock=lambda: self.now,
        )

    def open_microphone(self) -> FakeMicrophone:
        number = len(self._microphones)
        self.recorder.record(None)
        self.until(lambda: len(self._microphones) > number and self._microphones[number].is_open)
        return self._microphones[number]

    def until(self, condition: Callable[[], object]) -> None:
        # Not all of what is waited for says that it has come: a microphone opens silently.
        deadline = time.monotonic() + DEADLINE_S
        with self._changed:
            while not condition():
                assert time.monotonic() < deadline, self.news
                self._changed.wait(0.02)

    def told(self, kind: type) -> list[RecorderNews]:
        return [each for each in self.news if isinstance(each, kind)]

    def hear_until(self, microphone: FakeMicrophone, kind: type) -> int:
        """Let the microphone deliver until the recorder says so; return the milliseconds."""
        heard = 0
        while not self.told(kind):
            self.now += 0.2
            microphone.hear(BLOCK_MS)
            heard += BLOCK_MS
        return heard

    def _open(self, device: object, *callbacks: object) -> FakeMicrophone:
        microphone = FakeMicrophone(None, *callbacks, refused=None)  # type: ignore[arg-type]
        self._microphones.append(microphone)
        return microphone

    def _tell(self, news: RecorderNews) -> None:
        with self._changed:
            self.news.append(news)
            self._changed.notify_all()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.recorder.close()
    desk.writer.close()


def test_what_finds_no_room_is_kept_and_written_once_there_is_some(desk: Desk) -> None:
    microphone = desk.open_microphone()
    microphone.hear(BLOCK_MS)
    desk.free_bytes = 0
    heard = BLOCK_MS + desk.hear_until(microphone, NoRoom)
    desk.free_bytes = 1 << 40
    heard += desk.hear_until(microphone, RoomAgain)
    desk.recorder.pause()
    desk.until(lambda: desk.told(Paused))
    assert (desk.folder / "take.pcm").read_bytes() == LOUD * heard
    assert not desk.told(FramesLost)


def test_memory_is_bounded_and_what_it_cannot_hold_becomes_silence(desk: Desk) -> None:
    microphone = desk.open_microphone()
    desk.free_bytes = 0
    heard = desk.hear_until(microphone, NoRoom)
    on_disk = desk.writer.length_ms
    microphone.hear(10 * KEPT_MS)
    heard += 10 * KEPT_MS
    full = desk.told(NoRoom)[-1]
    assert isinstance(full, NoRoom) and (full.pcm, full.left_s) == (b"", 0)
    desk.free_bytes = 1 << 40
    heard += desk.hear_until(microphone, RoomAgain)
    desk.recorder.pause()
    desk.until(lambda: desk.told(Paused))
    kept = on_disk + KEPT_MS
    (lost,) = desk.told(FramesLost)
    assert isinstance(lost, FramesLost)
    written = (desk.folder / "take.pcm").read_bytes()
    assert len(written) == heard * 32
    assert written[: kept * 32] == LOUD * kept
    assert not any(written[kept * 32 : (kept + lost.duration_ms) * 32])
    assert written[(kept + lost.duration_ms) * 32 :] == LOUD * (heard - kept - lost.duration_ms)


def test_what_an_earlier_recorder_found_no_room_for_comes_first(desk: Desk) -> None:
    desk.recorder.close()
    desk.recorder = desk.another(unwritten=b"\1\0" * 16_000)
    microphone = desk.open_microphone()
    microphone.hear(BLOCK_MS)
    desk.recorder.pause()
    desk.until(lambda: desk.told(Paused))
    assert (desk.folder / "take.pcm").read_bytes() == b"\1\0" * 16_000 + LOUD * BLOCK_MS


def test_the_loss_of_a_microphone_that_was_replaced_costs_the_new_one_nothing(desk: Desk) -> None:
    gone = desk.open_microphone()
    microphone = desk.open_microphone()
    gone.lost(DeviceError("device_gone"))
    lost_too = DeviceError("device_gone")
    microphone.lost(lost_too)
    desk.until(lambda: not microphone.is_open)
    assert desk.told(MicrophoneLost) == [MicrophoneLost(lost_too)]


def test_a_loss_told_after_the_pause_is_none(desk: Desk) -> None:
    microphone = desk.open_microphone()
    desk.recorder.pause()
    microphone.lost(DeviceError("device_gone"))
    desk.recorder.pause()
    desk.until(lambda: len(desk.told(Paused)) == 2)
    assert not desk.told(MicrophoneLost)
