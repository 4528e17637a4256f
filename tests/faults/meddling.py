"""Somebody removes or cuts files in use, pulls a plug, or lets a process stand still."""

import contextlib
import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from speechdesk.session.events import StateChanged
from speechdesk.session.state import State
from tests.faults.scenarios import Scenario, next_final
from tests.faults.stage import Stage

_STANDS_STILL_S = (5.0, 30.0)


def meddling() -> Iterator[Scenario]:
    """Return what is tried, each with the real worker, SDK and history."""
    yield Scenario("recording removed", _remove_recording, seconds=30.0)
    yield Scenario("recording cut to nothing", _cut_recording, seconds=30.0)
    yield Scenario("history removed", _remove_history)
    yield Scenario("microphone unplugged three times", _unplug)
    yield Scenario("worker killed in the middle of Stop", _kill_the_drain)
    for seconds in _STANDS_STILL_S:
        for name, act in (("worker", stop_worker), ("service", _stop_service)):
            yield Scenario(
                f"{name} stands still for {seconds:g} s",
                partial(act, seconds=seconds),
                seconds=2 * seconds + 10,
            )


def _remove_recording(stage: Stage) -> None:
    recording = _recording(stage)
    recording.unlink()
    stage.until(recording.exists)
    stage.processes[-1].kill()  # the next one opens the file by its name


def _cut_recording(stage: Stage) -> None:
    next_final(stage)
    os.truncate(_recording(stage), 0)


def _remove_history(stage: Stage) -> None:
    for file in stage.history_file.parent.glob(f"{stage.history_file.name}*"):
        file.unlink()


def _unplug(stage: Stage) -> None:
    for _ in range(3):
        next_final(stage)
        stage.recital.unplug()


def _kill_the_drain(stage: Stage) -> None:
    take_id = stage.history.takes()[0].id
    stage.session.stop()
    stage.processes[-1].kill()
    stage.until(lambda: stage.first(StateChanged, 0.0, state=State.IDLE))
    stage.record(take_id)


def stop_worker(stage: Stage, seconds: float) -> None:
    """Let the worker stand still for so long."""
    _stand_still(stage, stage.processes[-1].pid, seconds)


def _stop_service(stage: Stage, seconds: float) -> None:
    _stand_still(stage, stage.host.pid, seconds)


def _stand_still(stage: Stage, pid: int, seconds: float) -> None:
    os.kill(pid, signal.SIGSTOP)
    stage.pass_time(seconds)
    with contextlib.suppress(ProcessLookupError):  # a worker that was replaced is gone by then
        os.kill(pid, signal.SIGCONT)


def _recording(stage: Stage) -> Path:
    (recording,) = (stage.history_file.parent / "recordings").glob("*.pcm")
    return recording
