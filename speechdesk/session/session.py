"""The one owner of the takes that are recorded or recognized now.

All public methods only post to the session's thread, and events come on that thread. A live take
has two halves, the recorder and the recognition; the state is derived from both. Recognition that
outlives its live take, and that of files, goes on as jobs in the same thread.
"""

import contextlib
import logging
import os
import queue
import random
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from speechdesk.devices.listing import Device
from speechdesk.errors import Failure, SoundError, SpeechDeskError, StorageError
from speechdesk.paths import private_folder
from speechdesk.session.events import (
    JobEnded,
    JobProgress,
    JobWaiting,
    NoticeCode,
    Noticed,
    SegmentCommitted,
    SessionEvent,
    StateChanged,
    TakeChanged,
)
from speechdesk.session.live_take import LiveTake
from speechdesk.session.recognition import Progress, Surroundings, TakeRecognition
from speechdesk.session.recorder import OpenMicrophone, free_bytes
from speechdesk.session.request import RecordRequest
from speechdesk.session.starter import Configure, Sent, not_metered
from speechdesk.session.state import ALLOWED_MOVES, State
from speechdesk.speech.recognizer import StartRecognizer
from speechdesk.storage.history import History
from speechdesk.storage.recordings import path_of
from speechdesk.storage.takes import Source, Take, TakeState

_TICK_S = 0.1
_STOP_PATIENCE_S = 8.0
_STORAGE_PATIENCE_S = 30.0
_log = logging.getLogger(__name__)


class Session:
    """Records and recognizes takes; see the module's docstring.

    `post` receives the events in the session's thread. `keeps_sound(take)` says whether the sound
    of a take that is recognized to its end stays. `free(folder)` is the room on the disk in bytes.
    `sent` is told of all sound that goes to a service, on threads of the recognizers'.
    """

    def __init__(
        self,
        *,
        history: History,
        recordings: Path,
        start_recognizer: StartRecognizer,
        open_microphone: OpenMicrophone,
        post: Callable[[SessionEvent], None],
        keeps_sound: Callable[[Take], bool] = lambda take: take.source is not Source.FILE,
        clock: Callable[[], float] = time.monotonic,
        chance: random.Random | None = None,
        jobs_at_once: int | None = None,
        free: Callable[[Path], int] = free_bytes,
        sent: Sent = not_metered,
    ) -> None:
        self._free = free
        self._history = history
        self._recordings = recordings
        self._open_microphone = open_microphone
        self._post = post
        self._keeps_sound = keeps_sound
        self._clock = clock
        self._jobs_at_once = jobs_at_once or os.cpu_count() or 1
        self._orders: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._around = Surroundings(
            history,
            start_recognizer,
            self._pass_on,
            self._orders.put,
            clock,
            chance or random.Random(),  # noqa: S311 - jitter of a back-off
            sent,
        )
        self._state = State.IDLE
        self._live: LiveTake | None = None
        self._jobs: dict[int, TakeRecognition] = {}
        self._waiting_jobs: deque[tuple[int, Configure]] = deque()
        self._open = True
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)
        self._thread.start()

    def record(self, take_id: int | None, request: RecordRequest) -> None:
        """Record into a take (None: a new one), which then is the live one."""
        self._orders.put(lambda: self._record(take_id, request))

    def pause(self) -> None:
        """End the phrase, close the microphone, keep the take live."""
        self._orders.put(lambda: self._with_live(LiveTake.pause))

    def resume(self) -> None:
        """Go on after `pause`."""
        self._orders.put(lambda: self._with_live(LiveTake.resume))

    def stop(self) -> None:
        """Stop the microphone and recognize what is left; IDLE when done, or after a while."""
        self._orders.put(lambda: self._with_live(LiveTake.stop))

    def mended(self, configure: Configure) -> None:
        """Try recognition again, after a failure that waiting does not mend, or at once."""
        self._orders.put(lambda: self._with_live(lambda live: live.mended(configure)))

    def change_config(self, configure: Configure) -> None:
        """Recognize what is said from now on with another configuration."""
        self._orders.put(lambda: self._with_live(lambda live: live.change_config(configure)))

    def change_device(self, device: Device | None) -> None:
        """Record from another microphone from now on."""
        self._orders.put(lambda: self._with_live(lambda live: live.change_device(device)))

    def recognize(self, take_id: int, configure: Configure) -> None:
        """Recognize the rest of a take that is not live: a file's, or an interrupted one's."""
        self._orders.put(lambda: self._recognize(take_id, configure))

    def cancel(self, take_id: int) -> None:
        """End the recognition of a take that is not live; it can go on later."""
        self._orders.put(lambda: self._cancel(take_id))

    def close(self, deadline_s: float = 10.0) -> bool:
        """Stop, wait for the last final up to `deadline_s`, then end the thread.

        What is not recognized by then stays in the recording. Returns whether the thread ended.
        """
        give_up_at = time.monotonic() + deadline_s
        self._orders.put(lambda: self._close(give_up_at))
        self._thread.join(deadline_s + 10.0)
        return not self._thread.is_alive()

    def _run(self) -> None:
        next_tick = time.monotonic()
        while self._open or self._live is not None:
            with contextlib.suppress(queue.Empty):
                order = self._orders.get(timeout=max(0.0, next_tick - time.monotonic()))
                self._guarded(order)
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + _TICK_S
                self._guarded(self._tick)
        for job in self._jobs.values():
            job.close()

    def _guarded(self, order: Callable[[], None]) -> None:
        """Run one order; a fault in it must end neither the recording nor the other takes."""
        try:
            order()
        except Exception:
            _log.exception("an order of the session failed")

    def _tick(self) -> None:
        if self._live is not None:
            self._live.tick()
        for job in list(self._jobs.values()):
            job.tick()
            if job.storage_error is not None and job.refused_for_s >= _STORAGE_PATIENCE_S:
                # Its cursor stands before what the history did not take: later is soon enough.
                self._end_job(job, job.storage_error)

    def _with_live(self, act: Callable[[LiveTake], None]) -> None:
        if self._live is not None:
            act(self._live)
            self._derive()

    def _record(self, take_id: int | None, request: RecordRequest) -> None:
        live = self._live
        if live is not None and live.stopping_since is None:
            return
        if live is not None and live.take_id == take_id:
            live.record_again(request)
            self._derive()
            return
        if live is not None:
            self._leave_to_background(live)
        try:
            self._live = self._new_live(take_id, request)
        except SpeechDeskError as error:
            self._state_failed(take_id, error)
            return
        self._post(TakeChanged(self._live.take_id))
        self._derive()

    def _new_live(self, take_id: int | None, request: RecordRequest) -> LiveTake:
        try:
            private_folder(self._recordings)
        except OSError as error:
            raise StorageError("read_only", str(error)) from error
        if take_id is not None:
            recognition = self._taken_back(take_id) or self._own(take_id, request.configure)
        else:
            take_id = self._history.create_take(
                title="", language=request.language, source=Source.MICROPHONE
            )
            try:
                recognition = self._own(take_id, request.configure)
            except SpeechDeskError:
                with contextlib.suppress(StorageError):
                    self._history.delete(take_id)
                raise
        return LiveTake(
            recognition,
            self._open_microphone,
            request,
            post=self._post,
            to_owner=self._orders.put,
            changed=self._derive,
            clock=self._clock,
            free=self._free,
        )

    def _taken_back(self, take_id: int) -> TakeRecognition | None:
        """Return what recognizes the take in the background, which now is live again."""
        self._forget_waiting(take_id)
        recognition = self._jobs.pop(take_id, None)
        if recognition is not None:
            with contextlib.suppress(StorageError):  # PARTLY serves as well
                self._history.update_take(take_id, state=TakeState.RECORDING)
            self._start_jobs()
        return recognition

    def _own(self, take_id: int, configure: Configure) -> TakeRecognition:
        """Return the recognition of a take to record into."""
        take = self._history.take(take_id)
        path = path_of(self._recordings, take) or self._recordings / f"take-{take_id}.pcm"
        recognition = TakeRecognition(
            take, path, configure, self._around, self._recognition_changed
        )
        sound_from_ms = None if recognition.had_sound else recognition.writer.length_ms
        try:
            self._history.update_take(
                take_id,
                recording=path.name,
                sound_kept=True,
                sound_from_ms=sound_from_ms,
                state=TakeState.RECORDING,
            )
        except StorageError:
            recognition.close()
            raise
        return recognition

    def _state_failed(self, take_id: int | None, error: SpeechDeskError) -> None:
        _log.error("cannot record: %s", error)
        self._post(StateChanged(State.FAILED, take_id, error))
        self._post(StateChanged(State.IDLE, take_id))

    def _recognition_changed(self, recognition: TakeRecognition) -> None:
        if self._live is not None and self._live.recognition is recognition:
            self._derive()
        elif recognition.take_id in self._jobs:
            self._job_changed(recognition)

    def _derive(self) -> None:
        """Move to the state that follows from the live take's halves."""
        live = self._live
        if live is None:
            return
        if live.is_over or live.waited_long_enough(_STOP_PATIENCE_S):
            self._leave_to_background(live)
            return
        state = live.state
        if state is self._state and live.told == live.trouble:
            return
        self._move(state)
        live.told = live.trouble
        failure, half = live.trouble
        self._post(StateChanged(state, live.take_id, failure, half))

    def _move(self, state: State) -> None:
        if state is self._state:
            return
        if state not in ALLOWED_MOVES[self._state]:
            _log.error("a move that is not in the table: %s to %s", self._state, state)
        _log.info("state %s -> %s", self._state, state)
        self._state = state

    def _leave_to_background(self, live: LiveTake) -> None:
        """End the live take; what is not recognized yet goes on as a job."""
        self._live = None
        live.close()
        recognition = live.recognition
        if recognition.progress in (Progress.WORKING, Progress.WAITING):
            recognition.supervisor.audio_until(recognition.writer.length_bytes)
            recognition.supervisor.finish()
        self._note(recognition, TakeState.PARTLY)
        if recognition.progress is Progress.CAUGHT_UP and not recognition.has_uncommitted:
            self._complete(recognition)
        elif recognition.progress is Progress.GAVE_UP or not self._open:
            recognition.close()
        else:
            self._jobs[live.take_id] = recognition
            self._post(Noticed(NoticeCode.REST_LATER))
        self._move(State.IDLE)
        self._post(StateChanged(State.IDLE, live.take_id))
        self._post(TakeChanged(live.take_id))

    def _note(self, recognition: TakeRecognition, state: TakeState) -> StorageError | None:
        """Write down how far a take is. A refusal costs nothing: the take counts as interrupted."""
        try:
            self._history.update_take(
                recognition.take_id, length_ms=recognition.supervisor.length_ms, state=state
            )
        except StorageError as error:
            _log.error("take %d is not noted as %s: %s", recognition.take_id, state, error)
            return error
        return None

    def _complete(self, recognition: TakeRecognition) -> StorageError | None:
        """End a take that is recognized; return why the history does not know it."""
        take_id = recognition.take_id
        error = self._note(recognition, TakeState.COMPLETE)
        recognition.close()
        if error is None:
            try:
                self._let_sound_go(self._history.take(take_id), recognition.path)
            except (StorageError, OSError) as failed:
                _log.error("the sound of take %d stays: %s", take_id, failed)
        self._post(TakeChanged(take_id))
        return error

    def _let_sound_go(self, take: Take, path: Path) -> None:
        if not self._keeps_sound(take):
            path.unlink(missing_ok=True)
            self._history.update_take(take.id, sound_kept=False)

    def _recognize(self, take_id: int, configure: Configure) -> None:
        if take_id in self._jobs:
            self._jobs[take_id].configure = configure
            self._jobs[take_id].supervisor.mended()
        elif self._live is None or self._live.take_id != take_id:
            self._forget_waiting(take_id)
            self._waiting_jobs.append((take_id, configure))
            self._start_jobs()

    def _start_jobs(self) -> None:
        while self._waiting_jobs and len(self._jobs) < self._jobs_at_once:
            take_id, configure = self._waiting_jobs.popleft()
            try:
                self._start_job(take_id, configure)
            except SpeechDeskError as error:
                _log.warning("take %d cannot be recognized: %s", take_id, error)
                self._post(JobEnded(take_id, complete=False, failure=error))

    def _start_job(self, take_id: int, configure: Configure) -> None:
        take = self._history.take(take_id)
        path = path_of(self._recordings, take)
        if path is None or not path.is_file():
            raise SoundError("not_found", take.recording)
        job = TakeRecognition(take, path, configure, self._around, self._recognition_changed)
        if (error := self._note(job, TakeState.PARTLY)) is not None:
            job.close()
            raise error
        self._jobs[take_id] = job
        self._tell_progress(job)
        job.supervisor.finish()

    def _forget_waiting(self, take_id: int) -> bool:
        """Take a take out of the queue; return whether it was in it."""
        before = len(self._waiting_jobs)
        self._waiting_jobs = deque(each for each in self._waiting_jobs if each[0] != take_id)
        return len(self._waiting_jobs) < before

    def _cancel(self, take_id: int) -> None:
        waited = self._forget_waiting(take_id)
        job = self._jobs.get(take_id)
        if job is not None:
            self._end_job(job)
        elif waited:
            self._post(JobEnded(take_id, complete=False))

    def _job_changed(self, job: TakeRecognition) -> None:
        match job.progress:
            case Progress.WAITING if job.failure is not None:
                self._post(JobWaiting(job.take_id, job.failure, job.was_connected))
            case Progress.WORKING:
                self._tell_progress(job)
            case Progress.GAVE_UP:
                self._end_job(job, job.failure)
            case Progress.CAUGHT_UP if not job.has_uncommitted:
                self._end_job(job, complete=True)

    def _end_job(
        self,
        job: TakeRecognition,
        failure: Failure | SpeechDeskError | None = None,
        *,
        complete: bool = False,
    ) -> None:
        del self._jobs[job.take_id]
        if complete:
            failure = self._complete(job)
        else:
            job.close()
        self._post(JobEnded(job.take_id, complete and failure is None, failure))
        self._start_jobs()

    def _pass_on(self, event: SessionEvent) -> None:
        self._post(event)
        if not isinstance(event, SegmentCommitted):
            return
        if event.take_id in self._jobs:
            self._tell_progress(self._jobs[event.take_id])
        elif self._live is not None and self._live.take_id == event.take_id:
            self._live.recognized(event.segment)

    def _tell_progress(self, job: TakeRecognition) -> None:
        supervisor = job.supervisor
        self._post(JobProgress(job.take_id, supervisor.cursor_ms, supervisor.length_ms))

    def _close(self, give_up_at: float) -> None:
        self._open = False
        self._waiting_jobs.clear()
        if self._live is not None:
            self._live.stop()
            self._live.give_up_at = give_up_at
            self._derive()
