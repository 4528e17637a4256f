"""Does the service recognize? A short clip goes the whole way, through the same worker."""

import queue
import threading
import time
import wave
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from speechdesk.domain.events import (
    Connected,
    Ended,
    Failed,
    Final,
    RecognizerEvent,
    SessionStarted,
)
from speechdesk.errors import Failure, FailureCode
from speechdesk.resources import resource
from speechdesk.session.starter import Configure, DeferredRecognizer
from speechdesk.sound.recording import RecordingWriter
from speechdesk.speech.recognizer import StartRecognizer

DEADLINE_S = 20.0
_POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class ServiceCheck:
    """What became of the clip. `failure` is None where it was answered, or was cancelled.

    `connect_ms` is from the start to the connection, `answer_ms` to the end of the clip's answer;
    `latency_ms` is the service's own figure. None where it did not come to that.
    """

    failure: Failure | None = None
    cancelled: bool = False
    text: str = ""
    connect_ms: int | None = None
    answer_ms: int | None = None
    latency_ms: int | None = None
    sdk_session: str = ""


def check_service(
    configure: Configure,
    start_recognizer: StartRecognizer,
    *,
    cancelled: threading.Event | None = None,
    deadline_s: float = DEADLINE_S,
) -> ServiceCheck:
    """Recognize the sample clip once, and say how that went. Blocks up to `deadline_s`."""
    events: queue.SimpleQueue[RecognizerEvent] = queue.SimpleQueue()
    with TemporaryDirectory(prefix="speechdesk-") as folder:
        recording = Path(folder) / "sample.pcm"
        with RecordingWriter(recording) as writer:
            writer.append(sample_pcm())
            length = writer.length_bytes
        recognizer = DeferredRecognizer(start_recognizer, configure, recording, 0, events.put)
        try:
            recognizer.audio_until(length)
            recognizer.finish()
            return _watch(events, cancelled or threading.Event(), deadline_s)
        finally:
            recognizer.close()


def sample_pcm() -> bytes:
    """Return the clip "hello world, the weather is nice today": 16 kHz mono s16le."""
    with wave.open(str(resource("sounds/sample.wav"))) as clip:
        pcm: bytes = clip.readframes(clip.getnframes())
    return pcm


def _watch(
    events: "queue.SimpleQueue[RecognizerEvent]", cancelled: threading.Event, deadline_s: float
) -> ServiceCheck:
    started = time.monotonic()
    texts: list[str] = []
    connect_ms = latency_ms = None
    sdk_session = ""
    while not cancelled.is_set():
        elapsed_ms = int((time.monotonic() - started) * 1000)
        if elapsed_ms >= deadline_s * 1000:
            failure = Failure(FailureCode.SILENT, sdk_session=sdk_session)
            return ServiceCheck(failure, connect_ms=connect_ms, sdk_session=sdk_session)
        try:
            event = events.get(timeout=_POLL_S)
        except queue.Empty:
            continue
        elapsed_ms = int((time.monotonic() - started) * 1000)
        match event:
            case SessionStarted(session):
                sdk_session = session
            case Connected() if connect_ms is None:
                connect_ms = elapsed_ms
            case Final(segment, latency):
                texts.append(segment.text)
                latency_ms = latency if latency is not None else latency_ms
            case Failed(failure):
                return ServiceCheck(failure, connect_ms=connect_ms, sdk_session=sdk_session)
            case Ended():
                text = " ".join(texts).strip()
                return ServiceCheck(
                    None, False, text, connect_ms, elapsed_ms, latency_ms, sdk_session
                )
    return ServiceCheck(cancelled=True, sdk_session=sdk_session)
