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
from collections.abc import Callable
from pathlib import Path

from speechdesk.devices.listing import Device
from speechdesk.errors import SpeechDeskError, StorageError
from speechdesk.paths import private_folder
from speechdesk.session.background import Background
from speechdesk.session.events import (
    JobEnded,
    NoticeCode,
    Noticed,
    SegmentCommitted,
    SessionEvent,
    StateChanged,
    TakeChanged,
)
from speechdesk.session.ledger import Ledger
from speechdesk.session.live_take import LiveTake
from speechdesk.session.recognition import Progress, Surroundings, TakeRecognition
from speechdesk.session.recorder import OpenMicrophone, free_bytes
from speechdesk.session.request import RecordRequest
from speechdesk.session.starter import Configure, Sent, not_metered
from speechdesk.session.state import ALLOWED_MOVES, State
from speechdesk.speech.recognizer import StartRecognizer
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, Take, TakeState

_TICK_S = 0.1
_STOP_PATIENCE_S = 8.0
_NOTE_AGAIN_S = 1.0
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
        self._ledger = Ledger(history, recordings, keeps_sound)
        self._clock = clock
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
        self._note_again_at: float | None = None
        self._background = Background(
            self._ledger, self._job, post, jobs_at_once or os.cpu_count() or 1
        )
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
        self._orders.put(lambda: self._background.cancel(take_id))

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
        self._background.close()

    def _guarded(self, order: Callable[[], None]) -> None:
        """Run one order; a fault in it must end neither the recording nor the other takes."""
        try:
            order()
        except Exception:
            _log.exception("an order of the session failed")

    def _tick(self) -> None:
        if self._live is not None:
            self._note_again(self._live)
            self._live.tick()
        self._background.tick()

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
            self._refuse(take_id, error)
            return
        self._post(TakeChanged(self._live.take_id))
        self._derive()

    def _new_live(self, take_id: int | None, request: RecordRequest) -> LiveTake:
        try:
            private_folder(self._recordings)
        except OSError as error:
            raise StorageError("read_only", str(error)) from error
        if take_id is not None:
            return self._taken_back(take_id, request) or self._begun(take_id, request)
        take_id = self._history.create_take(
            title="", language=request.language, source=Source.MICROPHONE
        )
        try:
            return self._begun(take_id, request)
        except SpeechDeskError:
            with contextlib.suppress(StorageError):
                self._history.delete(take_id)
            raise

    def _taken_back(self, take_id: int, request: RecordRequest) -> LiveTake | None:
        """Make a take live again that is recognized in the background; None if it is not."""
        recognition = self._background.take_back(take_id)
        if recognition is None:
            return None
        self._ledger.note(recognition, TakeState.RECORDING)
        return self._live_take(recognition, request)

    def _begun(self, take_id: int, request: RecordRequest) -> LiveTake:
        """Make a take live; the history is written while the microphone opens."""
        recognition = self._recognition(*self._ledger.to_record_into(take_id), request.configure)
        live = self._live_take(recognition, request)
        error = self._ledger.note(recognition, TakeState.RECORDING)
        if error is None:
            return live
        if error.code == "locked":  # for seconds, in which somebody has been speaking
            self._note_again_at = self._clock() + _NOTE_AGAIN_S
            return live
        live.close()
        recognition.close()
        raise error

    def _note_again(self, live: LiveTake) -> None:
        """Note that a take is recorded, once the history is no longer locked."""
        if self._note_again_at is not None and self._clock() >= self._note_again_at:
            error = self._ledger.note(live.recognition, TakeState.RECORDING)
            self._note_again_at = None if error is None else self._clock() + _NOTE_AGAIN_S

    def _live_take(self, recognition: TakeRecognition, request: RecordRequest) -> LiveTake:
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

    def _job(self, take_id: int, configure: Configure) -> TakeRecognition:
        """Return the recognition of a take that is not live."""
        return self._recognition(*self._ledger.to_recognize(take_id), configure)

    def _recognition(self, take: Take, path: Path, configure: Configure) -> TakeRecognition:
        return TakeRecognition(take, path, configure, self._around, self._recognition_changed)

    def _refuse(self, take_id: int | None, error: SpeechDeskError) -> None:
        _log.error("cannot record: %s", error)
        self._post(StateChanged(State.IDLE, take_id, error))

    def _recognition_changed(self, recognition: TakeRecognition) -> None:
        if self._live is not None and self._live.recognition is recognition:
            self._derive()
        else:
            self._background.changed(recognition)

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
        self._live = self._note_again_at = None
        live.close()
        recognition = live.recognition
        if recognition.progress in (Progress.WORKING, Progress.WAITING):
            recognition.supervisor.audio_until(recognition.writer.length_bytes)
            recognition.supervisor.finish()
        self._ledger.note(recognition, TakeState.PARTLY)
        if recognition.progress is Progress.CAUGHT_UP and not recognition.has_uncommitted:
            self._ledger.complete(recognition)
        elif recognition.progress is Progress.GAVE_UP or not self._open:
            recognition.close()
        else:
            self._background.leave_to(recognition)
            self._post(Noticed(NoticeCode.REST_LATER))
        self._move(State.IDLE)
        self._post(StateChanged(State.IDLE, live.take_id))
        self._post(TakeChanged(live.take_id))

    def _recognize(self, take_id: int, configure: Configure) -> None:
        if self._live is None or self._live.take_id != take_id:
            self._background.recognize(take_id, configure)
        else:  # its own recognition does that; nobody shall wait for a job
            self._post(JobEnded(take_id, complete=False))

    def _pass_on(self, event: SessionEvent) -> None:
        self._post(event)
        if isinstance(event, SegmentCommitted):
            self._background.committed(event.take_id)
            if self._live is not None and self._live.take_id == event.take_id:
                self._live.recognized(event.segment)

    def _close(self, give_up_at: float) -> None:
        self._open = False
        self._background.begin_no_more()
        if self._live is not None:
            self._live.stop()
            self._live.give_up_at = give_up_at
            self._derive()
