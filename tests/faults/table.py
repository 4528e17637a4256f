"""The outcomes as people and programs read them."""

from dataclasses import asdict
from typing import Any

from tests.faults.measure import Count
from tests.faults.ordeal import Outcome

_COLUMNS = "{:<52} {:>9} {:>5} {:>7} {:>8} {:>9}  {}"


def heading() -> str:
    return _COLUMNS.format(
        "fault", "survived", "lost", "doubled", "noticed", "recovered", "the SDK alone"
    )


def line(outcome: Outcome) -> str:
    """Return an outcome as a line: numbers lost and doubled, seconds to notice and to recover."""
    text = _COLUMNS.format(
        outcome.name,
        f"{outcome.survived} of {outcome.tried}",
        outcome.lost,
        outcome.doubled,
        _seconds(outcome.noticed_s),
        _seconds(outcome.recovered_s),
        _alone(outcome.alone),
    ).rstrip()
    return f"{text}\n    {outcome.note}" if outcome.note else text


def as_json(outcome: Outcome) -> dict[str, Any]:
    return asdict(outcome)


def _seconds(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.1f} s"


def _alone(result: Count | None) -> str:
    if result is None:
        return "-"
    lost = f"lost {result.lost} of {result.spoken}"
    return f"{lost}, doubled {result.doubled}" if result.doubled else lost
