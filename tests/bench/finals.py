"""From the end of what is said to its final text on the screen, recognized on this computer."""

import threading
import time
from array import array
from collections.abc import Iterator
from pathlib import Path

from tests.bench.children import Child, child, python
from tests.bench.first_frame import size_of
from tests.bench.harness import Bench, Group, Line, at_most_times, from_runs
from tests.bench.stage import SAMPLE, desk, home, window
from tests.virtual_microphone import VirtualSound

NAME = "end of speech to final text painted"
_BYTES_PER_S = 32_000
_LOUD = 600  # of 32,768
_AFTER_S = 3.0


class _Growth(threading.Thread):
    """Watches a recording from outside: when it had which size."""

    def __init__(self, recordings: Path) -> None:
        super().__init__(daemon=True)
        self._recordings = recordings
        self._over = threading.Event()
        self.sizes: list[tuple[int, float]] = []

    def run(self) -> None:
        while not self._over.wait(0.002):
            size = size_of(self._recordings)
            if not self.sizes or size > self.sizes[-1][0]:
                self.sizes.append((size, time.perf_counter()))

    def stop(self) -> None:
        self._over.set()
        self.join()

    def reached(self, size: int) -> float:
        """Return when the recording was so large for the first time."""
        return next(at for reached, at in self.sizes if reached >= size)


def _end_of_speech(pcm: bytes) -> int:
    """Return the place in bytes of the last loud sample."""
    samples = array("h", pcm)
    return 2 * max(place for place, value in enumerate(samples) if abs(value) > _LOUD)


def _ours(pilot: Child, place: Path, sound: VirtualSound) -> tuple[float, bytes]:
    """Say the clip into the window; return the delay in ms and what was recorded."""
    recordings = place / "recordings"
    for each in recordings.glob("*.pcm"):
        each.unlink()
    pilot.tell(do="new")
    growth = _Growth(recordings)
    growth.start()
    pilot.tell(do="record")
    pilot.wait_for("state", state="LISTENING")
    pilot.waiting()
    sound.play(SAMPLE)
    final = pilot.wait_for("final")
    threading.Event().wait(_AFTER_S)
    finals = [final, *(each for each in pilot.waiting() if each["what"] == "final")]
    growth.stop()
    pilot.tell(do="stop")
    pilot.wait_for("state", state="IDLE")
    pcm = max(recordings.glob("*.pcm")).read_bytes()
    heard = growth.reached(_end_of_speech(pcm))
    return (finals[-1]["at"] - heard) * 1000, pcm


def _alone(engine: Child, pcm: bytes, path: Path) -> float:
    """Let the engine alone hear the same samples at the pace of speech."""
    path.write_bytes(pcm)
    engine.tell(hear=str(path), end=_end_of_speech(pcm))
    return float(engine.wait_for("heard")["ms"])


def _measure(bench: Bench) -> Iterator[Line]:
    ours: list[float] = []
    alone: list[float] = []
    with (
        desk() as (environment, sound),
        child(python("tests.bench.engine_alone")) as engine,
        window(environment, place := home(bench.folder / "home")) as pilot,
    ):
        (place / "recordings").mkdir(exist_ok=True)
        _ours(pilot, place, sound)
        for _ in range(bench.rounds(7)):
            delay, pcm = _ours(pilot, place, sound)
            ours.append(delay)
            alone.append(_alone(engine, pcm, bench.folder / "heard.pcm"))
    yield from_runs(NAME, ours, alone, "ms", at_most_times(1.15))


GROUPS = (Group("final", (NAME,), _measure),)
