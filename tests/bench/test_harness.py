"""The benchmark computes what it says, and its command runs."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.harness import (
    Bench,
    Goal,
    Group,
    Line,
    UnavailableError,
    at_most,
    at_most_above,
    at_most_times,
    compare,
    from_runs,
    one_line,
    percentile,
    run,
    spread,
    times_faster,
)
from tests.bench.metronome import number_of, text_of
from tests.bench.painting import delays


def test_ours_and_the_reference_take_turns() -> None:
    calls: list[str] = []

    def measure(side: str, value: float) -> float:
        calls.append(side)
        return value

    line = compare(
        "x", lambda: measure("A", 3.0), lambda: measure("B", 2.0), "s", at_most_times(1.6), 3
    )
    assert calls == list("ABABAB")
    assert (line.ours, line.reference, line.ratio, line.spread) == (3.0, 2.0, 1.5, 0.0)


def test_a_line_has_the_medians_and_the_spread_of_the_ratios() -> None:
    line = from_runs("x", [2.0, 40.0, 4.0], [1.0, 10.0, 2.0], "s", at_most_times(2))
    assert line.to_json() == {
        "name": "x",
        "ours": 4.0,
        "reference": 2.0,
        "ratio": 2.0,
        "unit": "s",
        "spread": 1.0,
        "goal": "≤ 2 ×",
        "met": True,
    }


def test_a_line_without_reference_has_no_ratio() -> None:
    line = from_runs("stall", [40.0, 60.0, 50.0], (), "ms", at_most(50, "ms"))
    assert line.ratio is None
    assert line.met
    assert one_line(line) == "| stall | 50 ms | – | – | 40% | ≤ 50 ms | yes |"


@pytest.mark.parametrize(
    ("goal", "reference", "most"),
    [
        (at_most_times(1.6), 10.0, 16.0),
        (at_most_times(1.1, 20, "ms"), 100.0, 130.0),
        (at_most_above(12, "ms"), 5.0, 17.0),
        (at_most(50, "ms"), 0.0, 50.0),
        (times_faster(20), 20.0, 1.0),
    ],
)
def test_a_goal_holds_up_to_its_limit(goal: Goal, reference: float, most: float) -> None:
    assert goal.holds(most * 0.999, reference)
    assert not goal.holds(most * 1.001, reference)


def test_percentiles_and_spread() -> None:
    assert percentile(range(100), 0.5) == 50
    assert percentile(range(100), 0.99) == 99
    assert percentile([7.0], 0.99) == 7.0
    assert spread([1.0, 2.0, 3.0]) == 1.0
    assert spread([]) == 0.0


def _group(fault: Exception | None = None) -> Group:
    def measure(bench: Bench) -> Iterator[Line]:
        yield Line("first", 1.0, 1.0, "s", 0.0, at_most_times(1))
        if fault is not None:
            raise fault
        yield Line("second", 1.0, 1.0, "s", 0.0, at_most_times(1))

    return Group("some", ("first", "second"), measure)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (UnavailableError("needs the package xvfb"), "needs the package xvfb"),
        (RuntimeError("it ended"), "failed: RuntimeError: it ended"),
    ],
)
def test_what_cannot_be_measured_is_skipped_with_the_reason(
    tmp_path: Path, fault: Exception, reason: str
) -> None:
    lines, skipped = run(_group(fault), Bench(tmp_path, quick=True))
    assert [line.name for line in lines] == ["first"]
    assert [(each.name, each.reason) for each in skipped] == [("second", reason)]


def test_quick_leaves_out_what_is_long(tmp_path: Path) -> None:
    group = Group("soak", ("8 h",), _group().measure, long=True)
    lines, skipped = run(group, Bench(tmp_path, quick=True))
    assert lines == []
    assert [each.name for each in skipped] == ["8 h"]


def test_a_partial_that_was_not_painted_waits_for_the_one_in_its_place() -> None:
    beats = [{"number": number, "at": 10 + number / 100} for number in range(5)]
    seen = [{"text": text_of(1), "at": 10.02}, {"text": text_of(3), "at": 10.06}]
    assert number_of(text_of(13)) == 13
    assert delays(beats, seen) == pytest.approx([10, 40, 30])


def test_the_command_measures_one_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--quick", "--json", "help"],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["skipped"] == []
    (line,) = told["lines"]
    assert line["name"] == "speechdesk --help"
    assert line["ratio"] == pytest.approx(line["ours"] / line["reference"], rel=0.01)
