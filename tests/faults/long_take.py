"""A take of many hours: whether it is as light and as fast at its end as at its beginning."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.faults import homes
from tests.faults.measure import count, numbers
from tests.faults.ordeal import Outcome
from tests.hosts import script_host

_HOUR_MS = 3_600_000
_PER_PHRASE = 50
_MEMORY_GROWTH = 0.10
_SLOWER = 1.5  # on a machine that does other things too
_HOUR_DEADLINE_S = 1800.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the program and its workers take at one moment."""

    at_s: float
    memory_mb: float
    threads: int
    handles: int
    processes: int


def long_take(hours: int, speed: float) -> Outcome:
    """Dictate for so many hours, `speed` times as fast as people speak."""
    with (
        tempfile.TemporaryDirectory() as folder,
        script_host({"numbers": {"per_phrase": _PER_PHRASE}}, controlled=False) as host,
        homes.Running(Path(folder), host, hours * 3600.0, speed=speed) as running,
    ):
        readings = [_reading_at(running, 0)]
        readings += [_reading_at(running, hour) for hour in range(1, hours + 1)]
        running.wait()
        (written,) = homes.texts(Path(folder))
    result = count(numbers(hours * 3600.0), written)
    first, last = readings[1], readings[-1]
    first_hour_s, last_hour_s = first.at_s - readings[0].at_s, last.at_s - readings[-2].at_s
    steady = (
        last.memory_mb <= first.memory_mb * (1 + _MEMORY_GROWTH)
        and last.threads <= first.threads
        and last.handles <= first.handles
        and last.processes <= first.processes
        and last_hour_s <= first_hour_s * _SLOWER
    )
    return Outcome(
        f"a take of {hours} hours, {speed:g} times as fast",
        tried=1,
        survived=int(result.is_whole and steady),
        lost=result.lost,
        doubled=result.doubled + result.disordered,
        note=f"memory {first.memory_mb:.0f} MB after the first hour and {last.memory_mb:.0f} MB "
        f"after the last; that hour took {first_hour_s:.1f} s and "
        f"{last_hour_s:.1f} s; threads {first.threads} and "
        f"{last.threads}, handles {first.handles} and {last.handles}, processes "
        f"{first.processes} and {last.processes}",
    )


def _reading_at(running: homes.Running, hour: int) -> Reading:
    """Wait until so many hours are recognized, and look at the processes."""
    finals = max(1, hour * _HOUR_MS // 100 // _PER_PHRASE)
    running.until(lambda: len(running.finals) >= finals or running.ended, _HOUR_DEADLINE_S)
    program = psutil.Process(running.pid)
    processes = [program, *program.children(recursive=True)]
    return Reading(
        time.monotonic(),
        sum(each.memory_info().rss for each in processes) / 1e6,
        sum(each.num_threads() for each in processes),
        sum(each.num_fds() for each in processes),
        len(processes),
    )
