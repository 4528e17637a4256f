"""The sample clip on its way through a recognizer, and what is told of it."""

import itertools
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from speechdesk.domain.connection import RecognizerConfig
from speechdesk.domain.events import (
    Connected,
    Ended,
    Failed,
    Final,
    RecognizerEvent,
    Segment,
    SessionStarted,
)
from speechdesk.errors import Failure, FailureCode
from speechdesk.session.one_shot import OneShots
from speechdesk.session.service_check import ServiceCheck, check_service
from speechdesk.speech.recognizer import Post
from tests.session.conftest import configure

BEGIN = (SessionStarted("d4"), Connected())
REFUSED = Failure(FailureCode.KEY_REFUSED)


def final(text: str, latency_ms: int | None = None) -> Final:
    return Final(Segment(text, 0, 1000, "en-US"), latency_ms)


class Recognizer:
    """Says `events` once it has all of the clip, and knows whether that was there to its end."""

    def __init__(self, recording: Path, post: Post, events: tuple[RecognizerEvent, ...]) -> None:
        self._recording = recording
        self._post = post
        self._events = events
        self.had_sound_to_its_end = False

    def audio_until(self, length_bytes: int) -> None:
        assert self._recording.stat().st_size == length_bytes

    def audio(self, position_bytes: int, pcm: bytes) -> None:
        raise AssertionError("the clip lies on the disk")

    def renew_token(self, token: str) -> None:
        raise AssertionError("no token lives so short")

    def finish(self) -> None:
        for event in self._events:
            self._post(event)

    def close(self) -> None:
        self.had_sound_to_its_end = self._recording.exists()


class Service:
    """Starts recognizers that say `events`; a second passes with each look at its clock."""

    def __init__(self, *events: RecognizerEvent) -> None:
        self._events = events
        self.started: list[Recognizer] = []
        self.clock: Callable[[], float] = itertools.count().__next__

    def start(
        self, config: RecognizerConfig, recording: Path, start_ms: int, post: Post
    ) -> Recognizer:
        self.started.append(Recognizer(recording, post, self._events))
        return self.started[-1]

    def check(self, deadline_s: float = 1e6) -> ServiceCheck:
        one_shots = OneShots(self.start, clock=self.clock)
        return check_service(configure(), one_shots, deadline_s=deadline_s)


@pytest.mark.parametrize(
    ("events", "text", "latency_ms"),
    [
        ((final("Hello world."), Ended()), "Hello world.", None),
        ((final("Hello", 90), final(""), final("world", 70), Ended()), "Hello world", 70),
        ((Ended(),), "", None),
    ],
)
def test_an_answer(events: tuple[RecognizerEvent, ...], text: str, latency_ms: int | None) -> None:
    found = Service(*BEGIN, *events).check()

    assert (found.failure, found.cancelled) == (None, False)
    assert (found.text, found.latency_ms, found.sdk_session) == (text, latency_ms, "d4")
    assert found.connect_ms is not None and found.answer_ms is not None
    assert found.connect_ms < found.answer_ms


def test_a_failure_keeps_what_came_before_it() -> None:
    found = Service(*BEGIN, Failed(REFUSED)).check()

    assert (found.failure, found.sdk_session, found.answer_ms) == (REFUSED, "d4", None)


def test_a_service_that_says_nothing_is_silent() -> None:
    found = Service(*BEGIN).check(deadline_s=20)

    assert found.failure == Failure(FailureCode.SILENT, sdk_session="d4")


def test_it_can_be_cancelled() -> None:
    cancelled = threading.Event()
    cancelled.set()
    found = check_service(configure(), OneShots(Service(*BEGIN).start), cancelled=cancelled)

    assert found == ServiceCheck(cancelled=True)


@pytest.mark.parametrize("end", [Ended(), Failed(REFUSED)], ids=["well", "badly"])
def test_the_recognizer_is_let_go_before_its_sound(end: RecognizerEvent) -> None:
    service = Service(*BEGIN, end)
    service.check()

    assert [each.had_sound_to_its_end for each in service.started] == [True]
