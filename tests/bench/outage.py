"""How soon after an outage the text is live again."""

import threading
import time
from collections.abc import Iterator

from tests.bench.children import Child
from tests.bench.dictation import SCRIPT
from tests.bench.harness import Bench, Group, Line, at_most_times, from_runs
from tests.bench.stage import desk, home, window
from tests.hosts import ScriptHost, script_host

NAME = "catch-up after a 60 s outage"
_OUTAGE_S = 60.0
_SPEED = 6.0  # times real time: about what the offline engine reaches on one core


def _catch_up(pilot: Child, host: ScriptHost) -> tuple[float, float]:
    """Return the seconds from the service's return until it is live, and what is due for them.

    Sound goes on meanwhile, so that a backlog of B seconds takes B / (speed - 1).
    """
    pilot.tell(do="record")
    pilot.wait_for("state", state="LISTENING")
    pilot.wait_for("final")
    host.refuse()
    host.strike("reset")
    began = time.perf_counter()
    pilot.wait_for("state", state="RECONNECTING")
    threading.Event().wait(_OUTAGE_S)
    host.accept()
    back = time.perf_counter()
    backlog_s = back - began
    behind = backlog_s
    while behind > 1:
        line = pilot.wait_for("behind")
        behind = line["seconds"]
        live = line["at"]
        if live < back:
            behind = backlog_s
    pilot.tell(do="stop")
    pilot.wait_for("state", state="IDLE")
    return live - back, backlog_s / (_SPEED - 1)


def _measure(bench: Bench) -> Iterator[Line]:
    ours: list[float] = []
    due: list[float] = []
    with (
        desk() as (environment, _sound),
        script_host({**SCRIPT, "speed": _SPEED}, key="") as host,
        window(environment, home(bench.folder / "home", host.url)) as pilot,
    ):
        for _ in range(1 if bench.quick else 3):
            pilot.tell(do="new")
            taken, expected = _catch_up(pilot, host)
            ours.append(taken)
            due.append(expected)
    yield from_runs(NAME, ours, due, "s", at_most_times(1.2))


GROUPS = (Group("outage", (NAME,), _measure),)
