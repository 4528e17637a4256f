"""What the session expects of a recognizer."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from speechdesk.domain.connection import RecognizerConfig
from speechdesk.domain.events import RecognizerEvent

Post = Callable[[RecognizerEvent], None]


class Recognizer(Protocol):
    """One recognizer at work on one recording. No method blocks; events come by `post`.

    `post` is called on a thread of the recognizer's. After `Ended` or `Failed`, and after `close`
    has been called, nothing more is posted.
    """

    def audio_until(self, length_bytes: int) -> None:
        """Say that the recording now holds this many bytes of PCM."""

    def audio(self, position_bytes: int, pcm: bytes) -> None:
        """Hand over PCM that could not be written to the recording (the disk is full)."""

    def finish(self) -> None:
        """Say that no more audio will come: drain to the last final, then post `Ended`."""

    def renew_token(self, token: str) -> None:
        """Replace the authorization token of the live recognizer."""

    def close(self) -> None:
        """End at once, whatever state it is in."""


class StartRecognizer(Protocol):
    """Starts a recognizer on `recording` (raw PCM, see `sound.recording`) at `start_ms`."""

    def __call__(
        self, config: RecognizerConfig, recording: Path, start_ms: int, post: Post
    ) -> Recognizer: ...
