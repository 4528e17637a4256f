"""What the disk does: it is full, or the history on it is damaged; and who else is in the home."""

import contextlib
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults import homes
from tests.faults.measure import count, numbers
from tests.faults.ordeal import Outcome
from tests.hosts import ScriptHost, script_host

_PER_PHRASE = 5
_PER_PHRASE_WHERE_FULL = 50  # fewer commits: the history's log counts as a file that grows too
_LIMIT_BYTES = 4 << 20
_FULL_SECONDS = 200.0
_FULL_SPEED = 20.0
_DICTATED_S = 6.0


def disk_full() -> Outcome:
    """Dictate where no file may grow beyond 4 MB, which the recording reaches in two minutes."""
    with _home() as folder, _host(_PER_PHRASE_WHERE_FULL) as host:
        home = Path(folder)
        with homes.Running(
            home, host, _FULL_SECONDS, speed=_FULL_SPEED, limit_bytes=_LIMIT_BYTES
        ) as running:
            running.wait()
        (written,) = homes.texts(home)
        recorded = next((home / "recordings").iterdir()).stat().st_size
    result = count(numbers(_FULL_SECONDS), written)
    told = "disk_full" in running.notices
    return Outcome(
        "disk full while recording",
        tried=1,
        survived=int(told and result.is_whole and running.ended == "True"),
        lost=result.lost,
        doubled=result.doubled + result.disordered,
        note=f"{recorded // 32_000} of {_FULL_SECONDS:.0f} s found room"
        + ("" if told else ", and nobody was told"),
    )


def damaged_histories() -> Iterator[Outcome]:
    """Kill a dictation, damage its history in each way, and have it recovered."""
    for name, damage in _DAMAGES.items():
        with _home() as folder, _host() as host:
            yield _damaged(Path(folder), host, name, damage)


def two_in_one_home() -> Outcome:
    """Dictate twice at once in one home, and recover there meanwhile."""
    with _home() as folder, _host() as host:
        home = Path(folder)
        with (
            homes.Running(home, host, _DICTATED_S) as one,
            homes.Running(home, host, _DICTATED_S) as other,
        ):
            one.until(lambda: one.finals)
            other.until(lambda: other.finals)
            problem = homes.recover(home, host)
            one.wait()
            other.wait()
        results = [count(numbers(_DICTATED_S), written) for written in homes.texts(home)]
    return Outcome(
        "two programs and recover in one home",
        tried=2,
        survived=sum(each.is_whole for each in results) if not problem else 0,
        lost=sum(each.lost for each in results),
        doubled=sum(each.doubled + each.disordered for each in results),
        note=problem,
    )


def _damaged(home: Path, host: ScriptHost, name: str, damage: Callable[[Path], None]) -> Outcome:
    with homes.Running(home, host, 60.0) as running:
        running.until(lambda: len(running.finals) >= 1)
        running.kill()
    (recording,) = (home / "recordings").glob("*.pcm")
    kept = (recording.stat().st_size // 32 + 50) // 100
    damage(home / "history.sqlite3")
    started = time.monotonic()
    problem = homes.recover(home, host)
    recovered_s = time.monotonic() - started
    written = [text for take in homes.texts(home) for text in take]
    result = count(numbers(60.0)[:kept], written)
    return Outcome(
        f"history {name}",
        tried=1,
        survived=int(result.is_whole and not problem),
        lost=result.lost,
        doubled=result.doubled + result.disordered,
        recovered_s=recovered_s,
        note=problem,
    )


def _overwrite_beginning(history: Path) -> None:
    with history.open("r+b") as file:
        file.write(os.urandom(4096))


def _overwrite_all(history: Path) -> None:
    _remove_log(history)
    history.write_bytes(os.urandom(history.stat().st_size))


def _cut(history: Path) -> None:
    _remove_log(history)
    os.truncate(history, history.stat().st_size // 2)


def _spoil_pages(history: Path) -> None:
    """Overwrite every other page, and so of its log."""
    chance = random.Random(1)
    for path in (history, history.with_name(f"{history.name}-wal")):
        with path.open("r+b") as file:
            for page in range(1, path.stat().st_size // 4096, 2):
                file.seek(page * 4096)
                file.write(chance.randbytes(4096))


def _remove(history: Path) -> None:
    _remove_log(history)
    history.unlink()


def _remove_log(history: Path) -> None:
    for ending in ("-wal", "-shm"):
        history.with_name(history.name + ending).unlink(missing_ok=True)


_DAMAGES: dict[str, Callable[[Path], None]] = {
    "whose beginning is overwritten": _overwrite_beginning,
    "that is noise": _overwrite_all,
    "that is cut in half, without its log": _cut,
    "of which every other page is noise": _spoil_pages,
    "that is gone": _remove,
}


def _home() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory()


def _host(per_phrase: int = _PER_PHRASE) -> "contextlib.AbstractContextManager[ScriptHost]":
    return script_host({"numbers": {"per_phrase": per_phrase}})
