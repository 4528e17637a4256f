"""The network is gone, with a bang or without a sound."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from speechdesk.errors import FailureCode
from tests.faults.ordeal import Fault

SHORT_S = (0.5, 6.0)
LONG_S = (60.0, 600.0)


def outages(durations_s: tuple[float, ...]) -> Iterator[Fault]:
    """Return outages of each of these lengths: by reset, and by a network that swallows all."""
    for seconds in durations_s:
        name = f"{seconds:g} s without network"
        # What is said goes on all the while, and some more after it.
        spoken_s = max(10.0, 2 * seconds + 10)
        yield Fault(f"{name}, by reset", _cut, _reconnect, lasts_s=seconds, seconds=spoken_s)
        yield Fault(
            f"{name}, in silence",
            partial(_swallow, seconds=seconds),
            _let_through,
            lasts_s=seconds,
            seconds=spoken_s,
        )


def deaf_service() -> Fault:
    """Return the fault of a service that listens and does not answer any more."""
    return Fault(
        "a service that never answers again",
        _fall_silent,
        _let_through,
        lasts_s=None,
        told=FailureCode.SILENT,
        seconds=40.0,
    )


def _cut(struck: Any) -> None:
    struck.host.refuse()
    struck.host.strike("reset")


def _reconnect(struck: Any) -> None:
    struck.host.accept()


def _swallow(struck: Any, seconds: float) -> None:
    struck.host.strike("black_hole", for_ms=int(seconds * 1000))
    struck.host.fault("black_hole")


def _fall_silent(struck: Any) -> None:
    struck.host.strike("silence")
    struck.host.fault("silence")


def _let_through(struck: Any) -> None:
    struck.host.clear()
