"""What a line of the benchmark is, and how ours and the reference are measured in turns."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Measure = Callable[[], float]


class UnavailableError(Exception):
    """A part that a line needs is missing on this machine; the text says which."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What a line should reach. `holds` is given ours and the reference (0.0 where none is)."""

    text: str
    holds: Callable[[float, float], bool]


def at_most_times(factor: float, plus: float = 0.0, unit: str = "") -> Goal:
    """Ours may be `factor` times the reference and `plus` more."""
    more = f" + {plus:g} {unit}" if plus else ""
    return Goal(f"≤ {factor:g} ×{more}", lambda ours, other: ours <= factor * other + plus)


def at_most_above(plus: float, unit: str) -> Goal:
    """Ours may be `plus` more than the reference."""
    return Goal(f"≤ + {plus:g} {unit}", lambda ours, other: ours <= other + plus)


def at_most(limit: float, unit: str) -> Goal:
    """Ours may be `limit`, whatever anything else does."""
    return Goal(f"≤ {limit:g} {unit}", lambda ours, _other: ours <= limit)


def times_faster(factor: float) -> Goal:
    """Ours may take the `factor`th part of the reference's time."""
    return Goal(f"≥ {factor:g} × faster", lambda ours, other: ours * factor <= other)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `spread` is the range of the single runs over their median.

    `reference` None: there is nothing to compare with, and `spread` is that of ours; otherwise it
    is that of the ratios of neighbouring runs.
    """

    name: str
    ours: float
    reference: float | None
    unit: str
    spread: float
    goal: Goal

    @property
    def ratio(self) -> float | None:
        return self.ours / self.reference if self.reference else None

    @property
    def met(self) -> bool:
        return self.goal.holds(self.ours, self.reference or 0.0)

    def to_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "ours": round(self.ours, 4),
            "reference": None if self.reference is None else round(self.reference, 4),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "unit": self.unit,
            "spread": round(self.spread, 3),
            "goal": self.goal.text,
            "met": self.met,
        }


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that could not be measured here."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bench:
    """What a group of lines is given: a folder of its own, and how thorough it should be."""

    folder: Path
    quick: bool

    def rounds(self, usual: int) -> int:
        """How often to measure where `usual` times are enough for the table."""
        return max(2, usual // 2) if self.quick else usual

    def say(self, text: str) -> None:
        """Tell whoever waits what is measured now."""
        sys.stderr.write(f"  {text}\n")
        sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are measured together. `names` are all that `measure` yields, in order."""

    title: str
    names: tuple[str, ...]
    measure: Callable[[Bench], Iterator[Line]]
    long: bool = False
    """Takes so long that `--quick` leaves it out."""


def from_runs(
    name: str, ours: Sequence[float], reference: Sequence[float], unit: str, goal: Goal
) -> Line:
    """Return the line of runs that were made in turns; `reference` may be empty."""
    if not reference:
        return Line(name, median(ours), None, unit, spread(ours), goal)
    ratios = [mine / other for mine, other in zip(ours, reference, strict=True) if other]
    return Line(name, median(ours), median(reference), unit, spread(ratios), goal)


def spread(values: Sequence[float]) -> float:
    """Return the range of `values` over their median; 0.0 where that says nothing."""
    middle = median(values) if values else 0.0
    return (max(values) - min(values)) / middle if middle else 0.0


def in_turns(rounds: int, *measures: Measure) -> tuple[list[float], ...]:
    """Measure A B A B: return the runs of each."""
    runs: tuple[list[float], ...] = tuple([] for _ in measures)
    for _ in range(rounds):
        for values, measure in zip(runs, measures, strict=True):
            values.append(measure())
    return runs


def compare(
    name: str, ours: Measure, reference: Measure, unit: str, goal: Goal, rounds: int
) -> Line:
    """Measure ours and the reference in turns."""
    mine, other = in_turns(rounds, ours, reference)
    return from_runs(name, mine, other, unit, goal)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` (0..1) of `values` lie; raises ValueError for none."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run(group: Group, bench: Bench) -> tuple[list[Line], list[Skipped]]:
    """Measure a group. What cannot be measured is told as skipped, and costs no other line."""
    if group.long and bench.quick:
        return [], [Skipped(name, "left out by --quick") for name in group.names]
    lines: list[Line] = []
    reason = "was not measured"
    try:
        for line in group.measure(bench):
            lines.append(line)
            bench.say(one_line(line))
    except UnavailableError as missing:
        reason = str(missing)
    except Exception as error:
        reason = f"failed: {type(error).__name__}: {error}"
    measured = {line.name for line in lines}
    return lines, [Skipped(name, reason) for name in group.names if name not in measured]


def one_line(line: Line) -> str:
    """Return a line as a row of the table."""
    other = "–" if line.reference is None else f"{line.reference:.3g}"
    ratio = "–" if line.ratio is None else f"{line.ratio:.2f}"
    met = "yes" if line.met else "no"
    return (
        f"| {line.name} | {line.ours:.3g} {line.unit} | {other} | {ratio} "
        f"| {line.spread:.0%} | {line.goal.text} | {met} |"
    )


def table(lines: Iterable[Line], skipped: Iterable[Skipped]) -> str:
    """Return the figures as a Markdown table, what was skipped below it."""
    rows = [
        "| line | ours | reference | ratio | spread | goal | met |",
        "|---|---|---|---|---|---|---|",
        *map(one_line, lines),
        *(f"\nskipped: {each.name}: {each.reason}" for each in skipped),
    ]
    return "\n".join(rows)


def as_json(lines: Iterable[Line], skipped: Iterable[Skipped]) -> str:
    """Return the figures for programs."""
    told = [{"name": each.name, "reason": each.reason} for each in skipped]
    return json.dumps({"lines": [line.to_json() for line in lines], "skipped": told}, indent=1)
