"""The program is killed with kill -9, at any moment, and so is what recovers it."""

import random
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.faults import homes
from tests.faults.measure import NUMBERS_A_SECOND, Count, count, numbers
from tests.faults.ordeal import Outcome
from tests.hosts import ScriptHost, script_host

MOST_AUDIO_LOST_MS = 200
_LATEST_S = 6.0
_RECOVERY_KILLED_AFTER_S = 3.0
_PER_PHRASE = 5


@dataclass(frozen=True, slots=True)
class Kill:
    """What one kill cost. `finals_lost` had been shown; `audio_lost_ms` had been delivered."""

    finals_lost: int
    audio_lost_ms: int
    result: Count
    recovered_s: float
    problem: str = ""

    @property
    def is_survived(self) -> bool:
        return (
            not self.finals_lost
            and self.audio_lost_ms <= MOST_AUDIO_LOST_MS
            and self.result.is_whole
            and not self.problem
        )


def kills(times: int, *, seed: int = 1, at_once: int = 2) -> Outcome:
    """Kill a dictation so many times, each in a home of its own; every fourth recovery too."""
    chance = random.Random(seed)
    moments = [(chance.uniform(0.0, _LATEST_S), at % 4 == 3) for at in range(times)]
    with (
        script_host({"numbers": {"per_phrase": _PER_PHRASE}}) as host,
        ThreadPoolExecutor(at_once) as pool,
    ):
        killed = list(pool.map(lambda moment: kill(host, *moment), moments))
    worst = max(each.audio_lost_ms for each in killed)
    problems = sorted({each.problem for each in killed if each.problem})
    return Outcome(
        "kill -9 while recording",
        tried=times,
        survived=sum(each.is_survived for each in killed),
        lost=sum(each.finals_lost + each.result.lost for each in killed),
        doubled=sum(each.result.doubled + each.result.disordered for each in killed),
        recovered_s=max(each.recovered_s for each in killed),
        note="; ".join([f"finals lost {sum(each.finals_lost for each in killed)}",
                        f"audio lost {worst} ms at most", *problems]),
    )  # fmt: skip


def kill(host: ScriptHost, after_s: float, recovery_too: bool) -> Kill:
    """Kill a dictation some time after its first sound, then have it recovered."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with homes.Running(home, host, seconds=4 * _LATEST_S) as running:
            running.until(lambda: running.heard_ms)
            # The moment of the kill is what is tried here.
            with running.changed:
                running.changed.wait_for(lambda: False, after_s)
            running.kill()
        (recording,) = (home / "recordings").glob("*.pcm")
        kept_ms = recording.stat().st_size // 32
        started = time.monotonic()
        if recovery_too:
            _kill_recovery(home, host, after_s)
        problem = homes.recover(home, host)
        recovered_s = time.monotonic() - started
        (written,) = homes.texts(home)
    # A number of which half is there counts, as the service counts.
    kept_numbers = (kept_ms * NUMBERS_A_SECOND + 500) // 1000
    return Kill(
        finals_lost=sum(final not in written for final in running.finals),
        audio_lost_ms=max(0, running.heard_ms - kept_ms),
        result=count(numbers(4 * _LATEST_S)[:kept_numbers], written),
        recovered_s=recovered_s,
        problem=problem,
    )


def _kill_recovery(home: Path, host: ScriptHost, chance_s: float) -> None:
    process = homes.start_recovery(home, host)
    try:
        process.communicate(timeout=chance_s * _RECOVERY_KILLED_AFTER_S / _LATEST_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
