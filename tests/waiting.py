"""Waiting for what nothing tells of."""

import threading
import time
from collections.abc import Callable

DEADLINE_S = 60.0
_STEP_S = 0.05


def wait_until(condition: Callable[[], object], deadline_s: float = DEADLINE_S) -> None:
    """Look again and again, and return as soon as `condition` holds; fail after the deadline."""
    deadline = time.monotonic() + deadline_s
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, f"not so within {deadline_s} s"
        pause.wait(_STEP_S)
