"""Keeps a recognizer at work on one recording, whatever happens to the service.

The supervisor is a state machine without a thread: its owner hands it events, audio and the time,
and it calls its listener back in the same thread. A *run* is one recognizer, from its start at the
cursor to its end. What is recognized is never repeated, what is not is never skipped: every run
begins at the end of the last final.
"""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from speechdesk.domain.events import (
    Connected,
    Disconnected,
    Ended,
    Failed,
    Final,
    Partial,
    RecognizerEvent,
    Segment,
    SessionStarted,
    SpeechEnded,
    SpeechStarted,
)
from speechdesk.errors import Failure, FailureCode, RecognitionError
from speechdesk.session import policy
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.recognizer import Recognizer

PostRun = Callable[[int, RecognizerEvent], None]
StartRun = Callable[[int, Callable[[RecognizerEvent], None]], Recognizer]

_REMEMBERED_FINALS = 8
_SAME_MS = 50  # the service's offsets of one phrase may differ by this much
_DRAIN_AHEAD_S = 45.0


class SupervisorListener(Protocol):
    """Who hears what becomes of the recording. Called in the owner's thread."""

    def recognized(self, segment: Segment, latency_ms: int | None, cursor_ms: int) -> None:
        """A final, or with empty text the news that the cursor moved over silence."""

    def partial(self, text: str, language: str) -> None:
        """What is understood so far; "" clears it."""

    def connected(self) -> None:
        """The service answers."""

    def reconnecting(self, failure: Failure) -> None:
        """The service is lost; it is tried again."""

    def gave_up(self, failure: Failure) -> None:
        """Waiting does not mend this failure: recognition rests until `mended`."""

    def caught_up(self) -> None:
        """All of a recording that grows no more has been recognized."""


@dataclass(slots=True)
class _Run:
    number: int
    recognizer: Recognizer
    started_at: float
    last_event_at: float
    answered_ms: int
    connected: bool = False
    answered: bool = False
    disconnected_at: float | None = None
    closes: deque[float] = field(default_factory=lambda: deque(maxlen=policy.CLOSES))
    finish_ms: int | None = None
    sdk_session: str = ""

    @property
    def grace_s(self) -> float:
        """How long the SDK may take to reconnect; less after closes in a row."""
        closes = self.closes
        in_a_row = len(closes) == policy.CLOSES and closes[-1] - closes[0] < policy.CLOSES_S
        return policy.CLOSES_GRACE_S if in_a_row else policy.RECONNECT_GRACE_S


class Supervisor:
    """Recognizes one recording from `cursor_ms` on; see the module's docstring.

    `start_run(start_ms, post)` starts a recognizer. `post(run, event)` brings a recognizer's event
    from its thread to the owner, who calls `handle(run, event)`. `speech_ms(start, end)` tells how
    much speech-level sound lies between two times of the recording.
    """

    def __init__(
        self,
        *,
        cursor_ms: int,
        start_run: StartRun,
        post: PostRun,
        listener: SupervisorListener,
        speech_ms: Callable[[int, int], int],
        clock: Callable[[], float],
        chance: random.Random,
    ) -> None:
        self.cursor_ms = cursor_ms
        self._start_run = start_run
        self._post = post
        self._listener = listener
        self._speech_ms = speech_ms
        self._clock = clock
        self._back_off = policy.BackOff(chance)
        self._limit = policy.DeadLimit()
        self._length_bytes = 0
        self._memory: list[tuple[int, bytes]] = []
        self._growing = False
        self._run: _Run | None = None
        self._runs = 0
        self._retry_at: float | None = None
        self._recent: deque[Segment] = deque(maxlen=_REMEMBERED_FINALS)
        self._speech_checked_at = 0.0
        self._ticked_at = clock()

    @property
    def length_ms(self) -> int:
        return self._length_bytes // BYTES_PER_MS

    @property
    def behind_ms(self) -> int:
        return max(0, self.length_ms - self.cursor_ms)

    def resume(self) -> None:
        """Recognize a recording that grows, from the cursor on."""
        self._growing = True
        if self._run is None:
            self._begin()

    def finish(self) -> None:
        """Recognize what there is to its end; the recording grows no more (until `resume`)."""
        self._growing = False
        if self._run is not None:
            self._finish_run(self._run)
        elif self.behind_ms == 0:
            self._retry_at = None
            self._listener.caught_up()
        elif self._retry_at is None:
            self._begin()

    def restart(self) -> None:
        """Go on with a new recognizer, whose configuration differs, where the present one ends."""
        if self._run is not None:
            self._finish_run(self._run)

    def mended(self) -> None:
        """Try again now, whatever the reason for waiting was."""
        if self._run is None:
            self._back_off.succeeded()
            self._begin()

    def close(self) -> None:
        """End recognition at once; the cursor stays."""
        self._retry_at = None
        self._end_run()

    def audio_until(self, length_bytes: int) -> None:
        """Say that the recording holds this many bytes on disk."""
        self._length_bytes = max(self._length_bytes, length_bytes)
        self._memory = [piece for piece in self._memory if piece[0] + len(piece[1]) > length_bytes]
        if self._run is not None and self._run.finish_ms is None:
            self._run.recognizer.audio_until(length_bytes)

    def audio(self, position_bytes: int, pcm: bytes) -> None:
        """Hand over sound that has no room on the disk; it is kept for later runs."""
        self._memory.append((position_bytes, pcm))
        self._length_bytes = max(self._length_bytes, position_bytes + len(pcm))
        if self._run is not None and self._run.finish_ms is None:
            self._run.recognizer.audio(position_bytes, pcm)

    def unwritten(self, length_bytes: int) -> bytes:
        """Return the sound that lies in memory only, beyond what the recording holds on disk."""
        return b"".join(
            pcm[max(0, length_bytes - position_bytes) :] for position_bytes, pcm in self._memory
        )

    def handle(self, number: int, event: RecognizerEvent) -> None:
        """Take in what a recognizer said; events of a run that is over are dropped."""
        run = self._run
        if run is None or run.number != number:
            return
        run.last_event_at = self._clock()
        match event:
            case SessionStarted(sdk_session):
                run.sdk_session = sdk_session
            case Connected():
                run.connected = True
                run.disconnected_at = None
                self._listener.connected()
            case Disconnected():
                run.disconnected_at = run.last_event_at
                run.closes.append(run.last_event_at)
                self._listener.partial("", "")
            case Partial(text, offset_ms, duration_ms, language):
                self._answered(run, offset_ms + duration_ms)
                self._listener.partial(text, language)
            case SpeechStarted(offset_ms) | SpeechEnded(offset_ms):
                self._answered(run, offset_ms)
            case Final(segment, latency_ms):
                self._final(run, segment, latency_ms)
            case Ended():
                self._ended(run)
            case Failed(failure):
                self._lost(failure)

    def tick(self) -> None:
        """Start what is due and notice what is dead. Call it a few times a second."""
        now = self._clock()
        self._forgive_stall(now)
        if self._retry_at is not None and now >= self._retry_at:
            self._begin()
        elif self._run is not None and (code := self._dead(self._run, now)) is not None:
            if code is FailureCode.SILENT and not self._run.answered:
                self._limit.restarted_in_vain()
            self._lost(Failure(code, sdk_session=self._run.sdk_session))

    def _forgive_stall(self, now: float) -> None:
        """Hold nobody's silence against them while nobody listened: the owner was kept waiting by
        a disk, or the computer slept."""
        stalled = now - self._ticked_at
        self._ticked_at = now
        run = self._run
        if run is None or stalled < policy.STALL_S:
            return
        run.started_at = min(now, run.started_at + stalled)
        run.last_event_at = min(now, run.last_event_at + stalled)
        if run.disconnected_at is not None:
            run.disconnected_at = min(now, run.disconnected_at + stalled)

    def _begin(self) -> None:
        self._retry_at = None
        self._runs += 1
        number = self._runs
        now = self._clock()
        try:
            recognizer = self._start_run(self.cursor_ms, lambda event: self._post(number, event))
        except RecognitionError as error:
            self._lost(error.failure)
            return
        self._run = run = _Run(number, recognizer, now, now, self.cursor_ms)
        on_disk = self._memory[0][0] if self._memory else self._length_bytes
        recognizer.audio_until(on_disk)
        for position_bytes, pcm in self._memory:
            recognizer.audio(position_bytes, pcm)
        if not self._growing:
            self._finish_run(run)

    def _finish_run(self, run: _Run) -> None:
        if run.finish_ms is None:
            run.finish_ms = self.length_ms
            run.last_event_at = self._clock()
            run.recognizer.finish()

    def _end_run(self) -> None:
        if self._run is not None:
            self._run.recognizer.close()
            self._run = None
            self._listener.partial("", "")

    def _answered(self, run: _Run, until_ms: int) -> None:
        run.answered = True
        run.disconnected_at = None
        run.answered_ms = max(run.answered_ms, min(until_ms, self.length_ms))
        self._limit.answered()

    def _final(self, run: _Run, segment: Segment, latency_ms: int | None) -> None:
        given, segment = segment, self._clamped(segment)
        self._answered(run, segment.end_ms)
        if segment.text:
            if self._is_repeated(given):
                return
            self._recent.append(given)
            self._listener.partial("", segment.language)
        if segment.end_ms > self.cursor_ms:
            # A final that does not move the cursor is no success: sound that ends every run would
            # be sent, and billed, again and again without a pause.
            self._back_off.succeeded()
            self.cursor_ms = segment.end_ms
        self._listener.recognized(segment, latency_ms, self.cursor_ms)

    def _clamped(self, segment: Segment) -> Segment:
        """Keep a segment inside the recording and behind the one before it."""
        start = min(max(segment.offset_ms, self.cursor_ms), self.length_ms)
        end = min(max(segment.end_ms, start), self.length_ms)
        if (start, end) == (segment.offset_ms, segment.end_ms):
            return segment
        return replace(segment, offset_ms=start, duration_ms=end - start)

    def _is_repeated(self, segment: Segment) -> bool:
        """Whether the service gave this very phrase before, as after a reconnect of the SDK's."""
        return any(
            known.text == segment.text
            and abs(known.offset_ms - segment.offset_ms) <= _SAME_MS
            and abs(known.end_ms - segment.end_ms) <= _SAME_MS
            for known in self._recent
        )

    def _ended(self, run: _Run) -> None:
        if run.finish_ms is None:
            self._lost(Failure(FailureCode.STOPPED, sdk_session=run.sdk_session))
            return
        self._end_run()
        if run.finish_ms > self.cursor_ms:
            self.cursor_ms = run.finish_ms
            silence = Segment("", run.finish_ms, 0, "")
            self._listener.recognized(silence, None, self.cursor_ms)
        if self._growing or self.length_ms > self.cursor_ms:
            self._begin()
        else:
            self._listener.caught_up()

    def _lost(self, failure: Failure) -> None:
        connected = self._run is not None and self._run.connected
        self._end_run()
        # A recording that grows is still written, and brought back where its file was removed.
        is_written = self._growing and failure.code is FailureCode.RECORDING_UNREADABLE
        if failure.code.waiting_mends or is_written:
            pause_s = self._back_off.next_pause_s(failure.code, connected=connected)
            self._retry_at = self._clock() + pause_s
            self._listener.reconnecting(failure)
        else:
            self._listener.gave_up(failure)

    def _dead(self, run: _Run, now: float) -> FailureCode | None:
        """Return why the run counts as dead, or None."""
        if not run.connected:
            late = now - run.started_at >= policy.CONNECT_DEADLINE_S
            return FailureCode.SILENT if late else None
        if run.disconnected_at is not None:
            gone = now - run.disconnected_at >= run.grace_s
            return FailureCode.CONNECTION_LOST if gone else None
        quiet_s = now - run.last_event_at
        if run.finish_ms is not None:
            ahead_s = min((run.finish_ms - run.answered_ms) / 1000, _DRAIN_AHEAD_S)
            if quiet_s >= policy.DRAIN_QUIET_S + ahead_s / 2:
                return FailureCode.SILENT
        return FailureCode.SILENT if self._unanswered_speech(run, now, quiet_s) else None

    def _unanswered_speech(self, run: _Run, now: float, quiet_s: float) -> bool:
        if quiet_s < self._limit.seconds or now - self._speech_checked_at < 1.0:
            return False
        self._speech_checked_at = now
        due_ms = min(self.length_ms, run.answered_ms + int(quiet_s * 1000))
        return self._speech_ms(run.answered_ms, due_ms) >= self._limit.seconds * 1000
