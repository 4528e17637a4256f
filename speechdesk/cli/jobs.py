"""Runs the recognition of finished recordings to its end, and says how it goes."""

import contextlib
import queue
import time
from collections.abc import Callable
from dataclasses import dataclass

from speechdesk.cli.interruption import Interruption
from speechdesk.cli.patience import Patience
from speechdesk.cli.terminal import StatusLine, say
from speechdesk.cli.workbench import Workbench
from speechdesk.errors import Failure, SpeechDeskError
from speechdesk.messages import message_for
from speechdesk.session.events import JobEnded, JobProgress, JobWaiting, SessionEvent

_POLL_S = 0.2


@dataclass(slots=True)
class _Job:
    name: str
    patience: Patience
    failure: Failure | None = None


class Jobs:
    """The jobs of one command. `ended(take_id, problem)` is called as each of them ends.

    `give_up_after` is the user's own limit of `Patience`. `later` says how what was not done can go
    on.
    """

    def __init__(
        self,
        bench: Workbench,
        interruption: Interruption,
        ended: Callable[[int, str], None],
        *,
        give_up_after: float | None,
        later: str,
    ) -> None:
        self._bench = bench
        self._interruption = interruption
        self._ended = ended
        self._give_up_after = give_up_after
        self._later = later
        self._line = StatusLine()
        self._jobs: dict[int, _Job] = {}

    def start(self, take_id: int, name: str, language: str) -> None:
        """Begin to recognize a take; `name` stands for it in what is said."""
        self._jobs[take_id] = _Job(name, Patience(self._give_up_after))
        self._bench.session.recognize(take_id, self._bench.configuring.configure(language))

    def run(self, more: Callable[[], bool] = lambda: False) -> None:
        """Return when all jobs have ended and `more` says that no others are to come."""
        while self._jobs or more():
            if self._interruption.asked:
                for take_id in list(self._jobs):
                    self._cancel(take_id, f"interrupted; {self._later}")
            with contextlib.suppress(queue.Empty):
                self._take_in(self._bench.events.get(timeout=_POLL_S))
            self._give_up()
        self._line.clear()

    def post(self, order: Callable[[], None]) -> None:
        """Have `order` carried out by `run`; for other threads."""
        self._bench.events.put(order)

    def _take_in(self, event: SessionEvent | Callable[[], None]) -> None:
        match event:
            case _ if callable(event):
                self._line.clear()
                event()
            case JobProgress(take_id, done_ms, total_ms) if take_id in self._jobs:
                self._progress(self._jobs[take_id], done_ms, total_ms)
            case JobWaiting(take_id, failure, was_connected) if take_id in self._jobs:
                self._waits(self._jobs[take_id], failure, was_connected)
            case JobEnded(take_id, complete, failure) if take_id in self._jobs:
                job = self._jobs.pop(take_id)
                self._line.clear()
                self._ended(take_id, "" if complete else _why(failure or job.failure))

    def _progress(self, job: _Job, done_ms: int, total_ms: int) -> None:
        job.patience.answered()
        self._line.show(f"{job.name}: {100 * done_ms // max(total_ms, 1)} %")

    def _waits(self, job: _Job, failure: Failure, was_connected: bool) -> None:
        job.patience.was_connected = was_connected
        job.patience.wait(time.monotonic())
        if job.failure is None or job.failure.code != failure.code:
            line = message_for(failure).line
            self._line.clear()
            say(f"{job.name}: waiting: {line}")
        job.failure = failure

    def _give_up(self) -> None:
        now = time.monotonic()
        for take_id, job in list(self._jobs.items()):
            if job.failure is not None and job.patience.is_over(now):
                # Its details were told when the waiting began.
                why = message_for(job.failure).what
                limit_s = job.patience.limit_s
                self._cancel(take_id, f"given up after {limit_s:g} s; {self._later}: {why}")

    def _cancel(self, take_id: int, reason: str) -> None:
        del self._jobs[take_id]
        self._bench.session.cancel(take_id)
        self._line.clear()
        self._ended(take_id, reason)


def _why(problem: Failure | SpeechDeskError | None) -> str:
    return message_for(problem).line if problem is not None else "cancelled"
