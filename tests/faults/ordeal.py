"""One fault, undergone in the middle of a dictation, and what came of it."""

import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from speechdesk.errors import FailureCode
from tests.faults.alone import Alone
from tests.faults.measure import Count, numbers
from tests.faults.stage import Stage
from tests.hosts import ScriptHost, script_host

_SPEED = 2.0  # the SDK alone sends no faster than this
_PER_PHRASE = 5
_SETTLED_S = 2.0


def _nothing(_: Any) -> None:
    """The fault is over by itself."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong once the first final is written, and when it goes well again.

    `strike` is given the stage, or the SDK alone, both of which have a `host`. It `lasts_s`, or
    until the user has been `told` of it (None), then `heal` ends it. `told` is what the user must
    have been told, `written` a text that must be among the finals. `alone` is whether the SDK alone
    can be struck in the same way.
    """

    name: str
    strike: Callable[[Any], None]
    heal: Callable[[Any], None] = _nothing
    lasts_s: float | None = 0.0
    told: FailureCode | None = None
    written: str = ""
    alone: bool = True
    seconds: float = 10.0
    script: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A line of the table. Times are None where nothing was to be noticed or nobody looked.

    `alone` is how many of the numbers (and of the texts that must be there) the SDK alone lost and
    doubled, or None where it was not tried.
    """

    name: str
    tried: int
    survived: int
    lost: int = 0
    doubled: int = 0
    noticed_s: float | None = None
    recovered_s: float | None = None
    alone: Count | None = None
    note: str = ""

    @property
    def is_well(self) -> bool:
        return self.survived == self.tried and not self.lost and not self.doubled


def undergo(fault: Fault, *, with_alone: bool = False, speed: float = _SPEED) -> Outcome:
    """Dictate through `fault`, and have the SDK alone do the same meanwhile."""
    with ThreadPoolExecutor(1) as beside, tempfile.TemporaryDirectory() as folder:
        alone = beside.submit(_alone, fault) if with_alone and fault.alone else None
        try:
            outcome = _dictate_through(fault, Path(folder), speed)
        except AssertionError as error:
            outcome = Outcome(fault.name, 1, 0, note=str(error))
        return outcome if alone is None else replace(outcome, alone=alone.result())


def _host(fault: Fault) -> Any:
    return script_host({"numbers": {"per_phrase": _PER_PHRASE}, **fault.script})


def _dictate_through(fault: Fault, folder: Path, speed: float) -> Outcome:
    spoken = numbers(fault.seconds)
    host: ScriptHost
    with _host(fault) as host, Stage(folder, host, spoken, speed) as stage:
        stage.begin()
        struck_at = time.monotonic()
        fault.strike(stage)
        attempts = _outlast(fault, stage, struck_at)
        fault.heal(stage)
        healed_at = time.monotonic()
        stage.until(lambda: stage.final_after(healed_at) or stage.rests())
        if stage.rests():
            stage.mend()
        stage.until(lambda: stage.final_after(healed_at))
        stage.until_all_is_spoken()
        stage.stop()
        told_at, final_at = stage.told_after(struck_at), stage.final_after(healed_at)
        result = stage.count()
        failures = stage.failures_after(struck_at)
        as_told = fault.told is None or (fault.told in failures and attempts)
        as_written = not fault.written or fault.written in stage.texts()
    return Outcome(
        fault.name,
        tried=1,
        survived=int(as_told and as_written and result.is_whole),
        lost=result.lost,
        doubled=result.doubled + result.disordered,
        noticed_s=None if told_at is None else told_at - struck_at,
        recovered_s=None if final_at is None or told_at is None else final_at - healed_at,
        note=_note(as_told, as_written, failures),
    )


def _note(as_told: bool, as_written: bool, failures: list[str]) -> str:
    told = "" if as_told else f"the user was told {failures}"
    return told or ("" if as_written else "the text was not complete")


def _outlast(fault: Fault, stage: Stage, struck_at: float) -> bool:
    """Wait as long as the fault lasts; whether nothing was tried where trying is no use."""
    if fault.lasts_s is not None:
        stage.pass_time(fault.lasts_s)
        return True
    stage.until(lambda: fault.told in stage.failures_after(struck_at))
    if not stage.rests():
        return True
    before = len(stage.processes)
    stage.until_all_is_spoken()
    return len(stage.processes) == before


def _alone(fault: Fault) -> Count:
    """Have the SDK alone, as its quickstart uses it, undergo the same."""
    with _host(fault) as host, Alone(host, numbers(fault.seconds), _SPEED) as alone:
        alone.wait_for_final()
        fault.strike(alone)
        alone.pass_time(_SETTLED_S if fault.lasts_s is None else fault.lasts_s)
        fault.heal(alone)
        result = alone.count()
        if fault.written:
            is_lost = fault.written not in alone.texts
            result = replace(result, spoken=result.spoken + 1, lost=result.lost + is_lost)
        return result
