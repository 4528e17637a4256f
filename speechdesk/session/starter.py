"""Starts a recognizer whose configuration may take a while to be known.

A key lies in a keyring that may ask for a password, a token comes from a command, the local service
has to start: all of that happens in a thread of its own, while the microphone already records.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from speechdesk.domain.connection import RecognizerConfig
from speechdesk.domain.events import Failed
from speechdesk.errors import Failure, FailureCode, RecognitionError, SpeechDeskError
from speechdesk.speech.recognizer import Post, Recognizer, StartRecognizer

Configure = Callable[[], RecognizerConfig]
"""Returns what to recognize with; may block, and may raise RecognitionError."""

_log = logging.getLogger(__name__)


class DeferredRecognizer:
    """A recognizer that holds what it is told until its configuration is known."""

    def __init__(
        self,
        start: StartRecognizer,
        configure: Configure,
        recording: Path,
        start_ms: int,
        post: Post,
    ) -> None:
        self._start = start
        self._configure = configure
        self._recording = recording
        self._start_ms = start_ms
        self._post = post
        self._lock = threading.Lock()
        self._recognizer: Recognizer | None = None
        self._held: list[Callable[[Recognizer], None]] = []
        self._closed = False
        threading.Thread(target=self._run, name="recognizer-start", daemon=True).start()

    def audio_until(self, length_bytes: int) -> None:
        self._tell(lambda recognizer: recognizer.audio_until(length_bytes))

    def audio(self, position_bytes: int, pcm: bytes) -> None:
        self._tell(lambda recognizer: recognizer.audio(position_bytes, pcm))

    def finish(self) -> None:
        self._tell(lambda recognizer: recognizer.finish())

    def renew_token(self, token: str) -> None:
        self._tell(lambda recognizer: recognizer.renew_token(token))

    def close(self) -> None:
        with self._lock:
            self._closed = True
            recognizer, self._recognizer = self._recognizer, None
            self._held.clear()
        if recognizer is not None:
            recognizer.close()

    def _tell(self, call: Callable[[Recognizer], None]) -> None:
        with self._lock:
            if self._recognizer is not None:
                call(self._recognizer)
            elif not self._closed:
                self._held.append(call)

    def _run(self) -> None:
        try:
            config = self._configure()
            with self._lock:
                if self._closed:
                    return
                recognizer = self._start(config, self._recording, self._start_ms, self._post)
                self._recognizer = recognizer
                for call in self._held:
                    call(recognizer)
                self._held.clear()
        except RecognitionError as error:
            self._fail(error.failure)
        except SpeechDeskError as error:
            self._fail(Failure(FailureCode.BAD_OPTION, str(error)))
        except Exception as error:
            # Whatever a keyring's backend or a token command raises must not end recognition
            # without a word.
            _log.exception("the recognizer's configuration failed")
            self._fail(Failure(FailureCode.WORKER_GONE, type(error).__name__))

    def _fail(self, failure: Failure) -> None:
        with self._lock:
            closed = self._closed
        if not closed:
            self._post(Failed(failure))
