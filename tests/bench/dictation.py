"""What a minute of dictation costs, and what memory the program takes."""

import itertools
import threading
from collections.abc import Iterator
from functools import partial

from tests.bench.children import Child, child, cpu_seconds, memory_mb, python, settle
from tests.bench.harness import Bench, Group, Line, at_most_times, compare
from tests.bench.stage import desk, home, speaking, speech, window
from tests.hosts import ScriptHost, script_host

CPU = "CPU for 60 s of dictation, window visible"
MEMORY = "memory after start"
_MINUTE_S = 60
# A sentence of twelve words every five seconds, with a partial for each word.
SCRIPT = {
    "phrases": [
        {
            "at_ms": 300,
            "end_ms": 4500,
            "text": "The lift in the east stairwell will be out of order today.",
        }
    ],
    "repeat_ms": 5000,
}


def _spent(process: Child, seconds: float) -> float:
    """Return the CPU seconds of a process in the next `seconds`."""
    before = cpu_seconds(process.pid)
    threading.Event().wait(seconds)
    return cpu_seconds(process.pid) - before


def _of_window(
    environment: dict[str, str], place_of: Iterator[int], bench: Bench, url: str
) -> float:
    with window(environment, home(bench.folder / f"home{next(place_of)}", url)) as pilot:
        settle(pilot.pid)
        before = cpu_seconds(pilot.pid)
        pilot.tell(do="record")
        pilot.wait_for("state", state="LISTENING")
        threading.Event().wait(_MINUTE_S)
        pilot.tell(do="stop")
        pilot.wait_for("state", state="IDLE")
        return cpu_seconds(pilot.pid) - before


def _of_quickstart(environment: dict[str, str], url: str) -> float:
    with child(python("tests.bench.quickstart", url, "-"), environment) as quickstart:
        quickstart.wait_for("start")
        return _spent(quickstart, _MINUTE_S)


def _cpu(bench: Bench) -> Iterator[Line]:
    file = speech(bench.folder / "speech.wav", 20 * _MINUTE_S)
    numbers = itertools.count()
    with (
        desk() as (environment, sound),
        script_host(SCRIPT, key="") as host,
        speaking(sound, file),
    ):
        yield compare(
            CPU,
            partial(_of_window, environment, numbers, bench, host.url),
            partial(_of_quickstart, environment, host.url),
            "s",
            at_most_times(1.6),
            1 if bench.quick else 5,
        )


def _bare_and_quickstart(environment: dict[str, str], host: ScriptHost) -> float:
    with (
        child(python("tests.bench.bare_window"), environment) as bare,
        child(python("tests.bench.quickstart", host.url, "-"), environment) as quickstart,
    ):
        bare.wait_for("painted")
        quickstart.wait_for("started")
        settle(bare.pid)
        return memory_mb(bare.pid) + memory_mb(quickstart.pid)


def _of_program(environment: dict[str, str], numbers: Iterator[int], bench: Bench) -> float:
    with window(environment, home(bench.folder / f"home{next(numbers)}")) as pilot:
        settle(pilot.pid)
        return memory_mb(pilot.pid)


def _memory(bench: Bench) -> Iterator[Line]:
    numbers = itertools.count()
    with desk() as (environment, _sound), script_host(SCRIPT, key="") as host:
        yield compare(
            MEMORY,
            partial(_of_program, environment, numbers, bench),
            partial(_bare_and_quickstart, environment, host),
            "MB",
            at_most_times(1.7),
            bench.rounds(5),
        )


GROUPS = (Group("memory", (MEMORY,), _memory), Group("cpu", (CPU,), _cpu))
