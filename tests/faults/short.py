"""Short forms of the faults, several of which are undergone at the same time."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tests.faults.ordeal import Fault, Outcome, undergo

_AT_ONCE = 4
_SPEED = 4.0


def undergone(faults: Iterable[Fault], seconds: float = 6.0) -> dict[str, Outcome]:
    """Return the outcomes by name; each dictation is of so many seconds, four times as fast."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        shorter = [replace(fault, seconds=min(fault.seconds, seconds)) for fault in faults]
        outcomes = pool.map(lambda fault: undergo(fault, speed=_SPEED), shorter)
        return {outcome.name: outcome for outcome in outcomes}


def all_at_once(trials: Iterable[Callable[[], Outcome]]) -> dict[str, Outcome]:
    """Return the outcomes of trials by name."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return {each.name: each for each in pool.map(lambda trial: trial(), trials)}
