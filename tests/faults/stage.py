"""A real session on a real worker and SDK, a service that misbehaves, and somebody who recites."""

import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from speechdesk.domain.connection import RecognizerConfig
from speechdesk.session.events import (
    Half,
    JobEnded,
    NoticeCode,
    Noticed,
    SegmentCommitted,
    SessionEvent,
    StateChanged,
)
from speechdesk.session.request import RecordRequest
from speechdesk.session.session import Session
from speechdesk.session.state import State
from speechdesk.speech.worker import WorkerPool, spawn_worker
from speechdesk.storage.history import History
from tests.faults.measure import NUMBERS_A_SECOND, Count, count
from tests.faults.recital import Recital
from tests.hosts import ScriptHost
from tests.speech.services import config_for

DEADLINE_S = 180.0
_OVERTURE = 10


class Stage:
    """A context: a session in `folder` that recognizes a recital on `host`.

    `config` is what the next recognizer is started with; faults may change it. `processes` are the
    workers so far.
    """

    def __init__(
        self, folder: Path, host: ScriptHost, spoken: Sequence[int], speed: float = 1.0
    ) -> None:
        self.host = host
        self.config: RecognizerConfig = config_for(host, fast=True)
        self.recital = Recital(spoken, speed, overture=_OVERTURE)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.history_file = folder / "history.sqlite3"
        self.history = History(self.history_file, busy_timeout_s=1.0)
        self._workers = WorkerPool(keep_warm=False, spawn=self._spawn)
        self._changed = threading.Condition()
        self._events: list[tuple[float, SessionEvent]] = []
        self.session = Session(
            history=self.history,
            recordings=folder / "recordings",
            start_recognizer=self._workers.start,
            open_microphone=self.recital.open,
            post=self._post,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.session.close(deadline_s=0.0)
        self._workers.close()
        self.history.close()

    def record(self, take_id: int | None = None) -> None:
        self.session.record(take_id, RecordRequest("en-US", None, self._configure))

    def begin(self) -> None:
        """Record, and return in the middle of it: some is recognized, the rest is being said."""
        self.record()
        self.until(lambda: self.final_after(0))
        self.recital.go_on()

    def recognize(self, take_id: int) -> None:
        """Recognize a take whose recording is complete."""
        self.session.recognize(take_id, self._configure)

    def mend(self) -> None:
        """Press the button that tries again."""
        self.session.mended(self._configure)

    def change_config(self) -> None:
        """Choose another language, as far as the session is concerned."""
        self.session.change_config(self._configure)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for `condition`, which events decide."""
        with self._changed:
            if not self._changed.wait_for(condition, DEADLINE_S):
                events = [event for _, event in self._events if isinstance(event, StateChanged)]
                raise AssertionError(f"it did not come about: {events[-5:]}")

    def until_all_is_spoken(self) -> None:
        assert self.recital.over.wait(DEADLINE_S + len(self.recital.spoken) / NUMBERS_A_SECOND)

    def pass_time(self, seconds: float) -> None:
        """Let an outage last."""
        with self._changed:
            self._changed.wait_for(lambda: False, seconds)

    def final_after(self, moment: float) -> float | None:
        """Return when the first final after a moment was committed, None if none was yet."""
        return self.first(SegmentCommitted, moment)

    def told_after(self, moment: float) -> float | None:
        """Return when the user was first told of trouble after a moment, None if not yet."""
        states = (State.RECONNECTING, State.FAILED)
        times = [self.first(StateChanged, moment, state=state) for state in states]
        return min((each for each in times if each is not None), default=None)

    def failures_after(self, moment: float) -> list[str]:
        """Return the codes of the failures of recognition that were told after a moment."""
        return [
            event.failure.code
            for at, event in self._events
            if at >= moment and isinstance(event, StateChanged) and event.failure is not None
        ]

    def rests(self) -> bool:
        """Whether recognition has stopped until the user mends what is wrong."""
        last = next((e for _, e in reversed(self._events) if isinstance(e, StateChanged)), None)
        return last is not None and last.state is State.FAILED and last.half is Half.RECOGNITION

    def first(self, kind: type[SessionEvent], moment: float, **facts: Any) -> float | None:
        """Return when the first event of `kind` with these facts came after a moment."""
        return next(
            (
                at
                for at, event in list(self._events)
                if at >= moment
                and isinstance(event, kind)
                and all(getattr(event, name) == value for name, value in facts.items())
            ),
            None,
        )

    def stop(self) -> None:
        """Press Stop, and wait until all is recognized that will be."""
        stopped_at = time.monotonic()
        self.session.stop()
        self.until(lambda: self.first(StateChanged, stopped_at, state=State.IDLE))
        if self.first(Noticed, stopped_at, code=NoticeCode.REST_LATER):
            self.until(lambda: self.first(JobEnded, stopped_at))

    def texts(self) -> list[str]:
        """Return the finals of the newest take."""
        take = self.history.takes(limit=1)[0]
        return [stored.segment.text for stored in self.history.segments(take.id)]

    def count(self) -> Count:
        """Compare what the newest take holds with what was spoken."""
        return count(self.recital.spoken[: self.recital.position], self.texts())

    def _configure(self) -> RecognizerConfig:
        return self.config

    def _spawn(self) -> subprocess.Popen[bytes]:
        process = spawn_worker()
        self.processes.append(process)
        return process

    def _post(self, event: SessionEvent) -> None:
        with self._changed:
            self._events.append((time.monotonic(), event))
            self._changed.notify_all()
