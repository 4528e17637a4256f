"""Memory after hours of dictation, which a fast microphone and a fast service shorten."""

from collections.abc import Iterator

from tests.bench.children import Child, memory_mb, settle
from tests.bench.dictation import SCRIPT
from tests.bench.harness import Bench, Group, Line, at_most_times, from_runs
from tests.bench.stage import display, home, window
from tests.hosts import script_host

NAME = "memory after 8 h of dictation beside 1 h"
_SPEED = 60
_HOUR_MS = 3_600_000


def _until(pilot: Child, length_ms: int) -> float:
    """Wait until so much is recorded and return the memory in MB then."""
    pilot.tell(do="length", reached=length_ms)
    pilot.wait_for("length", 2 * length_ms / 1000 / _SPEED + 600, reached=length_ms)
    return memory_mb(pilot.pid)


def _measure(bench: Bench) -> Iterator[Line]:
    with (
        display() as environment,
        script_host(SCRIPT, key="") as host,
        window(
            environment,
            home(bench.folder / "home", host.url),
            fast_microphone=_SPEED,
        ) as pilot,
    ):
        settle(pilot.pid)
        pilot.tell(do="record")
        one = _until(pilot, _HOUR_MS)
        eight = _until(pilot, 8 * _HOUR_MS)
    yield from_runs(NAME, [eight], [one], "MB", at_most_times(1.1))


GROUPS = (Group("soak", (NAME,), _measure, long=True),)
