"""A recognizer that says what a test wants, when the test wants it.

Given phrases, it answers like a service: a partial and a final once the audio of a phrase is there,
the rest at `finish`, then `Ended`. Without phrases it says only what `deliver` hands it.
"""

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from speechdesk.domain.connection import RecognizerConfig
from speechdesk.domain.events import (
    Connected,
    Ended,
    Failed,
    Final,
    Partial,
    RecognizerEvent,
    Segment,
    SessionStarted,
)
from speechdesk.errors import Failure
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.recognizer import Post

DEADLINE_S = 30.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """`text` is recognized from `start_ms` to `end_ms` of the recording."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class _Delivery:
    event: RecognizerEvent
    done: threading.Event = field(default_factory=threading.Event)


class ScriptedRecognizer:
    """One scripted recognizer. The attributes hold what it was started with and told."""

    def __init__(
        self,
        config: RecognizerConfig,
        recording: Path,
        start_ms: int,
        post: Post,
        phrases: Sequence[Phrase] | None = None,
    ) -> None:
        self.config = config
        self.recording = recording
        self.start_ms = start_ms
        self.length_bytes = 0
        self.from_memory: list[tuple[int, bytes]] = []
        self.tokens: list[str] = []
        self.finished = threading.Event()
        self.closed = threading.Event()
        self._post = post
        self._answers = phrases is not None
        self._lock = threading.Lock()
        self._phrases = [each for each in phrases or () if each.start_ms >= start_ms]
        self._queue: queue.SimpleQueue[_Delivery | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="scripted-recognizer")
        self._thread.start()
        if self._answers:
            self._put(SessionStarted("scripted"))
            self._put(Connected())

    def audio_until(self, length_bytes: int) -> None:
        with self._lock:
            self.length_bytes = max(self.length_bytes, length_bytes)
            self._answer(self.length_bytes // BYTES_PER_MS)

    def audio(self, position_bytes: int, pcm: bytes) -> None:
        with self._lock:
            self.from_memory.append((position_bytes, pcm))
            self.length_bytes = max(self.length_bytes, position_bytes + len(pcm))
            self._answer(self.length_bytes // BYTES_PER_MS)

    def finish(self) -> None:
        with self._lock:
            self.finished.set()
            if self._answers:
                self._put(Ended())

    def renew_token(self, token: str) -> None:
        self.tokens.append(token)

    def close(self) -> None:
        self.closed.set()
        self._queue.put(None)

    def deliver(self, event: RecognizerEvent) -> None:
        """Post `event` on the recognizer's thread and return once `post` has returned."""
        delivery = _Delivery(event)
        self._queue.put(delivery)
        while self._thread.is_alive():
            if delivery.done.wait(0.01):
                return

    def final(self, text: str, start_ms: int, end_ms: int) -> None:
        """Deliver a final phrase."""
        self.deliver(Final(self._segment(Phrase(text, start_ms, end_ms))))

    def fail(self, failure: Failure) -> None:
        """Deliver the end by a failure."""
        self.deliver(Failed(failure))

    def _answer(self, length_ms: int) -> None:
        while self._phrases and self._phrases[0].end_ms <= length_ms:
            phrase = self._phrases.pop(0)
            duration = phrase.end_ms - phrase.start_ms
            self._put(Partial(phrase.text.lower(), phrase.start_ms, duration))
            self._put(Final(self._segment(phrase)))

    def _segment(self, phrase: Phrase) -> Segment:
        return Segment(
            text=phrase.text,
            offset_ms=phrase.start_ms,
            duration_ms=phrase.end_ms - phrase.start_ms,
            language=self.config.languages[0],
        )

    def _put(self, event: RecognizerEvent) -> None:
        self._queue.put(_Delivery(event))

    def _run(self) -> None:
        while (delivery := self._queue.get()) is not None:
            if self.closed.is_set():
                return
            self._post(delivery.event)
            delivery.done.set()
            if isinstance(delivery.event, Ended | Failed):
                return


class ScriptedRecognizers:
    """Starts scripted recognizers and keeps them: a `StartRecognizer` for the session under test.

    `phrases` answers for every recognizer that is started; None leaves each to the test.
    """

    def __init__(self, phrases: Sequence[Phrase] | None = None) -> None:
        self._phrases = phrases
        self._changed = threading.Condition()
        self.started: list[ScriptedRecognizer] = []

    def __call__(
        self, config: RecognizerConfig, recording: Path, start_ms: int, post: Post
    ) -> ScriptedRecognizer:
        recognizer = ScriptedRecognizer(config, recording, start_ms, post, self._phrases)
        with self._changed:
            self.started.append(recognizer)
            self._changed.notify_all()
        return recognizer

    def wait(self, number: int, deadline_s: float = DEADLINE_S) -> ScriptedRecognizer:
        """Return the recognizer that was started as the `number`th (from 1), once it is there."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.started) >= number, deadline_s):
                raise AssertionError(f"{len(self.started)} of {number} recognizers were started")
            return self.started[number - 1]
