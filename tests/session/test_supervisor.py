"""The supervisor, told the time: what it starts, what it notices, what it never repeats."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from speechdesk.domain.events import (
    Connected,
    Disconnected,
    Ended,
    Failed,
    Final,
    Partial,
    RecognizerEvent,
    Segment,
    SpeechStarted,
)
from speechdesk.errors import Failure, FailureCode, RecognitionError
from speechdesk.session.supervisor import Supervisor

SECOND = 32_000  # bytes
REFUSED = Failure(FailureCode.REFUSED)


@dataclass
class Run:
    """A recognizer that only remembers what it was told."""

    start_ms: int
    post: Callable[[RecognizerEvent], None]
    told: list[str] = field(default_factory=list)

    def audio_until(self, length_bytes: int) -> None:
        self.told.append(f"until {length_bytes // 32}")

    def audio(self, position_bytes: int, pcm: bytes) -> None:
        self.told.append(f"memory {position_bytes // 32}+{len(pcm) // 32}")

    def finish(self) -> None:
        self.told.append("finish")

    def renew_token(self, token: str) -> None:
        self.told.append(token)

    def close(self) -> None:
        self.told.append("close")


class Bench:
    """A supervisor under test, its clock, and a diary of what the listener heard."""

    def __init__(self, *, cursor_ms: int = 0, speech: bool = True) -> None:
        self.now = 100.0
        self.runs: list[Run] = []
        self.heard: list[str] = []
        self.refuse: Failure | None = None
        self.supervisor = Supervisor(
            cursor_ms=cursor_ms,
            start_run=self._start,
            post=self._post,
            listener=self,
            speech_ms=lambda start, end: end - start if speech else 0,
            clock=lambda: self.now,
            chance=random.Random(1),
        )

    def _post(self, run: int, event: RecognizerEvent) -> None:
        self.supervisor.handle(run, event)

    def _start(self, start_ms: int, post: Callable[[RecognizerEvent], None]) -> Run:
        if self.refuse is not None:
            raise RecognitionError(self.refuse)
        self.runs.append(Run(start_ms, post))
        return self.runs[-1]

    def recognized(self, segment: Segment, latency_ms: int | None, cursor_ms: int) -> None:
        self.heard.append(f"{segment.text or '-'} @{cursor_ms}")

    def partial(self, text: str, language: str) -> None:
        self.heard.append(f"({text})")

    def connected(self) -> None:
        self.heard.append("connected")

    def reconnecting(self, failure: Failure) -> None:
        self.heard.append(f"reconnecting {failure.code}")

    def gave_up(self, failure: Failure) -> None:
        self.heard.append(f"gave up {failure.code}")

    def caught_up(self) -> None:
        self.heard.append("caught up")

    def pass_time(self, seconds: float, step: float = 0.25) -> None:
        for _ in range(round(seconds / step)):
            self.now += step
            self.supervisor.tick()

    def record(self, until_s: float) -> None:
        self.supervisor.audio_until(int(until_s * SECOND))

    def say(self, *events: RecognizerEvent) -> None:
        for event in events:
            self.runs[-1].post(event)


def final(text: str, start_ms: int, end_ms: int) -> Final:
    return Final(Segment(text, start_ms, end_ms - start_ms, "en-US"))


def test_a_take_from_start_to_stop() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=2)
    bench.say(Connected(), Partial("hel", 100, 300), final("Hello.", 100, 900))
    bench.supervisor.finish()
    bench.say(Ended())
    assert bench.heard == [
        "connected", "(hel)", "()", "Hello. @900", "()", "- @2000", "caught up",
    ]  # fmt: skip
    assert bench.runs[0].told == ["until 0", "until 2000", "finish", "close"]


def test_a_lost_connection_goes_on_at_the_end_of_the_last_final() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=3)
    bench.say(Connected(), final("One.", 0, 1000), Partial("tw", 1200, 500))
    bench.say(Failed(Failure(FailureCode.CONNECTION_LOST)))
    assert bench.heard[-2:] == ["()", "reconnecting connection_lost"]
    bench.record(until_s=5)
    bench.pass_time(1)
    assert [run.start_ms for run in bench.runs] == [0, 1000]
    assert bench.runs[1].told == ["until 5000"]


def test_events_of_a_run_that_is_over_are_dropped() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=3)
    bench.say(Failed(REFUSED))
    bench.pass_time(1)
    bench.runs[0].post(final("Late.", 0, 500))
    assert "Late. @500" not in bench.heard


def test_pauses_between_attempts_grow_and_have_a_bound() -> None:
    bench = Bench()
    bench.refuse = REFUSED
    bench.supervisor.resume()
    bench.pass_time(90)
    attempts_at_first = bench.heard.count("reconnecting refused")
    assert 30 < attempts_at_first < 50
    bench.pass_time(300)
    attempts = bench.heard.count("reconnecting refused") - attempts_at_first
    assert 300 / 19 - 2 < attempts < 40


def test_a_service_that_was_reached_is_left_alone_for_longer() -> None:
    bench = Bench()
    bench.refuse = Failure(FailureCode.UNAVAILABLE)
    bench.supervisor.resume()
    bench.pass_time(90)
    assert 90 / 19 < bench.heard.count("reconnecting unavailable") < 20


def test_a_service_that_is_back_after_a_minute_is_found_in_seconds() -> None:
    bench = Bench()
    bench.refuse = REFUSED
    bench.supervisor.resume()
    bench.pass_time(60)
    bench.refuse = None
    bench.pass_time(2.75)
    assert len(bench.runs) == 1


def test_an_outage_of_a_whole_week_is_waited_out() -> None:
    bench = Bench()
    bench.refuse = REFUSED
    bench.supervisor.resume()
    for _ in range(7 * 24 * 60):
        bench.now += 30
        bench.supervisor.tick()
    bench.refuse = None
    bench.pass_time(20)
    assert len(bench.runs) == 1


def test_only_a_final_that_leads_on_shortens_the_pauses_again() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=30)
    starts: list[float] = []
    while len(starts) < 6:
        before = len(bench.runs)
        bench.say(Connected(), Partial("oh", 100, 300), Failed(REFUSED))
        while len(bench.runs) == before:
            bench.pass_time(0.25)
        starts.append(bench.now)
    assert starts[-1] - starts[-2] > 5
    bench.say(final("Oh.", 0, 1000), Failed(REFUSED))
    bench.pass_time(0.5)
    assert bench.runs[-1].start_ms == 1000


@pytest.mark.parametrize(
    "code", [FailureCode.KEY_REFUSED, FailureCode.FORBIDDEN, FailureCode.TLS, FailureCode.PROXY]
)
def test_what_waiting_does_not_mend_rests_until_it_is_mended(code: FailureCode) -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.say(Failed(Failure(code)))
    bench.record(until_s=60)
    bench.pass_time(120)
    assert len(bench.runs) == 1
    assert bench.heard[-1] == f"gave up {code}"
    bench.supervisor.mended()
    assert bench.runs[1].told == ["until 60000"]


def test_a_recording_that_cannot_be_read_is_tried_again_while_it_grows() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(2)
    unreadable = Failed(Failure(FailureCode.RECORDING_UNREADABLE))
    bench.say(Connected(), unreadable)
    bench.pass_time(1)
    assert len(bench.runs) == 2
    bench.supervisor.finish()
    bench.say(unreadable)
    bench.pass_time(60)
    assert len(bench.runs) == 2
    assert bench.heard[-1] == "gave up recording_unreadable"


def test_silence_never_restarts_anything() -> None:
    bench = Bench(speech=False)
    bench.supervisor.resume()
    bench.say(Connected())
    bench.record(until_s=600)
    bench.pass_time(600)
    assert len(bench.runs) == 1


def test_unanswered_speech_restarts_and_the_limit_doubles_when_that_is_in_vain() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.say(Connected())
    noticed: list[float] = []
    for second in range(1, 200):
        bench.record(until_s=second)
        before = len(bench.runs)
        bench.pass_time(1)
        if len(bench.runs) > before:
            noticed.append(second)
            bench.say(Connected())
    assert 12 <= noticed[0] <= 15
    waits = [later - earlier for earlier, later in pairwise(noticed)]
    assert waits[0] >= 24 and waits[1] >= 48


def test_a_muted_sdk_after_normal_closes_is_noticed_within_three_seconds_or_so() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.say(Connected(), Disconnected())
    bench.pass_time(3.25)
    assert bench.heard[-1] == "reconnecting connection_lost"


def test_closes_in_a_row_are_soon_a_loss_and_those_of_hours_are_none() -> None:
    bench = Bench(speech=False)
    bench.supervisor.resume()
    for _ in range(6):
        bench.say(Connected(), Disconnected(), Connected())
        bench.pass_time(600, step=0.5)
    assert len(bench.runs) == 1
    for _ in range(4):
        bench.say(Connected(), Partial("a", 0, 100), Disconnected())
        bench.pass_time(0.25)
    bench.pass_time(0.75)
    assert bench.heard[-1] == "reconnecting connection_lost"


def test_the_sdks_own_quick_reconnect_is_left_alone() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.say(Connected(), Disconnected())
    bench.pass_time(0.5)
    bench.say(Connected())
    bench.pass_time(10)
    assert len(bench.runs) == 1


def test_a_connection_that_never_stands_is_given_up() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.pass_time(16)
    assert "reconnecting silent" in bench.heard


def test_time_in_which_nobody_listened_makes_no_connection_dead() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=60)
    bench.say(Connected())
    bench.pass_time(1)
    bench.now += 40  # a locked disk, or the lid was closed
    bench.pass_time(5)
    assert len(bench.runs) == 1
    bench.pass_time(10)
    assert "reconnecting silent" in bench.heard


def test_an_end_that_nobody_asked_for_is_a_failure() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.say(Connected(), Ended())
    assert bench.heard[-1] == "reconnecting stopped"


def test_a_drain_without_an_answer_starts_again() -> None:
    bench = Bench(speech=False)
    bench.supervisor.resume()
    bench.record(until_s=2)
    bench.say(Connected(), final("One.", 0, 1000))
    bench.supervisor.finish()
    bench.pass_time(13)
    assert bench.runs[1].start_ms == 1000
    assert bench.runs[1].told == ["until 2000", "finish"]


@pytest.mark.parametrize(
    ("offset_ms", "duration_ms", "cursor_ms"),
    [(0, 500, 1000), (-500, 100, 1000), (2**62, 2**62, 4000), (900, 2**63, 4000)],
)
def test_finals_stay_inside_the_recording_and_in_order(
    offset_ms: int, duration_ms: int, cursor_ms: int
) -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=4)
    bench.say(final("One.", 0, 1000))
    bench.say(Final(Segment("Two.", offset_ms, duration_ms, "en-US")))
    assert bench.heard[-1] == f"Two. @{cursor_ms}"


def test_a_final_that_comes_twice_counts_once() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=4)
    bench.say(final("One.", 0, 1000), final("One.", 0, 1000), final("One.", 1500, 2000))
    assert [line for line in bench.heard if line.startswith("One.")] == ["One. @1000", "One. @2000"]


def test_silence_moves_the_cursor() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=30)
    bench.say(Connected(), SpeechStarted(100), final("", 0, 10_000), final("", 10_000, 20_000))
    bench.say(Failed(Failure(FailureCode.CONNECTION_LOST)))
    bench.pass_time(1)
    assert bench.runs[1].start_ms == 20_000


def test_another_configuration_begins_where_the_old_one_ends() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=2)
    bench.supervisor.restart()
    bench.record(until_s=3)
    bench.say(final("Eins.", 0, 1900), Ended())
    assert bench.runs[0].told == ["until 0", "until 2000", "finish", "close"]
    assert bench.runs[1].start_ms == 2000
    assert bench.runs[1].told == ["until 3000"]


def test_resume_while_the_pause_still_drains() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=1)
    bench.supervisor.finish()
    bench.supervisor.resume()
    bench.record(until_s=2)
    bench.say(Ended())
    assert bench.runs[1].told == ["until 2000"]
    assert "caught up" not in bench.heard


def test_sound_that_is_in_memory_only_reaches_every_later_run() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=1)
    bench.supervisor.audio(SECOND, b"\1\0" * 16_000)
    bench.say(Failed(Failure(FailureCode.WORKER_GONE)))
    bench.pass_time(1)
    assert bench.runs[0].told == ["until 0", "until 1000", "memory 1000+1000", "close"]
    assert bench.runs[1].told == ["until 1000", "memory 1000+1000"]
    bench.record(until_s=2)
    bench.say(Failed(Failure(FailureCode.WORKER_GONE)))
    bench.pass_time(2)
    assert bench.runs[2].told == ["until 2000"]


def test_sound_that_is_on_the_disk_in_part_is_still_whole() -> None:
    bench = Bench()
    bench.supervisor.resume()
    bench.record(until_s=1)
    bench.supervisor.audio(SECOND, b"\1\0" * 16_000)
    bench.record(until_s=1.5)
    bench.say(Failed(Failure(FailureCode.WORKER_GONE)))
    bench.pass_time(1)
    assert bench.runs[1].told == ["until 1000", "memory 1000+1000"]
    assert len(bench.supervisor.unwritten(SECOND * 3 // 2)) == SECOND // 2


def test_nothing_to_recognize_is_caught_up_at_once() -> None:
    bench = Bench(cursor_ms=2000)
    bench.record(until_s=2)
    bench.supervisor.finish()
    assert bench.heard == ["caught up"]
    assert bench.runs == []
