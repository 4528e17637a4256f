"""What a user does while something is wrong, or at the worst moment; and sound to be caught up."""

import contextlib
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from speechdesk.session.events import JobEnded, StateChanged
from speechdesk.session.state import State
from speechdesk.storage.takes import Source
from tests.faults.measure import count, numbers, sound
from tests.faults.ordeal import Outcome
from tests.faults.stage import Stage
from tests.hosts import script_host

_SPEED = 2.0
_PER_PHRASE = 5
_LOCKED_S = 3.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is done, from the first final on, in a dictation that then goes on to its end."""

    name: str
    act: Callable[[Stage], None]
    seconds: float = 12.0


def scenarios() -> Iterator[Scenario]:
    """Return what is tried, each with the real worker, SDK and history."""
    yield Scenario("stop while reconnecting, then record again", _stop_and_record_again)
    yield Scenario("pause while reconnecting, then resume", _pause_while_reconnecting)
    yield Scenario("another language while reconnecting", _change_while_reconnecting)
    yield Scenario("another language three times in a row", _change_three_times)
    yield Scenario("pause at each of five finals", _pause_at_finals)
    yield Scenario("connection lost in the middle of Stop", _lose_the_drain)
    yield Scenario("connection lost in the middle of Pause", _lose_the_pause)
    yield Scenario("history locked by another program for 3 s", lock_history)


def play(scenario: Scenario) -> Outcome:
    """Dictate through a scenario, and count."""
    with (
        tempfile.TemporaryDirectory() as folder,
        script_host({"numbers": {"per_phrase": _PER_PHRASE}}) as host,
        Stage(Path(folder), host, numbers(scenario.seconds), _SPEED) as stage,
    ):
        stage.begin()
        try:
            scenario.act(stage)
            stage.until_all_is_spoken()
            stage.stop()
        except AssertionError as error:
            return Outcome(scenario.name, 1, 0, note=str(error))
        result = stage.count()
    return Outcome(
        scenario.name,
        tried=1,
        survived=int(result.is_whole),
        lost=result.lost,
        doubled=result.doubled + result.disordered,
    )


def catch_up(seconds: float, speed: float) -> Outcome:
    """Recognize a recording on a service that works `speed` times as fast as people speak."""
    spoken = numbers(seconds)
    with (
        tempfile.TemporaryDirectory() as folder,
        script_host({"numbers": {"per_phrase": 10}, "speed": speed}) as host,
        Stage(Path(folder), host, spoken) as stage,
    ):
        recordings = Path(folder) / "recordings"
        recordings.mkdir()
        (recordings / "file.pcm").write_bytes(sound(spoken))
        take_id = stage.history.create_take(
            title="", language="en-US", source=Source.FILE, recording="file.pcm"
        )
        stage.recognize(take_id)
        stage.until(lambda: stage.first(JobEnded, 0))
        result = count(spoken, stage.texts())
        turns = sum(len(each["turns"]) for each in host.requests())
        complete = stage.first(JobEnded, 0, complete=True) is not None
    return Outcome(
        f"a file of {seconds / 60:g} minutes, a service {speed:g} times as fast",
        tried=1,
        survived=int(complete and result.is_whole and turns == 1),
        lost=result.lost,
        doubled=result.doubled + result.disordered,
        note="" if turns == 1 else f"{turns} turns",
    )


@contextlib.contextmanager
def _lost(stage: Stage) -> Iterator[None]:
    """Cut the connection, and give it back at the end of the block."""
    now = time.monotonic()
    stage.host.refuse()
    stage.host.strike("reset")
    stage.until(lambda: stage.told_after(now))
    yield
    stage.host.accept()


def _stop_and_record_again(stage: Stage) -> None:
    take_id = stage.history.takes()[0].id
    with _lost(stage):
        now = time.monotonic()
        stage.session.stop()
        stage.until(lambda: stage.first(StateChanged, now, state=State.IDLE))
        stage.record(take_id)
        stage.until(lambda: stage.first(StateChanged, now, state=State.STARTING))


def _pause_while_reconnecting(stage: Stage) -> None:
    with _lost(stage):
        _pause(stage)
    stage.session.resume()


def _change_while_reconnecting(stage: Stage) -> None:
    with _lost(stage):
        stage.change_config()


def _change_three_times(stage: Stage) -> None:
    for _ in range(3):
        stage.change_config()
        next_final(stage)


def _pause_at_finals(stage: Stage) -> None:
    for _ in range(5):
        next_final(stage)
        _pause(stage)
        stage.session.resume()


def _lose_the_drain(stage: Stage) -> None:
    take_id = stage.history.takes()[0].id
    now = time.monotonic()
    stage.session.stop()
    stage.host.refuse()
    stage.host.strike("reset")
    stage.until(lambda: stage.first(StateChanged, now, state=State.IDLE))
    stage.host.accept()
    stage.record(take_id)


def _lose_the_pause(stage: Stage) -> None:
    _pause(stage)
    stage.host.refuse()
    stage.host.strike("reset")
    stage.session.resume()
    stage.host.accept()


def lock_history(stage: Stage, seconds: float = _LOCKED_S) -> None:
    """Let another program keep the history for so long."""
    with contextlib.closing(sqlite3.connect(stage.history_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        stage.pass_time(seconds)
        other.execute("COMMIT")


def next_final(stage: Stage) -> None:
    """Wait until something more is recognized."""
    now = time.monotonic()
    stage.until(lambda: stage.final_after(now))


def _pause(stage: Stage) -> None:
    now = time.monotonic()
    stage.session.pause()
    stage.until(lambda: stage.first(StateChanged, now, state=State.PAUSED))
