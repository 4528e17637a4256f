"""A recognizer that is run once over sound that exists already, and watched to its end."""

import queue
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from speechdesk.domain.events import Ended, Failed, RecognizerEvent, SessionStarted
from speechdesk.errors import Failure, FailureCode
from speechdesk.session.starter import Configure, DeferredRecognizer, Sent, not_metered
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.recognizer import StartRecognizer

_POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class OneShots:
    """What runs recognizers over sound; `sent` is told how much of it went to a service."""

    start_recognizer: StartRecognizer
    sent: Sent = not_metered
    clock: Callable[[], float] = time.monotonic

    def events(
        self,
        configure: Configure,
        recording: Path,
        start_ms: int,
        end_ms: int,
        *,
        cancelled: threading.Event,
        deadline_s: float,
    ) -> Generator[RecognizerEvent, None, None]:
        """Yield what is said of a stretch of `recording`, up to `Ended` or `Failed`.

        Blocks between events. After `deadline_s` the failure is SILENT; once `cancelled` is set,
        nothing comes any more.
        """
        events: queue.SimpleQueue[RecognizerEvent] = queue.SimpleQueue()
        recognizer = DeferredRecognizer(
            self.start_recognizer,
            configure,
            recording,
            start_ms,
            events.put,
            sent=self.sent,
            clock=self.clock,
        )
        give_up_at = self.clock() + deadline_s
        sdk_session = ""
        try:
            recognizer.audio_until(end_ms * BYTES_PER_MS)
            recognizer.finish()
            while not cancelled.is_set():
                if self.clock() >= give_up_at:
                    yield Failed(Failure(FailureCode.SILENT, sdk_session=sdk_session))
                    return
                try:
                    event = events.get(timeout=_POLL_S)
                except queue.Empty:
                    continue
                if isinstance(event, SessionStarted):
                    sdk_session = event.sdk_session
                yield event
                if isinstance(event, Ended | Failed):
                    return
        finally:
            recognizer.close()
