"""From the start of the process to a window that can be used, and to the help."""

import sys
from collections.abc import Iterator
from functools import partial

from tests.bench.children import child, python, seconds_of
from tests.bench.harness import Bench, Group, Line, at_most_times, compare
from tests.bench.stage import desk, home

WINDOW = "cold start to a usable window"
HELP = "speechdesk --help"


def _until_usable(command: list[str], environment: dict[str, str]) -> float:
    with child(command, environment) as running:
        return float(running.wait_for("usable")["at"]) - running.started


def _window(bench: Bench) -> Iterator[Line]:
    with desk() as (environment, _sound):
        place = home(bench.folder / "home")
        yield compare(
            WINDOW,
            partial(_until_usable, python("tests.bench.piloted", str(place)), environment),
            partial(_until_usable, python("tests.bench.bare_window"), environment),
            "s",
            at_most_times(1.6),
            bench.rounds(9),
        )


def _help(bench: Bench) -> Iterator[Line]:
    yield compare(
        HELP,
        partial(seconds_of, python("speechdesk", "--help")),
        partial(seconds_of, [sys.executable, "-c", "pass"]),
        "s",
        at_most_times(4),
        bench.rounds(21),
    )


GROUPS = (Group("start", (WINDOW,), _window), Group("help", (HELP,), _help))
