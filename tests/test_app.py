"""The whole program of the window, in a process of its own without a screen."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechdesk.remote import send
from speechdesk.ui.instance_lock import InstanceLock
from tests.waiting import wait_until

DEADLINE_S = 60.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no Unix sockets: not on Windows")


class Running:
    """A window on a home."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SPEECH_KEY": ""}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "speechdesk", "--home", str(home), *arguments],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )

    def answers(self) -> bool:
        """Wait until it can be reached; False where it has ended."""
        wait_until(lambda: self.process.poll() is not None or send(self.home, "show"))
        return self.process.poll() is None

    def end(self) -> tuple[int, str]:
        """Ask it to end, and return its status and what it wrote to stderr."""
        self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=DEADLINE_S)
        return self.process.returncode, errors


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path / "home")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.communicate()


def faults(errors: str) -> list[str]:
    """Return the lines that tell of a fault of the window's process."""
    return [line for line in errors.splitlines() if "speechdesk/app" in line or "Fatal" in line]


def test_it_starts_and_ends(running: Running) -> None:
    assert running.answers()
    status, errors = running.end()
    assert (status, faults(errors)) == (0, [])
    assert (running.home / "history.sqlite3").exists()


def test_a_second_start_ends_at_once(running: Running) -> None:
    assert running.answers()
    second = Running(running.home)
    _, errors = second.process.communicate(timeout=DEADLINE_S)
    assert (second.process.returncode, faults(errors)) == (0, [])
    assert running.process.poll() is None
    assert running.end()[0] == 0


def test_a_window_that_does_not_answer_is_told_of(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path / "home" / "window.lock")
    assert lock.take()
    second = Running(tmp_path / "home")
    _, errors = second.process.communicate(timeout=DEADLINE_S)
    lock.release()
    assert second.process.returncode == 1
    told = f"speechdesk: another SpeechDesk has {tmp_path / 'home'} open, and is silent"
    assert errors.splitlines()[-1] == told


def test_two_starts_at_the_same_moment_are_one_window(running: Running) -> None:
    second = Running(running.home)
    starts = [running, second]
    try:
        # Either may have the window; the other one ends once it has handed over.
        wait_until(lambda: any(each.process.poll() is not None for each in starts))
        (left,) = (each for each in starts if each.process.poll() is None)
        assert left.answers()
        ends = [each.end() for each in starts]
        assert [(status, faults(errors)) for status, errors in ends] == [(0, []), (0, [])]
    finally:
        second.process.kill()


def test_a_home_that_cannot_be_written_still_gives_a_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "home").touch()
    running = Running(tmp_path / "home")
    assert running.answers()
    status, errors = running.end()
    assert (status, faults(errors)) == (0, [])


def test_stop_without_a_window(tmp_path: Path) -> None:
    assert not send(tmp_path, "stop")
