"""The recognizer's own process goes, or stands still."""

import os
import signal
from collections.abc import Iterator
from functools import partial
from typing import Any

from speechdesk.errors import FailureCode
from tests.faults.ordeal import Fault


def worker_faults() -> Iterator[Fault]:
    """Return a worker that is killed, one that is killed again and again, and one that hangs."""
    yield Fault("worker killed", _kill, lasts_s=None, told=FailureCode.WORKER_GONE, alone=False)
    yield Fault(
        "worker killed five times",
        _kill_five,
        told=FailureCode.WORKER_GONE,
        alone=False,
        seconds=20.0,
    )
    yield Fault(
        "worker stands still",
        partial(_signal, number=signal.SIGSTOP),
        lasts_s=None,
        told=FailureCode.SILENT,
        alone=False,
        seconds=40.0,
    )


def _signal(stage: Any, number: int) -> None:
    os.kill(stage.processes[-1].pid, number)


def _kill(stage: Any) -> None:
    _signal(stage, signal.SIGKILL)


def _kill_five(stage: Any) -> None:
    for number in range(1, 6):
        stage.until(partial(_has_started, stage, number))
        _kill(stage)
    stage.until(partial(_has_started, stage, 6))


def _has_started(stage: Any, workers: int) -> bool:
    return len(stage.processes) >= workers
