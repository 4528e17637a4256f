"""Does the service recognize? A short clip goes the whole way, through the same worker."""

import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
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
from speechdesk.errors import Failure
from speechdesk.resources import resource
from speechdesk.session.one_shot import OneShots
from speechdesk.session.starter import Configure
from speechdesk.sound.recording import RecordingWriter

DEADLINE_S = 20.0


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
    one_shots: OneShots,
    *,
    cancelled: threading.Event | None = None,
    deadline_s: float = DEADLINE_S,
) -> ServiceCheck:
    """Recognize the sample clip once, and say how that went. Blocks up to `deadline_s`."""
    cancelled = cancelled or threading.Event()
    # The worker may hold the recording for a moment longer, which Windows minds.
    with TemporaryDirectory(prefix="speechdesk-", ignore_cleanup_errors=True) as folder:
        recording = Path(folder) / "sample.pcm"
        with RecordingWriter(recording) as writer:
            writer.append(sample_pcm())
            length_ms = writer.length_ms
        events = one_shots.events(
            configure, recording, 0, length_ms, cancelled=cancelled, deadline_s=deadline_s
        )
        with closing(events):  # the recognizer goes before what it reads
            return _watch(events, one_shots.clock)


def sample_pcm() -> bytes:
    """Return the clip "hello world, the weather is nice today": 16 kHz mono s16le."""
    with wave.open(str(resource("sounds/sample.wav"))) as clip:
        pcm: bytes = clip.readframes(clip.getnframes())
    return pcm


def _watch(events: Iterator[RecognizerEvent], clock: Callable[[], float]) -> ServiceCheck:
    started = clock()
    found = ServiceCheck()
    for event in events:
        elapsed_ms = int((clock() - started) * 1000)
        match event:
            case SessionStarted(session):
                found = replace(found, sdk_session=session)
            case Connected() if found.connect_ms is None:
                found = replace(found, connect_ms=elapsed_ms)
            case Final(segment, latency_ms):
                text = f"{found.text} {segment.text}".strip()
                found = replace(found, text=text, latency_ms=latency_ms or found.latency_ms)
            case Failed(failure):
                return replace(found, failure=failure)
            case Ended():
                return replace(found, answer_ms=elapsed_ms)
    return replace(found, cancelled=True)
