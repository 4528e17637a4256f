"""Starts a recognizer whose configuration may take a while to be known.

A key lies in a keyring that may ask for a password, a token comes from a command, the local service
has to start: all of that happens in a thread of its own, while the microphone already records.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from speechdesk.domain.connection import (
    Connection,
    Credential,
    CredentialKind,
    RecognizerConfig,
)
from speechdesk.domain.events import AudioSent, Connected, Failed, RecognizerEvent
from speechdesk.errors import (
    Failure,
    FailureCode,
    RecognitionError,
    SecretsError,
    SpeechDeskError,
    UsageError,
)
from speechdesk.messages import message_for
from speechdesk.session.renewal import TokenRenewal
from speechdesk.speech.recognizer import Post, Recognizer, StartRecognizer

Configure = Callable[[], RecognizerConfig]
"""Returns what to recognize with; may block, and may raise RecognitionError."""

Sent = Callable[[Connection, int], None]
"""Told of each piece of sound that went to the service of a connection, in ms; never blocks."""

_log = logging.getLogger(__name__)


def not_metered(connection: Connection, duration_ms: int) -> None:
    """Count nothing."""


class DeferredRecognizer:
    """A recognizer that holds what it is told until its configuration is known.

    Where a token signs in, `tick` sees to it that the recognizer always has a fresh one.
    """

    def __init__(
        self,
        start: StartRecognizer,
        configure: Configure,
        recording: Path,
        start_ms: int,
        post: Post,
        *,
        sent: Sent = not_metered,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._start = start
        self._configure = configure
        self._recording = recording
        self._start_ms = start_ms
        self._post = post
        self._sent = sent
        self._clock = clock
        self._renewal: TokenRenewal | None = None
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

    def tick(self) -> None:
        """Let time pass; call it now and then while the recognizer lives."""
        with self._lock:
            renewal = None if self._closed else self._renewal
        if renewal is not None:
            renewal.tick()

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
            post = self._relay(config)
            with self._lock:
                if self._closed:
                    return
                recognizer = self._start(config, self._recording, self._start_ms, post)
                self._recognizer = recognizer
                self._renewal = self._renewal_of(config)
                for call in self._held:
                    call(recognizer)
                self._held.clear()
        except RecognitionError as error:
            self._fail(error.failure)
        except SpeechDeskError as error:
            self._fail(_failure_of(error))
        except Exception as error:
            # Whatever a keyring's backend or a token command raises must not end recognition
            # without a word.
            _log.exception("the recognizer's configuration failed")
            self._fail(Failure(FailureCode.WORKER_GONE, type(error).__name__))

    def _relay(self, config: RecognizerConfig) -> Post:
        """Return what posts a recognizer's events, but for how much it has sent."""
        is_connected = False

        def post(event: RecognizerEvent) -> None:
            nonlocal is_connected
            match event:
                case AudioSent(duration_ms):
                    self._sent(config.connection, duration_ms)
                case Failed(failure) if is_connected and _has_run_out(failure, config.credential):
                    self._post(Failed(replace(failure, code=FailureCode.CONNECTION_LOST)))
                case _:
                    is_connected = is_connected or isinstance(event, Connected)
                    self._post(event)

        return post

    def _renewal_of(self, config: RecognizerConfig) -> TokenRenewal | None:
        credential = config.credential
        if credential is None or credential.kind is not CredentialKind.TOKEN:
            return None
        return TokenRenewal(
            credential.value, lambda: self._configure().credential, self.renew_token, self._clock
        )

    def _fail(self, failure: Failure) -> None:
        with self._lock:
            closed = self._closed
        if not closed:
            self._post(Failed(failure))


def _has_run_out(failure: Failure, credential: Credential | None) -> bool:
    """Whether a token that was taken before is refused: the next recognizer gets a fresh one.

    While a computer sleeps, no token is renewed.
    """
    is_token = credential is not None and credential.kind is CredentialKind.TOKEN
    return is_token and failure.code is FailureCode.KEY_REFUSED


def _failure_of(error: SpeechDeskError) -> Failure:
    """Return why there is no configuration, for those who ask nothing but why recognition fails."""
    match error:
        case SecretsError(code="no_command"):
            return Failure(FailureCode.SIGN_IN, message_for(error).line)
        case SecretsError(code="locked" | "no_answer"):
            return Failure(FailureCode.KEYRING, error.detail)
        case SecretsError(code="no_key"):
            return Failure(FailureCode.NO_KEY, error.detail)
        case SecretsError():
            return Failure(FailureCode.NO_KEY, message_for(error).line)
        case UsageError():
            return Failure(FailureCode.CONTRADICTION, error.detail)
        case _:
            return Failure(FailureCode.BAD_OPTION, str(error))
