"""A screen of the tests' own: Xvfb with a small window manager, and hands to type with."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.waiting import wait_until

_DEADLINE_S = 60.0
_DRAG_STEPS = 12


class Screen:
    """One X display. Windows are found by their titles."""

    def __init__(self, display: str) -> None:
        self.display = display

    def window(self, title: str, still: Callable[[], bool] = lambda: True) -> str:
        """Return the id of a window with `title` in its title; wait for it while `still`."""
        found: list[str] = []

        def there() -> bool:
            found.extend(self._xdotool("search", "--onlyvisible", "--name", title).split())
            assert still(), f"no window {title}, and none to come"
            return bool(found)

        wait_until(there)
        return found[-1]

    def press(self, window: str, *keys: str) -> None:
        """Press keys, named as X names them."""
        self._xdotool("windowfocus", "--sync", window)
        for key in keys:
            self._xdotool("key", "--delay", "50", key)

    def type(self, window: str, text: str) -> None:
        """Type `text`, which stands in nobody's command line."""
        self._xdotool("windowfocus", "--sync", window)
        self._xdotool("type", "--delay", "20", "--file", "-", typed=text)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the mouse there, and click."""
        self._xdotool("mousemove", str(x), str(y), "click", str(button))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press the mouse at `start`, move it to `end` in steps as a hand does, and let go."""
        steps = [
            (
                start[0] + (end[0] - start[0]) * step // _DRAG_STEPS,
                start[1] + (end[1] - start[1]) * step // _DRAG_STEPS,
            )
            for step in range(_DRAG_STEPS + 1)
        ]
        self._xdotool("mousemove", *map(str, steps[0]), "mousedown", "1")
        for x, y in steps[1:]:
            self._xdotool("mousemove", str(x), str(y), "sleep", "0.05")
        self._xdotool("mouseup", "1")

    def active(self) -> str:
        """Return the id of the window that has the keyboard."""
        return self._xdotool("getactivewindow")

    def activate(self, window: str) -> None:
        """Bring a window to the front, as its entry in a task bar does."""
        self._xdotool("windowactivate", "--sync", window)

    def title(self, window: str) -> str:
        return self._xdotool("getwindowname", window)

    def colours(self, area: tuple[int, int, int, int]) -> set[tuple[int, int, int]]:
        """Return the colours that are on the screen within x, y, width and height."""
        x, y, width, height = area
        place = f"{width}x{height}+{x}+{y}"
        picture = subprocess.run(
            ["import", "-window", "root", "-crop", place, "-depth", "8", "rgb:-"],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            check=True,
            timeout=_DEADLINE_S,
        ).stdout
        numbers = iter(picture)
        return set(zip(numbers, numbers, numbers, strict=True))

    def save(self, target: Path) -> None:
        """Save a picture of the whole screen."""
        subprocess.run(
            ["import", "-window", "root", target],
            env={**os.environ, "DISPLAY": self.display},
            check=True,
            timeout=_DEADLINE_S,
        )

    def _xdotool(self, *words: str, typed: str = "") -> str:
        done = subprocess.run(
            ["xdotool", *words],
            input=typed,
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=_DEADLINE_S,
        )
        return done.stdout.strip()


@contextmanager
def screen(size: str = "1280x900x24") -> Iterator[Screen]:
    """Run a display of its own while the block runs."""
    for program, package in (
        ("Xvfb", "xvfb"),
        ("openbox", "openbox"),
        ("xdotool", "xdotool"),
        ("import", "imagemagick"),
        ("xclip", "xclip"),
    ):
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
