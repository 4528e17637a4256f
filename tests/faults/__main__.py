"""`python -m tests.faults`: what SpeechDesk survives, in figures, beside the Speech SDK alone.

People recite numbers; a local service writes those it hears, and misbehaves. `--long` adds what
takes long: 200 kills, some 200 mishaps, outages of 1 and 10 minutes, 10 minutes at five times real
time, 8 hours.
"""

import argparse
import functools
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from tests.faults.closes import closes
from tests.faults.handshakes import elsewhere, refused, statuses
from tests.faults.hostile import hostile_messages, long_finals
from tests.faults.kills import kills
from tests.faults.long_take import long_take
from tests.faults.meddling import meddling
from tests.faults.mishaps import mishaps
from tests.faults.ordeal import Fault, Outcome, undergo
from tests.faults.outages import LONG_S, SHORT_S, deaf_service, outages
from tests.faults.scenarios import Scenario, catch_up, play, scenarios
from tests.faults.storage import damaged_histories, disk_full, two_in_one_home
from tests.faults.table import as_json, heading, line
from tests.faults.workers import worker_faults

_AT_ONCE = 2
Named = TypeVar("Named", Fault, Scenario)


def main() -> int:
    """Print the table; the status is 1 where a word was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--long", action="store_true", help="also what takes long")
    parser.add_argument("--json", action="store_true", help="one JSON array instead of a table")
    parser.add_argument("--without-alone", action="store_true", help="leave the SDK alone out")
    parser.add_argument("--only", metavar="TEXT", default="", help="faults with TEXT in their name")
    args = parser.parse_args()
    outcomes = []
    if not args.json:
        print(heading())
    for outcome in _outcomes(args):
        outcomes.append(outcome)
        if not args.json:
            print(line(outcome), flush=True)
    if args.json:
        print(json.dumps([as_json(each) for each in outcomes], indent=1))
    return 0 if all(each.is_well for each in outcomes) else 1


def _outcomes(args: argparse.Namespace) -> Iterator[Outcome]:
    """Yield outcome after outcome, in the table's order; some are tried at the same time."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(_AT_ONCE))
        faults: list[Fault] = [
            *outages(SHORT_S),
            deaf_service(),
            *closes(),
            *statuses(),
            refused(),
            *stack.enter_context(elsewhere(Path(folder))),
            *hostile_messages(),
            *long_finals(),
            *worker_faults(),
        ]
        tried = functools.partial(undergo, with_alone=not args.without_alone)
        yield from pool.map(tried, _chosen(faults, args.only))
        yield from pool.map(play, _chosen([*scenarios(), *meddling()], args.only))
        if args.long:
            yield from pool.map(play, _chosen(mishaps(), args.only))
            with ThreadPoolExecutor(2 * len(LONG_S)) as at_once:
                yield from at_once.map(tried, _chosen(outages(LONG_S), args.only))
    for name, trial in _trials(args.long):
        if args.only in name:
            yield from trial()


def _chosen(named: Iterable[Named], only: str) -> list[Named]:
    return [each for each in named if only in each.name]


def _trials(long: bool) -> Iterator[tuple[str, Callable[[], Iterable[Outcome]]]]:
    """Yield what is more than one dictation with one fault."""
    yield "kill -9", lambda: [kills(200 if long else 20)]
    yield "disk full", lambda: [disk_full()]
    yield "history", damaged_histories
    yield "two programs", lambda: [two_in_one_home()]
    yield "a file", lambda: [catch_up(600, 5.0) if long else catch_up(180, 20.0)]
    # The SDK used to slow down after its first hour.
    yield "a take of", lambda: [long_take(hours=8 if long else 2, speed=100)]


if __name__ == "__main__":
    sys.exit(main())
