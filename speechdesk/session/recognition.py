"""The recognition of one take: from its recording into the history.

It listens to the supervisor of the take's recording, commits each final before anybody sees it, and
holds the recording's lock for as long as it lives, so that no other process recognizes the same
sound at the same time.
"""

import logging
import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from speechdesk.domain.events import RecognizerEvent, Segment
from speechdesk.errors import Failure, SoundError, StorageError
from speechdesk.session.events import (
    BehindChanged,
    PartialChanged,
    SegmentCommitted,
    SessionEvent,
)
from speechdesk.session.speech_sound import speech_ms
from speechdesk.session.starter import Configure, DeferredRecognizer, Sent, not_metered
from speechdesk.session.supervisor import Supervisor
from speechdesk.sound.recording import BYTES_PER_MS, MOST_HOURS, RecordingWriter
from speechdesk.speech.recognizer import Recognizer, StartRecognizer
from speechdesk.storage.history import History
from speechdesk.storage.takes import Take

_COMMIT_AGAIN_S = 1.0
_log = logging.getLogger(__name__)


class Progress(Enum):
    """How the recognition of a take is doing."""

    WORKING = auto()
    WAITING = auto()  # the service is lost and tried again
    GAVE_UP = auto()  # waiting does not mend it
    CAUGHT_UP = auto()  # recognized to the end of a recording that grows no more


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every recognition of a session shares."""

    history: History
    start_recognizer: StartRecognizer
    post: Callable[[SessionEvent], None]
    to_owner: Callable[[Callable[[], None]], None]
    clock: Callable[[], float]
    chance: random.Random
    sent: Sent = not_metered


class TakeRecognition:
    """Recognizes `take`, whose recording is at `path`, from its cursor on.

    Used in the owner's thread only. `changed` is called when `progress` has changed. Where the
    recording is shorter than the take (its sound was not kept), silence of that length stands in,
    so that what is recorded next keeps its time. Raises SoundError, such as `locked`, when the
    recording cannot be owned.
    """

    def __init__(
        self,
        take: Take,
        path: Path,
        configure: Configure,
        surroundings: Surroundings,
        changed: Callable[["TakeRecognition"], None],
    ) -> None:
        self.take_id = take.id
        self.source = take.source
        self.path = path
        self.configure = configure
        self.progress = Progress.WORKING
        self.failure: Failure | None = None
        self.was_connected = False
        self.storage_error: StorageError | None = None
        self.writer = RecordingWriter(path)
        had_sound = self.writer.length_bytes > 0
        try:
            self.writer.extend_to(_length_to_be(take) * BYTES_PER_MS)
        except SoundError:
            self.writer.close()
            raise
        self.sound_from_ms = None if had_sound else self.writer.length_ms
        self._around = surroundings
        self._changed = changed
        self._uncommitted: deque[tuple[Segment, int | None, int]] = deque()
        self._refused_since: float | None = None
        self._commit_again_at = 0.0
        self._recognizer: DeferredRecognizer | None = None
        self._partial = ""
        self._behind_s = 0
        self.supervisor = Supervisor(
            cursor_ms=min(take.cursor_ms, self.writer.length_ms),
            start_run=self._start_run,
            post=self._post_run,
            listener=self,
            speech_ms=lambda start_ms, end_ms: speech_ms(path, start_ms, end_ms),
            clock=surroundings.clock,
            chance=surroundings.chance,
        )
        self.supervisor.audio_until(self.writer.length_bytes)

    @property
    def has_uncommitted(self) -> bool:
        """Whether finals wait because the history could not take them."""
        return bool(self._uncommitted)

    @property
    def refused_for_s(self) -> float:
        """For how long the history has taken nothing; 0.0 when it does."""
        return 0.0 if self._refused_since is None else self._around.clock() - self._refused_since

    def go_on(self) -> None:
        """Count as at work again, after it gave up or had caught up. `changed` is not called."""
        if self.progress in (Progress.GAVE_UP, Progress.CAUGHT_UP):
            self.progress = Progress.WORKING
            self.failure = None

    def tick(self) -> None:
        """Let time pass: restarts, deadlines, and finals the history refused before."""
        if self._uncommitted and self._around.clock() >= self._commit_again_at:
            self._commit()
            if not self._uncommitted:
                self._changed(self)
        self.supervisor.tick()
        if self._recognizer is not None:
            self._recognizer.tick()
        self._tell_behind()

    def close(self) -> None:
        """End recognition where it is and give the recording free.

        Sound that the disk had no room for gets its last chance.
        """
        unwritten = self.supervisor.unwritten(self.writer.length_bytes)
        self.supervisor.close()
        try:
            if unwritten:
                self.writer.append(unwritten)
        except SoundError as error:
            _log.error("%d bytes of sound found no room: %s", len(unwritten), error)
        try:
            self.writer.close()
        except SoundError as error:
            _log.error("a recording was not closed as it should be: %s", error)

    def recognized(self, segment: Segment, latency_ms: int | None, cursor_ms: int) -> None:
        self._uncommitted.append((segment, latency_ms, cursor_ms))
        if self._refused_since is None:
            self._commit()
        else:
            self._show_partial(segment.language)
        self._tell_behind()

    def partial(self, text: str, language: str) -> None:
        self._partial = text
        self._show_partial(language)

    def connected(self) -> None:
        self.was_connected = True
        self._move(Progress.WORKING)

    def reconnecting(self, failure: Failure) -> None:
        self._move(Progress.WAITING, failure)

    def gave_up(self, failure: Failure) -> None:
        self._move(Progress.GAVE_UP, failure)

    def caught_up(self) -> None:
        self._move(Progress.CAUGHT_UP)

    def _move(self, progress: Progress, failure: Failure | None = None) -> None:
        if (progress, failure) != (self.progress, self.failure):
            self.progress = progress
            self.failure = failure
            self._changed(self)

    def _start_run(self, start_ms: int, post: Callable[[RecognizerEvent], None]) -> Recognizer:
        around = self._around
        self._recognizer = DeferredRecognizer(
            around.start_recognizer,
            self.configure,
            self.path,
            start_ms,
            post,
            sent=around.sent,
            clock=around.clock,
        )
        return self._recognizer

    def _post_run(self, run: int, event: RecognizerEvent) -> None:
        self._around.to_owner(lambda: self.supervisor.handle(run, event))

    def _commit(self) -> None:
        """Write what waits, in order; what the history refuses is shown as not yet final."""
        while self._uncommitted:
            segment, latency_ms, cursor_ms = self._uncommitted[0]
            try:
                segment_id = self._around.history.commit_final(self.take_id, segment, cursor_ms)
            except StorageError as error:
                self._refused(error)
                self._show_partial(segment.language)
                return
            self._uncommitted.popleft()
            self._refused_since = None
            if segment_id is not None:
                event = SegmentCommitted(self.take_id, segment_id, segment, latency_ms)
                self._around.post(event)

    def _refused(self, error: StorageError) -> None:
        """Try again later: a refusal can take seconds, which the owner has better use for."""
        self.storage_error = error
        now = self._around.clock()
        self._commit_again_at = now + _COMMIT_AGAIN_S
        if self._refused_since is None:
            self._refused_since = now
            _log.error("a final of take %d is not in the history yet: %s", self.take_id, error)

    def _show_partial(self, language: str) -> None:
        waiting = [segment.text for segment, _, _ in self._uncommitted if segment.text]
        text = " ".join([*waiting, self._partial]).strip()
        self._around.post(PartialChanged(self.take_id, text, language))

    def _tell_behind(self) -> None:
        seconds = self.supervisor.behind_ms // 1000
        if seconds != self._behind_s:
            self._behind_s = seconds
            self._around.post(BehindChanged(self.take_id, seconds))


def _length_to_be(take: Take) -> int:
    """Return how long in ms the recording should be at least, whatever a damaged row says."""
    return min(max(take.cursor_ms, take.length_ms), MOST_HOURS * 3_600_000)
