"""A worker process whose recognizer only tells the time, 100 times a second."""

import os
import sys
import threading
import time

from speechdesk.domain.events import Connected, Partial
from speechdesk.speech.pipe import Start, decode_command, encode_event

_PACE_S = 0.01


def main() -> None:
    for line in sys.stdin.buffer:
        if isinstance(decode_command(line), Start):
            threading.Thread(target=_tell, daemon=True).start()
    os._exit(0)


def _tell() -> None:
    os.write(1, encode_event(Connected()))
    pace = threading.Event()
    while True:
        pace.wait(_PACE_S)
        os.write(1, encode_event(Partial(f"{time.perf_counter():.6f}", 0, 100, "en-US")))


if __name__ == "__main__":
    main()
