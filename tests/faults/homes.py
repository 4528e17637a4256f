"""Programs that run in a home, are killed there, and what `speechdesk recover` makes of it."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from speechdesk.processes import child_environment
from speechdesk.storage.rescue import open_history
from tests.hosts import ScriptHost

DEADLINE_S = 120.0


@dataclass
class Running:
    """A context: `tests.faults.program` in `home`, and what it said so far."""

    home: Path
    host: ScriptHost
    seconds: float
    speed: float = 1.0
    limit_bytes: int = 0
    heard_ms: int = 0
    finals: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    ended: str = ""

    def __post_init__(self) -> None:
        self.changed = threading.Condition()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.program"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=child_environment(),
            text=True,
        )
        assert self._process.stdin is not None
        options = {
            "home": str(self.home),
            "url": self.host.url,
            "key": self.host.key,
            "seconds": self.seconds,
            "speed": self.speed,
            "limit_bytes": self.limit_bytes,
        }
        with self._process.stdin as stdin:
            stdin.write(json.dumps(options) + "\n")
        self._reader = threading.Thread(target=self._read, name="program")
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """End it as by kill -9, and take in all it had said."""
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def until(self, condition: Callable[[], object], deadline_s: float = DEADLINE_S) -> None:
        """Wait for a condition that what it says decides."""
        with self.changed:
            assert self.changed.wait_for(condition, deadline_s), (
                f"it did not come about: {len(self.finals)} finals, {self.notices}"
            )

    def wait(self) -> None:
        """Wait until it has ended by itself."""
        self.until(lambda: self.ended)
        self._process.wait(DEADLINE_S)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                kind, _, rest = line.rstrip("\n").partition(" ")
                with self.changed:
                    self._take_in(kind, rest)
                    self.changed.notify_all()

    def _take_in(self, kind: str, rest: str) -> None:
        match kind:
            case "heard":
                self.heard_ms = int(rest)
            case "final":
                self.finals.append(rest)
            case "notice":
                self.notices.append(rest)
            case "ended":
                self.ended = rest


def start_recovery(home: Path, host: ScriptHost) -> "subprocess.Popen[str]":
    """Start `speechdesk recover` on a home."""
    process = subprocess.Popen(
        [sys.executable, "-m", "speechdesk", "recover", "--home", str(home), "--url", host.url,
         "--key-stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=child_environment(),
        text=True,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(host.key + "\n")
    process.stdin.flush()
    return process


def recover(home: Path, host: ScriptHost) -> str:
    """Run `speechdesk recover` to its end; return what it said on stderr, "" if all went well."""
    process = start_recovery(home, host)
    _, errors = process.communicate(timeout=DEADLINE_S)
    return "" if process.returncode == 0 else errors or f"status {process.returncode}"


def texts(home: Path) -> list[list[str]]:
    """Return the finals of each take of a home, oldest take first."""
    history, _ = open_history(home / "history.sqlite3")
    try:
        return [
            [stored.segment.text for stored in history.segments(take.id)]
            for take in reversed(history.takes())
        ]
    finally:
        history.close()
