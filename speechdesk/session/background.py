"""Takes that are recognized while they are not live: files, interrupted ones, and what was left."""

import logging
from collections import deque
from collections.abc import Callable

from speechdesk.errors import Failure, SpeechDeskError
from speechdesk.session.events import JobEnded, JobProgress, JobWaiting, SessionEvent, TakeChanged
from speechdesk.session.ledger import Ledger
from speechdesk.session.recognition import Progress, TakeRecognition
from speechdesk.session.starter import Configure
from speechdesk.storage.takes import TakeState

_STORAGE_PATIENCE_S = 30.0
_log = logging.getLogger(__name__)


class Background:
    """The jobs of a session, `at_once` of them at the same time. For the session's thread only.

    `make(take_id, configure)` makes the recognition of a take. Raises SpeechDeskError.
    """

    def __init__(
        self,
        ledger: Ledger,
        make: Callable[[int, Configure], TakeRecognition],
        post: Callable[[SessionEvent], None],
        at_once: int,
    ) -> None:
        self._ledger = ledger
        self._make = make
        self._post = post
        self._at_once = at_once
        self._jobs: dict[int, TakeRecognition] = {}
        self._waiting: deque[tuple[int, Configure]] = deque()

    def recognize(self, take_id: int, configure: Configure) -> None:
        """Begin to recognize a take as soon as there is room; one at work is tried again now."""
        if take_id in self._jobs:
            self._jobs[take_id].configure = configure
            self._jobs[take_id].supervisor.mended()
        else:
            self._forget_waiting(take_id)
            self._waiting.append((take_id, configure))
            self._start()

    def leave_to(self, recognition: TakeRecognition) -> None:
        """Let what was live go on here."""
        self._jobs[recognition.take_id] = recognition

    def take_back(self, take_id: int) -> TakeRecognition | None:
        """Give away the recognition of a take that becomes live; None if it is not at work."""
        self._forget_waiting(take_id)
        recognition = self._jobs.pop(take_id, None)
        self._start()
        return recognition

    def cancel(self, take_id: int) -> None:
        """End a job; its take can go on later."""
        waited = self._forget_waiting(take_id)
        if take_id in self._jobs:
            self._end(self._jobs[take_id])
        elif waited:
            self._post(JobEnded(take_id, complete=False))

    def tick(self) -> None:
        for job in list(self._jobs.values()):
            job.tick()
            if job.storage_error is not None and job.refused_for_s >= _STORAGE_PATIENCE_S:
                # Its cursor stands before what the history did not take: later is soon enough.
                self._end(job, job.storage_error)

    def committed(self, take_id: int) -> None:
        """Tell how far a job is, a final of which has been committed."""
        if take_id in self._jobs:
            self._tell_progress(self._jobs[take_id])

    def changed(self, job: TakeRecognition) -> None:
        """Take in that a job's progress has changed."""
        if job.take_id not in self._jobs:
            return
        match job.progress:
            case Progress.WAITING if job.failure is not None:
                self._post(JobWaiting(job.take_id, job.failure, job.was_connected))
            case Progress.WORKING:
                self._tell_progress(job)
            case Progress.GAVE_UP:
                self._end(job, job.failure)
            case Progress.CAUGHT_UP if not job.has_uncommitted:
                self._end(job, complete=True)

    def begin_no_more(self) -> None:
        """Leave what waits for its turn to a later run."""
        self._waiting.clear()

    def close(self) -> None:
        """End all jobs where they are."""
        for job in self._jobs.values():
            job.close()

    def _start(self) -> None:
        while self._waiting and len(self._jobs) < self._at_once:
            take_id, configure = self._waiting.popleft()
            try:
                job = self._make(take_id, configure)
            except SpeechDeskError as error:
                _log.warning("take %d cannot be recognized: %s", take_id, error)
                self._post(JobEnded(take_id, complete=False, failure=error))
                continue
            self._jobs[take_id] = job
            self._ledger.note(job, TakeState.PARTLY)
            self._tell_progress(job)
            job.supervisor.finish()

    def _end(
        self,
        job: TakeRecognition,
        failure: Failure | SpeechDeskError | None = None,
        *,
        complete: bool = False,
    ) -> None:
        del self._jobs[job.take_id]
        if complete:
            failure = self._ledger.complete(job)
            self._post(TakeChanged(job.take_id))
        else:
            job.close()
        self._post(JobEnded(job.take_id, complete and failure is None, failure))
        self._start()

    def _forget_waiting(self, take_id: int) -> bool:
        """Take a take out of the queue; return whether it was in it."""
        before = len(self._waiting)
        self._waiting = deque(each for each in self._waiting if each[0] != take_id)
        return len(self._waiting) < before

    def _tell_progress(self, job: TakeRecognition) -> None:
        supervisor = job.supervisor
        self._post(JobProgress(job.take_id, supervisor.cursor_ms, supervisor.length_ms))
