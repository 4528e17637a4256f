"""A screen of the tests' own: Xvfb with a small window manager, and hands to type with."""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

_DEADLINE_S = 60.0


def eventually(condition: Callable[[], bool]) -> None:
    """Look again and again until `condition` holds."""
    deadline = time.monotonic() + _DEADLINE_S
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        pause.wait(0.1)


class Screen:
    """One X display. Windows are found by their titles."""

    def __init__(self, display: str) -> None:
        self.display = display

    def window(self, title: str) -> str:
        """Wait for a visible window whose title has `title` in it, and return its id."""
        deadline = time.monotonic() + _DEADLINE_S
        while time.monotonic() < deadline:
            found = self._xdotool("search", "--sync", "--onlyvisible", "--name", title)
            if found:
                return found.split()[-1]
        raise AssertionError(f"no window {title}")

    def press(self, window: str, *keys: str) -> None:
        """Press keys, named as X names them."""
        self._xdotool("windowfocus", "--sync", window)
        for key in keys:
            self._xdotool("key", "--delay", "50", key)

    def type(self, window: str, text: str) -> None:
        self._xdotool("windowfocus", "--sync", window)
        self._xdotool("type", "--delay", "20", text)

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=_DEADLINE_S,
        )
        return done.stdout.strip()


@contextmanager
def screen(size: str = "1280x900x24") -> Iterator[Screen]:
    """Run a display of its own while the block runs."""
    for program, package in (("Xvfb", "xvfb"), ("openbox", "openbox"), ("xdotool", "xdotool")):
        if shutil.which(program) is None:
            pytest.skip(f"needs the package {package}")
    with ExitStack() as stack:
        server = stack.enter_context(
            subprocess.Popen(
                ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        )
        stack.callback(server.terminate)
        assert server.stdout is not None
        display = f":{server.stdout.readline().strip()}"
        manager = stack.enter_context(
            subprocess.Popen(
                ["openbox"],
                env={**os.environ, "DISPLAY": display},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        stack.callback(manager.terminate)
        yield Screen(display)
