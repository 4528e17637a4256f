"""Processes that are measured from outside: started, talked to in lines of JSON, watched, ended."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil

from tests.bench.harness import UnavailableError

ROOT = Path(__file__).resolve().parents[2]
_COMPILED = Path(tempfile.gettempdir()) / "speechdesk-bench-compiled"
_DEADLINE_S = 60.0
_END_S = 20.0


def ordinary_environment() -> dict[str, str]:
    """Return the environment of a program that has run before: Python finds it compiled.

    The compiled files are the benchmark's own, whatever is installed around it.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(_COMPILED)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def python(module: str, *words: str) -> list[str]:
    """Return the command line of a module of ours."""
    return [sys.executable, "-m", module, *words]


def seconds_of(command: list[str], environment: Mapping[str, str] | None = None) -> float:
    """Run a command to its end and return how long that took; raises RuntimeError if it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**ordinary_environment(), **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=1800,
    )
    taken = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"{command[-1]} ended with {done.returncode}: {done.stderr[-300:]}")
    return taken


class Child:
    """A process that writes one JSON object a line. `started` is when it was started.

    All times are those of `time.perf_counter`, which all processes of a machine share on Linux.
    """

    def __init__(self, command: list[str], environment: Mapping[str, str] | None = None) -> None:
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**ordinary_environment(), **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._lines: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, **command: Any) -> None:
        """Send a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def wait_for(self, what: str, deadline_s: float = _DEADLINE_S, **facts: Any) -> dict[str, Any]:
        """Return the next line that tells `what` with these `facts`; others before it are lost."""
        end = time.monotonic() + deadline_s
        while (left := end - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                line = self._lines.get(timeout=left)
                if line is None:
                    raise RuntimeError(f"the process ended before it told {what}")
                if line["what"] == what and facts.items() <= line.items():
                    return line
        raise RuntimeError(f"it did not tell {what} within {deadline_s:g} s")

    def waiting(self) -> list[dict[str, Any]]:
        """Return the lines that have come and were not taken."""
        found = []
        with contextlib.suppress(queue.Empty):
            while (line := self._lines.get_nowait()) is not None:
                found.append(line)
        return found

    def close(self) -> None:
        """Let it end by closing its stdin."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with contextlib.suppress(ValueError):
                    self._lines.put(json.loads(line))
        self._lines.put(None)


@contextlib.contextmanager
def child(command: list[str], environment: Mapping[str, str] | None = None) -> Iterator[Child]:
    """Run a child while the block runs."""
    running = Child(command, environment)
    try:
        yield running
    finally:
        running.close()


def family(pid: int) -> list[psutil.Process]:
    """Return a process and all below it, but for the local service and its decoders.

    What recognizes is not ours to answer for: with a service elsewhere it would not be here.
    """
    head = psutil.Process(pid)
    found = [head]
    for each in head.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if each.cmdline()[-1] not in ("host", "decoder"):
                found.append(each)
    return found


def cpu_seconds(pid: int) -> float:
    """Return what a process and those below it have used, those that have ended included."""
    total = 0.0
    for each in family(pid):
        with contextlib.suppress(psutil.Error):
            times = each.cpu_times()
            total += times.user + times.system
            total += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return total


def memory_mb(pid: int) -> float:
    """Return the memory of a process and those below it; what they share is counted once."""
    total = 0
    for each in family(pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            full = each.memory_full_info()
            if not hasattr(full, "pss"):
                raise UnavailableError("memory is measured on Linux only")
            total += full.pss
    return total / 1e6


def settle(pid: int, quiet_s: float = 2.0, deadline_s: float = 60.0) -> None:
    """Wait until a process and those below it have had nothing to do for a while."""
    pace = threading.Event()
    end = time.monotonic() + deadline_s
    before = cpu_seconds(pid)
    while time.monotonic() < end:
        pace.wait(quiet_s)
        now = cpu_seconds(pid)
        if now - before < 0.05 * quiet_s:
            return
        before = now
