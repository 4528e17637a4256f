"""The Speech SDK without us: its console quickstart in a process of its own.

As a program, it speaks the numbers that are on its standard input into a push stream at their
pace, and prints each final on a line.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from speechdesk.processes import child_environment
from tests.faults.measure import NUMBERS_A_SECOND, Count, count, numbers, sound
from tests.hosts import ScriptHost

_DEADLINE_S = 60.0
_DRAIN_S = 12.0


class Alone:
    """The parent's side: a context in which the quickstart runs against `host`."""

    def __init__(self, host: ScriptHost, spoken: Sequence[int], speed: float) -> None:
        self.host = host
        self._spoken = spoken
        self.texts: list[str] = []
        self._changed = threading.Condition()
        seconds = len(spoken) / NUMBERS_A_SECOND
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, host.url, host.key, str(seconds), str(speed)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            text=True,
        )
        self._reader = threading.Thread(target=self._read, name="quickstart")
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def wait_for_final(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.texts, _DEADLINE_S), "it never began"

    def pass_time(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: False, seconds)

    def count(self) -> Count:
        """Wait until it has ended, and compare."""
        self._process.wait(_DEADLINE_S + len(self._spoken) / NUMBERS_A_SECOND)
        self._reader.join()
        return count(self._spoken, self.texts)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with self._changed:
                    self.texts.append(line.rstrip("\n"))
                    self._changed.notify_all()


def main(url: str, key: str, seconds: float, speed: float) -> None:
    """Recognize numbers as the SDK's documentation shows it for a microphone or a stream."""
    import azure.cognitiveservices.speech as sdk

    over = threading.Event()
    stream = sdk.audio.PushAudioInputStream()
    config = sdk.SpeechConfig(endpoint=f"{url}/stt/speech/universal/v2", subscription=key)
    recognizer = sdk.SpeechRecognizer(config, sdk.audio.AudioConfig(stream=stream))
    recognizer.recognized.connect(lambda event: print(event.result.text, flush=True))
    recognizer.session_stopped.connect(lambda _: over.set())
    recognizer.canceled.connect(lambda _: over.set())
    recognizer.start_continuous_recognition_async().get()
    started = time.monotonic()
    for at, number in enumerate(numbers(seconds), start=1):
        if over.wait(max(0.0, started + at / NUMBERS_A_SECOND / speed - time.monotonic())):
            break
        stream.write(sound([number]))
    stream.close()
    over.wait(_DRAIN_S)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))
    sys.stdout.flush()
    # Not by returning: the SDK's threads can abort the interpreter's own way out.
    import os

    os._exit(0)
