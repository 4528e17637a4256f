"""A session on real recordings and a real history, with a scripted recognizer and microphone."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from speechdesk.devices.listing import Device
from speechdesk.domain.connection import Connection, RecognizerConfig
from speechdesk.domain.events import Segment
from speechdesk.errors import DeviceError, StorageError
from speechdesk.session.events import SessionEvent
from speechdesk.session.request import RecordRequest
from speechdesk.session.session import Session
from speechdesk.session.starter import Configure
from speechdesk.speech.recognizer import StartRecognizer
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, Take
from tests.scripted_recognizer import ScriptedRecognizers

DEADLINE_S = 20.0
LOUD = b"\x00\x20\x00\xe0" * 8  # 1 ms, well above the level of speech


class FakeMicrophone:
    """Delivers sound when the test says so, on a thread that is not the session's."""

    def __init__(
        self,
        device: Device | None,
        sink: Callable[[bytes], None],
        lost: Callable[[DeviceError], None],
        overflowed: Callable[[int], None],
        refused: DeviceError | None,
    ) -> None:
        self.device = device
        self.sink = sink
        self.lost = lost
        self.overflowed = overflowed
        self.is_open = False
        self._refused = refused

    def start(self) -> None:
        if self._refused is not None:
            raise self._refused
        self.is_open = True

    def stop(self) -> None:
        self.is_open = False

    def hear(self, milliseconds: int) -> None:
        for _ in range(milliseconds // 20):
            self.sink(LOUD * 20)


class RefusingHistory(History):
    """A history that, while `refusal` is set, takes nothing more."""

    refusal: StorageError | None = None

    def commit_final(self, take_id: int, segment: Segment, cursor_ms: int) -> int | None:
        self._refuse()
        return super().commit_final(take_id, segment, cursor_ms)

    def update_take(self, take_id: int, **changes: Any) -> None:
        self._refuse()
        super().update_take(take_id, **changes)

    def _refuse(self) -> None:
        if self.refusal is not None:
            raise self.refusal


class Studio:
    """A session, what it is surrounded by, and the events it gave so far.

    `free_bytes` is the room on the disk, `keeps_sound` what becomes of recognized takes; the clock
    is `ahead_s` before the real one. Recognizers are scripted ones, kept in `recognizers`, unless
    there is a `start_recognizer`. `sent` holds what went to services: (secret's name, ms).
    """

    def __init__(self, folder: Path, start_recognizer: StartRecognizer | None = None) -> None:
        self.history = RefusingHistory(folder / "history.sqlite3")
        self.free_bytes = 1 << 40
        self.keeps_sound = True
        self.ahead_s = 0.0
        self.sent: list[tuple[str, int]] = []
        self.recordings = folder / "recordings"
        self.recognizers = ScriptedRecognizers()
        self.microphones: list[FakeMicrophone] = []
        self.refused: DeviceError | None = None
        self._events: list[SessionEvent] = []
        self._changed = threading.Condition()
        self.session = Session(
            history=self.history,
            recordings=self.recordings,
            start_recognizer=start_recognizer or self.recognizers,
            open_microphone=self._open_microphone,
            post=self._post,
            keeps_sound=self._keeps,
            jobs_at_once=2,
            free=lambda _: self.free_bytes,
            clock=lambda: time.monotonic() + self.ahead_s,
            sent=lambda connection, ms: self.sent.append((connection.secret_name, ms)),
        )

    def _keeps(self, take: Take) -> bool:
        return self.keeps_sound and take.source is Source.MICROPHONE

    def record(
        self,
        take_id: int | None = None,
        language: str = "en-US",
        *,
        config: Configure | None = None,
        once: bool = False,
    ) -> FakeMicrophone:
        """Press Record and return the microphone that was opened for it."""
        number = len(self.microphones) + 1
        request = RecordRequest(language, None, config or configure(language), once)
        self.session.record(take_id, request)
        return self.microphone(number)

    def microphone(self, number: int) -> FakeMicrophone:
        """Return the microphone opened as the `number`th (from 1), once it is open."""
        self.until(lambda: len(self.microphones) >= number)
        self.until(lambda: self.microphones[number - 1].is_open)
        return self.microphones[number - 1]

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for what an event tells of, or none does: a microphone opens silently."""
        deadline = time.monotonic() + DEADLINE_S
        with self._changed:
            while not condition():
                assert time.monotonic() < deadline, f"did not come; events: {self._events}"
                self._changed.wait(0.02)

    def wait(self, kind: type, **facts: Any) -> Any:
        """Return the first event of `kind` with these facts, as soon as it is there."""
        self.until(lambda: self.seen(kind, **facts))
        return self.seen(kind, **facts)[0]

    def seen(self, kind: type, **facts: Any) -> list[Any]:
        return [
            event
            for event in self._events
            if isinstance(event, kind)
            and all(getattr(event, name) == value for name, value in facts.items())
        ]

    def forget(self) -> None:
        with self._changed:
            self._events.clear()

    def _post(self, event: SessionEvent) -> None:
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def _open_microphone(
        self,
        device: Device | None,
        sink: Callable[[bytes], None],
        lost: Callable[[DeviceError], None],
        overflowed: Callable[[int], None],
    ) -> FakeMicrophone:
        microphone = FakeMicrophone(device, sink, lost, overflowed, self.refused)
        with self._changed:
            self.microphones.append(microphone)
            self._changed.notify_all()
        return microphone


def configure(language: str = "en-US") -> Callable[[], RecognizerConfig]:
    return lambda: RecognizerConfig(Connection(), (language,))


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    studio = Studio(tmp_path)
    yield studio
    assert studio.session.close(deadline_s=1.0)
    for recognizer in studio.recognizers.started:
        recognizer.close()
    studio.history.close()
