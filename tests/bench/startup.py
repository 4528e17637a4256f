"""From the start of the process to a window that is seen, to one that can be used, and to the help.

Both are measured beside the first paint of a window that has nothing more to do.
"""

import sys
from collections.abc import Iterator
from functools import partial

from tests.bench.children import child, python, seconds_of
from tests.bench.harness import Bench, Group, Line, at_most_times, compare
from tests.bench.stage import desk, home

PAINTED = "cold start to the first paint"
USABLE = "cold start to a usable window"
HELP = "speechdesk --help"


def _until(told: str, command: list[str], environment: dict[str, str]) -> float:
    with child(command, environment) as running:
        return float(running.wait_for(told)["at"]) - running.started


def _window(bench: Bench) -> Iterator[Line]:
    with desk() as (environment, _sound):
        place = home(bench.folder / "home")
        for name, told in ((PAINTED, "painted"), (USABLE, "usable")):
            yield compare(
                name,
                partial(_until, told, python("tests.bench.piloted", str(place)), environment),
                partial(_until, "painted", python("tests.bench.bare_window"), environment),
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


GROUPS = (Group("start", (PAINTED, USABLE), _window), Group("help", (HELP,), _help))
