"""One phrase again: the same sound, once more, in another language, by the real SDK."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechdesk.domain.connection import Connection, RecognizerConfig
from speechdesk.domain.events import Segment
from speechdesk.errors import FailureCode, RecognitionError, StorageError
from speechdesk.session.one_shot import OneShots
from speechdesk.session.revision import Revised, recognize_again
from speechdesk.sound.recording import RecordingWriter
from speechdesk.speech.worker import WorkerPool
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source
from tests.hosts import encode_numbers, script_host
from tests.scripted_recognizer import Phrase, ScriptedRecognizers
from tests.speech.services import config_for


class Take:
    """A take of numbers, of which 11 to 20, 21 to 30 and 41 to 50 were recognized before."""

    def __init__(self, folder: Path) -> None:
        self.history = History(folder / "history.sqlite3")
        self.recording = folder / "take.pcm"
        with RecordingWriter(self.recording) as writer:
            writer.append(encode_numbers(range(1, 61)))
        self.id = self.history.create_take(
            title="", language="en-US", source=Source.MICROPHONE, recording="take.pcm"
        )
        self.segments = [
            self.history.commit_final(self.id, Segment(text, start, 1000, "en-US"), start + 1000)
            for text, start in (("eleven", 1000), ("twenty-one", 2000), ("forty-one", 4000))
        ]

    def again(
        self, number: int, config: RecognizerConfig, one_shots: OneShots, *, cancel: bool = False
    ) -> Revised | None:
        cancelled = threading.Event()
        if cancel:
            cancelled.set()
        segment_id = self.segments[number]
        assert segment_id is not None
        return recognize_again(
            self.history,
            self.id,
            segment_id,
            self.recording,
            lambda: config,
            one_shots,
            cancelled=cancelled,
        )


@pytest.fixture
def take(tmp_path: Path) -> Iterator[Take]:
    take = Take(tmp_path)
    yield take
    take.history.close()


@pytest.fixture
def workers() -> Iterator[WorkerPool]:
    pool = WorkerPool(keep_warm=False)
    yield pool
    pool.close()


def numbers(text: str) -> list[int]:
    return [int(word) for word in text.split()]


def test_the_sound_of_one_phrase_is_recognized_with_silence_around_but_no_neighbour(
    take: Take, workers: WorkerPool
) -> None:
    sent: list[int] = []
    one_shots = OneShots(workers.start, lambda connection, ms: sent.append(ms))
    with script_host({"numbers": {"per_phrase": 4}}) as host:
        config = config_for(host, "de-DE", fast=True)
        revised = take.again(1, config, one_shots)
        (request,) = host.requests()
    assert request["turns"][0]["context"]["phraseDetection"]["language"] == "de-DE"
    assert revised is not None
    # 300 ms of the silence behind it, nothing of the phrase before it.
    assert numbers(revised.segment.text) == list(range(21, 34))
    assert revised.segment.language == "de-DE"
    assert (revised.segment.offset_ms, revised.segment.end_ms) == (2000, 3300)
    stored = {each.id: each for each in take.history.segments(take.id)}
    assert stored[revised.new_id].replaces == take.segments[1]
    assert stored[revised.new_id].segment == revised.segment
    assert stored[take.segments[1] or 0].segment.text == "twenty-one"
    assert sum(sent) == 1300


def scripted(*phrases: Phrase) -> OneShots:
    return OneShots(ScriptedRecognizers(phrases))


CONFIG = RecognizerConfig(Connection(), ("en-US",))


def test_several_phrases_become_one_segment(take: Take) -> None:
    one_shots = scripted(Phrase("One.", 3800, 4200), Phrase("Two.", 4300, 5100))
    revised = take.again(2, CONFIG, one_shots)
    assert revised is not None
    assert revised.segment == Segment("One. Two.", 3800, 1300, "en-US")


def test_nothing_understood_leaves_all_as_it_is(take: Take) -> None:
    assert take.again(2, CONFIG, scripted()) is None
    assert take.again(2, CONFIG, scripted(Phrase("", 3800, 4200))) is None
    assert len(take.history.segments(take.id)) == 3


def test_cancelled_it_keeps_nothing(take: Take) -> None:
    assert take.again(2, CONFIG, scripted(Phrase("One.", 3800, 4200)), cancel=True) is None
    assert len(take.history.segments(take.id)) == 3


def test_a_failure_is_raised_as_it_is(take: Take, workers: WorkerPool) -> None:
    with script_host() as host:
        host.fault("http", code=401)
        with pytest.raises(RecognitionError) as caught:
            take.again(0, config_for(host), OneShots(workers.start))
    assert caught.value.failure.code is FailureCode.KEY_REFUSED


def test_a_segment_that_is_gone_is_said(take: Take) -> None:
    take.segments = [99]
    with pytest.raises(StorageError):
        take.again(0, CONFIG, scripted())
