"""The live take alone, whose recorder's news comes when the test lets it."""

import random
from collections.abc import Callable
from pathlib import Path

from speechdesk.devices.listing import Device
from speechdesk.errors import DeviceError
from speechdesk.session.live_take import LiveTake
from speechdesk.session.recognition import Surroundings, TakeRecognition
from speechdesk.session.request import RecordRequest
from speechdesk.storage.takes import Source
from tests.scripted_recognizer import ScriptedRecognizers
from tests.session.conftest import LOUD, FakeMicrophone, RefusingHistory, configure


class WithTail(FakeMicrophone):
    """Delivers a second of sound that was on its way when it is stopped."""

    def __init__(
        self,
        device: Device | None,
        sink: Callable[[bytes], None],
        lost: Callable[[DeviceError], None],
        overflowed: Callable[[int], None],
    ) -> None:
        super().__init__(device, sink, lost, overflowed, refused=None)

    def stop(self) -> None:
        self.hear(1000)
        super().stop()


def test_sound_that_found_no_room_is_not_lost_when_its_news_comes_after_the_end(
    tmp_path: Path,
) -> None:
    history = RefusingHistory(tmp_path / "history.sqlite3")
    take_id = history.create_take(title="", language="en-US", source=Source.MICROPHONE)
    path = tmp_path / "take.pcm"
    orders: list[Callable[[], None]] = []
    recognition = TakeRecognition(
        history.take(take_id),
        path,
        configure(),
        Surroundings(
            history, ScriptedRecognizers(), drop, orders.append, lambda: 0.0, random.Random()
        ),
        drop,
    )
    live = LiveTake(
        recognition,
        WithTail,
        RecordRequest("en-US", None, configure()),
        post=drop,
        to_owner=orders.append,
        changed=lambda: None,
        clock=lambda: 0.0,
        free=lambda _: 0,
    )
    live.stop()
    live.close()
    for news in orders:
        news()
    recognition.close()
    history.close()
    assert path.read_bytes() == LOUD * 1000


def drop(_event: object) -> None:
    """Nobody looks at these here."""
