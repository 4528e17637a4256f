"""How a measured process tells what happens in it; loads next to nothing, for it is measured."""

import json
import sys
import time
from typing import Any


def say(what: str, **facts: Any) -> None:
    """Write a line with the time, which is that of `time.perf_counter`."""
    line = {"what": what, "at": time.perf_counter(), **facts}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
