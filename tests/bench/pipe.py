"""From an event in the worker process to the same event in the session's hands."""

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from speechdesk.devices.listing import Device
from speechdesk.domain.connection import Connection, RecognizerConfig
from speechdesk.session.events import PartialChanged, SessionEvent
from speechdesk.session.request import RecordRequest
from speechdesk.session.session import Session
from speechdesk.speech.worker import WorkerPool
from speechdesk.storage.history import History
from tests.bench.children import ROOT, python
from tests.bench.harness import Bench, Group, Line, at_most, from_runs, percentile

MEDIAN = "event in the worker to event at the session, median"
LATE = "event in the worker to event at the session, 99th percentile"
_EVENTS = 300


class _NoMicrophone:
    """Delivers a first block and no more: here only events count."""

    def __init__(self, sink) -> None:  # type: ignore[no-untyped-def]
        self._sink = sink

    def start(self) -> None:
        self._sink(bytes(3200))

    def stop(self) -> None:
        """There is nothing to stop."""


def _spawn() -> "subprocess.Popen[bytes]":
    command = python("tests.bench.stamping_worker")
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _delays(folder: Path) -> list[float]:
    """Record with a worker that says when it said something; return how old that was, in ms."""
    folder.mkdir()
    delays: list[float] = []
    enough = threading.Event()

    def post(event: SessionEvent) -> None:
        if isinstance(event, PartialChanged) and event.text:
            delays.append((time.perf_counter() - float(event.text)) * 1000)
            if len(delays) >= _EVENTS:
                enough.set()

    def open_microphone(device: Device | None, sink, lost, overflowed):  # type: ignore[no-untyped-def]
        return _NoMicrophone(sink)

    workers = WorkerPool(keep_warm=False, spawn=_spawn)
    history = History(folder / "history.sqlite3")
    session = Session(
        history=history,
        recordings=folder / "recordings",
        start_recognizer=workers.start,
        open_microphone=open_microphone,
        post=post,
    )
    try:
        session.record(
            None, RecordRequest("en-US", None, lambda: RecognizerConfig(Connection(), ("en-US",)))
        )
        if not enough.wait(60):
            raise RuntimeError(f"only {len(delays)} events came")
    finally:
        session.close(1.0)
        workers.close()
        history.close()
    return delays[:_EVENTS]


def _measure(bench: Bench) -> Iterator[Line]:
    runs = [_delays(bench.folder / str(number)) for number in range(bench.rounds(5))]
    for name, share in ((MEDIAN, 0.5), (LATE, 0.99)):
        yield from_runs(name, [percentile(run, share) for run in runs], (), "ms", at_most(5, "ms"))


GROUPS = (Group("pipe", (MEDIAN, LATE), _measure),)
