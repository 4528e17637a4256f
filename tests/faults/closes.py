"""The service closes the connection, with each code that is used for it, once and always."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from speechdesk.errors import FailureCode
from tests.faults.ordeal import Fault

CODES = (1000, 1002, 1003, 1006, 1007, 1008, 1011, 1012, 1013, 4000, 4429)
_TOLD = {
    1007: FailureCode.BAD_REQUEST,
    1011: FailureCode.UNAVAILABLE,
    1013: FailureCode.UNAVAILABLE,
    4429: FailureCode.TOO_MANY,
}
_BEFORE_ANY_FINAL_MS = 200


def closes() -> Iterator[Fault]:
    """Return each code, once in the middle of a phrase, and on each connection until it is told."""
    for code in CODES:
        yield Fault(f"close {code}, once", partial(_once, code=code))
        yield Fault(
            f"close {code}, always",
            partial(_always, code=code),
            _no_more,
            lasts_s=None,
            told=_TOLD.get(code, FailureCode.CONNECTION_LOST),
        )


def _once(struck: Any, code: int) -> None:
    struck.host.strike("close", code=code)


def _always(struck: Any, code: int) -> None:
    struck.host.fault("close", code=code, after_ms=_BEFORE_ANY_FINAL_MS)
    struck.host.strike("close", code=code)


def _no_more(struck: Any) -> None:
    struck.host.clear()
