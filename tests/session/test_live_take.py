"""The live take alone, whose recorder's news comes when the test lets it."""

import contextlib
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from speechdesk.devices.listing import Device
from speechdesk.domain.connection import RecognizerConfig
from speechdesk.domain.events import Ended
from speechdesk.errors import DeviceError
from speechdesk.session.live_take import LiveTake
from speechdesk.session.recognition import Surroundings, TakeRecognition
from speechdesk.session.recorder import OpenMicrophone
from speechdesk.session.request import RecordRequest
from speechdesk.storage.takes import Source
from tests.scripted_recognizer import DEADLINE_S, ScriptedRecognizers
from tests.session.conftest import LOUD, FakeMicrophone, RefusingHistory, configure


class Plain(FakeMicrophone):
    """Opens at once."""

    def __init__(
        self,
        device: Device | None,
        sink: Callable[[bytes], None],
        lost: Callable[[DeviceError], None],
        overflowed: Callable[[int], None],
    ) -> None:
        super().__init__(device, sink, lost, overflowed, refused=None)


class WithTail(Plain):
    """Delivers a second of sound that was on its way when it is stopped."""

    def stop(self) -> None:
        self.hear(1000)
        super().stop()


class Owner:
    """What a session is to its live take: runs, one at a time, what comes for it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "take.pcm"
        self.recognizers = ScriptedRecognizers()
        self._orders: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._history = RefusingHistory(folder / "history.sqlite3")
        take_id = self._history.create_take(title="", language="en-US", source=Source.MICROPHONE)
        surroundings = Surroundings(
            self._history, self.recognizers, drop, self._orders.put, lambda: 0.0, random.Random()
        )
        self.recognition = TakeRecognition(
            self._history.take(take_id), self.path, configure(), surroundings, drop
        )

    def live(
        self, microphone: OpenMicrophone, request: RecordRequest, free_bytes: int = 1 << 40
    ) -> LiveTake:
        return LiveTake(
            self.recognition,
            microphone,
            request,
            post=drop,
            to_owner=self._orders.put,
            changed=lambda: None,
            clock=lambda: 0.0,
            free=lambda _: free_bytes,
        )

    def until(self, condition: Callable[[], object]) -> None:
        """Run what comes until the condition holds."""
        end = time.monotonic() + DEADLINE_S
        while not condition():
            assert time.monotonic() < end, "did not come"
            with contextlib.suppress(queue.Empty):
                self._orders.get(timeout=0.02)()

    def run_the_rest(self) -> None:
        while not self._orders.empty():
            self._orders.get()()

    def close(self) -> None:
        self.recognition.close()
        self._history.close()


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owner]:
    owner = Owner(tmp_path)
    yield owner
    owner.close()


def request() -> RecordRequest:
    return RecordRequest("en-US", None, configure())


def test_sound_that_found_no_room_is_not_lost_when_its_news_comes_after_the_end(
    owner: Owner,
) -> None:
    live = owner.live(WithTail, request(), free_bytes=0)
    live.stop()
    live.close()
    owner.run_the_rest()
    owner.recognition.close()
    assert owner.path.read_bytes() == LOUD * 1000


def test_the_recognizer_starts_when_the_microphone_is_open(owner: Owner) -> None:
    known = threading.Event()

    def configure_late() -> RecognizerConfig:
        known.wait(DEADLINE_S)
        return configure()()

    live = owner.live(Plain, RecordRequest("en-US", None, configure_late))
    assert not recognizer_starts()
    owner.until(recognizer_starts)
    known.set()
    live.close()


def test_recorded_again_before_the_news_of_the_stop_recognition_goes_on(owner: Owner) -> None:
    microphones: list[Plain] = []

    def open_microphone(
        device: Device | None,
        sink: Callable[[bytes], None],
        lost: Callable[[DeviceError], None],
        overflowed: Callable[[int], None],
    ) -> Plain:
        microphones.append(Plain(device, sink, lost, overflowed))
        return microphones[-1]

    live = owner.live(open_microphone, request())
    owner.until(lambda: owner.recognizers.started)
    live.stop()
    live.record_again(request())
    first = owner.recognizers.started[0]
    owner.until(first.finished.is_set)
    first.deliver(Ended())
    owner.until(lambda: owner.recognizers.started[1:])
    second = owner.recognizers.started[1]
    owner.until(lambda: microphones[1:] and microphones[1].is_open)
    microphones[1].hear(1000)
    owner.until(lambda: second.length_bytes > len(LOUD) * 900)
    assert not second.finished.is_set()
    live.close()


def test_a_take_is_over_with_the_last_of_several_stops(owner: Owner) -> None:
    opened: list[WithTail] = []
    may_open_again = threading.Event()

    class Slow(WithTail):
        def start(self) -> None:
            opened.append(self)
            if opened[1:]:
                may_open_again.wait(DEADLINE_S)
            super().start()

    live = owner.live(Slow, request())
    owner.until(lambda: owner.recognizers.started)
    live.stop()
    live.record_again(request())
    live.stop()
    first = owner.recognizers.started[0]
    owner.until(first.finished.is_set)
    first.deliver(Ended())
    owner.run_the_rest()
    assert not live.is_over
    may_open_again.set()
    owner.until(lambda: owner.recognizers.started[1:])
    second = owner.recognizers.started[1]
    owner.until(second.finished.is_set)
    assert second.length_bytes == len(LOUD) * 2000
    second.deliver(Ended())
    owner.until(lambda: live.is_over)
    live.close()


def recognizer_starts() -> bool:
    return any(each.name == "recognizer-start" for each in threading.enumerate())


def drop(_event: object) -> None:
    """Nobody looks at these here."""
