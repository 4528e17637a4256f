"""From the click on Record to the first sound on the disk."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.children import Child, child, python
from tests.bench.harness import Bench, Group, Line, at_most_times, compare
from tests.bench.stage import desk, home, window
from tests.hosts import script_host

NAME = "click on Record to first frame on disk"
_DEADLINE_S = 20.0


def _grown(recordings: Path, since: int) -> float:
    """Return when the recordings together were larger than `since` bytes, looking at them only."""
    pace = threading.Event()
    end = time.perf_counter() + _DEADLINE_S
    while time.perf_counter() < end:
        if size_of(recordings) > since:
            return time.perf_counter()
        pace.wait(0.0005)
    raise RuntimeError("nothing was recorded")


def size_of(recordings: Path) -> int:
    """Return how many bytes of sound a folder holds."""
    return sum(each.stat().st_size for each in recordings.glob("*.pcm"))


def _ours(pilot: Child, recordings: Path) -> float:
    before = size_of(recordings)
    pilot.tell(do="record")
    first = _grown(recordings, before)
    clicked = pilot.wait_for("clicked")["at"]
    pilot.wait_for("state", state="LISTENING")
    pilot.tell(do="stop")
    pilot.wait_for("state", state="IDLE")
    return float(first - clicked) * 1000


def _reference(portaudio: Child) -> float:
    portaudio.tell(do="open")
    return float(portaudio.wait_for("first")["ms"])


def _measure(bench: Bench) -> Iterator[Line]:
    with (
        desk() as (environment, _sound),
        script_host({}, key="") as host,
        child(python("tests.bench.portaudio_alone"), environment) as alone,
        window(environment, place := home(bench.folder / "home", host.url)) as pilot,
    ):
        recordings = place / "recordings"
        recordings.mkdir(exist_ok=True)
        _ours(pilot, recordings)
        _reference(alone)
        yield compare(
            NAME,
            lambda: _ours(pilot, recordings),
            lambda: _reference(alone),
            "ms",
            at_most_times(1.1, 20, "ms"),
            bench.rounds(15),
        )


GROUPS = (Group("record", (NAME,), _measure),)
