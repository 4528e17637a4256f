"""From a service's event to its text on the screen."""

import threading
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.children import Child, child, python
from tests.bench.harness import Bench, Goal, Group, Line, at_most_above, at_most_times, percentile
from tests.bench.long_take import make_long_take
from tests.bench.metronome import number_of
from tests.bench.stage import desk, home, speaking, speech, window

RATES = (10, 100)
DOCUMENTS = ("empty document", "100,000 words", "amid 100,000 words")
_MEDIAN = at_most_above(12, "ms")
_LATE = at_most_above(33, "ms")
_SAME = at_most_times(1.5)
_LISTEN_S = 4.0
_SETTLE_S = 1.5

Delays = list[float]


def _names(rate: int) -> Iterator[str]:
    what = f"service event to painted text, {rate}/s"
    for document in DOCUMENTS:
        for share in ("median", "99th percentile"):
            yield f"{what}, {document}, {share}"
    for document in DOCUMENTS[1:]:
        yield f"{what}, {document} beside empty"


def delays(beats: Sequence[dict[str, Any]], events: Sequence[dict[str, Any]]) -> Delays:
    """Return for each partial in ms when it, or a newer one in its place, was seen."""
    seen = [(number_of(each["text"]), each["at"]) for each in events]
    numbers = [number for number, _ in seen]
    if not seen:
        raise RuntimeError("no partial was seen")
    return [
        (seen[bisect_left(numbers, beat["number"])][1] - beat["at"]) * 1000
        for beat in beats
        if numbers[0] <= beat["number"] <= numbers[-1]
    ]


def _listen(service: Child, process: Child) -> Delays:
    pause = threading.Event()
    pause.wait(_SETTLE_S)
    service.waiting()
    process.waiting()
    pause.wait(_LISTEN_S)
    events = [each for each in process.waiting() if each["what"] == "partial"]
    return delays(service.waiting(), events)


def _quickstart(service: Child, url: str, sound: Path) -> Delays:
    with child(python("tests.bench.quickstart", url, str(sound))) as process:
        process.wait_for("partial")
        return _listen(service, process)


def _window(service: Child, pilot: Child) -> Delays:
    pilot.tell(do="partials", tell=True)
    pilot.tell(do="record")
    pilot.wait_for("partial")
    found = _listen(service, pilot)
    pilot.tell(do="partials", tell=False)
    pilot.tell(do="stop")
    pilot.wait_for("state", state="IDLE")
    return found


def _at_rate(bench: Bench, rate: int, environment: dict[str, str]) -> Iterator[Line]:
    sound = speech(bench.folder / "speech.wav", 60)
    ours: tuple[list[Delays], ...] = tuple([] for _ in DOCUMENTS)
    empty, full, amid = ours
    alone: list[Delays] = []
    with child(python("tests.bench.metronome", str(rate))) as service:
        url = service.wait_for("serving")["url"]
        place = home(bench.folder / f"home{rate}", url)
        take_id = make_long_take(place, 100_000)
        with window(environment, place) as pilot:
            pilot.wait_for("loaded")
            for _ in range(bench.rounds(5)):
                pilot.tell(do="new")
                pilot.wait_for("loaded")
                empty.append(_window(service, pilot))
                alone.append(_quickstart(service, url, sound))
                pilot.tell(do="open", take=take_id)
                pilot.wait_for("loaded")
                full.append(_window(service, pilot))
                pilot.tell(do="middle")
                amid.append(_window(service, pilot))
    names = _names(rate)
    for each in ours:
        for share, goal in ((0.5, _MEDIAN), (0.99, _LATE)):
            yield _line(next(names), share, each, alone, goal)
    for each in (full, amid):
        yield _line(next(names), 0.5, each, empty, _SAME)


def _line(name: str, share: float, ours: list[Delays], other: list[Delays], goal: Goal) -> Line:
    mine = [percentile(each, share) for each in ours]
    reference = [percentile(each, share) for each in other]
    differences = [a - b for a, b in zip(mine, reference, strict=True)]
    spread = (max(differences) - min(differences)) / (abs(median(mine)) or 1.0)
    return Line(name, median(mine), median(reference), "ms", spread, goal)


def _measure(bench: Bench) -> Iterator[Line]:
    file = speech(bench.folder / "spoken.wav", 900)
    with desk() as (environment, sound), speaking(sound, file):
        for rate in RATES:
            yield from _at_rate(bench, rate, environment)


GROUPS = (Group("paint", tuple(name for rate in RATES for name in _names(rate)), _measure),)
