"""Another language in mid-dictation, by the real SDK: nothing is lost, and nothing said twice."""

from pathlib import Path

from speechdesk.domain.connection import RecognizerConfig
from speechdesk.session.events import Recorded, SegmentCommitted, StateChanged
from speechdesk.session.state import State
from speechdesk.speech.worker import WorkerPool
from tests.hosts import ScriptHost, encode_numbers, script_host
from tests.session.conftest import FakeMicrophone, Studio
from tests.speech.services import config_for

PIECE = 640  # bytes: 20 ms


def say(microphone: FakeMicrophone, numbers: range) -> None:
    pcm = encode_numbers(numbers)
    for start in range(0, len(pcm), PIECE):
        microphone.sink(pcm[start : start + PIECE])


def languages_asked_for(host: ScriptHost) -> list[str]:
    return [
        turn["context"]["phraseDetection"]["language"]
        for request in host.requests()
        for turn in request["turns"][:1]
    ]


def test_each_number_is_written_once_and_in_the_language_it_was_said_in(tmp_path: Path) -> None:
    with script_host({"numbers": {"per_phrase": 5}}) as host:
        workers = WorkerPool(keep_warm=False)
        studio = Studio(tmp_path, workers.start)

        def in_language(tag: str) -> RecognizerConfig:
            return config_for(host, tag, fast=True)

        microphone = studio.record(config=lambda: in_language("en-US"))
        say(microphone, range(1, 27))
        studio.until(lambda: studio.seen(SegmentCommitted))
        studio.until(lambda: any(each.length_ms >= 2560 for each in studio.seen(Recorded)))
        studio.session.change_config(lambda: in_language("de-DE"))
        say(microphone, range(27, 54))
        studio.until(
            lambda: any(e.segment.language == "de-DE" for e in studio.seen(SegmentCommitted))
        )
        studio.session.change_config(lambda: in_language("en-US"))
        say(microphone, range(54, 81))
        studio.session.stop()
        take_id = studio.wait(StateChanged, state=State.IDLE).take_id
        segments = [each.segment for each in studio.history.segments(take_id)]
        asked = languages_asked_for(host)
        assert studio.session.close(deadline_s=1.0)
        workers.close()
        studio.history.close()
    assert [int(word) for each in segments for word in each.text.split()] == list(range(1, 81))
    assert asked == ["en-US", "de-DE", "en-US"]
    said_in = dict.fromkeys(each.language for each in segments)
    assert list(said_in) == ["en-US", "de-DE"]
    ends = [each.end_ms for each in segments]
    assert ends == sorted(ends)
