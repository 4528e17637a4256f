"""`python -m tests.speech.many_starts 100`: workers come and go, also in mid-dictation.

Prints how many ended with status 0; the exit status is 1 unless all did.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from speechdesk.domain.events import Ended, Partial
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.worker import Spawn, WorkerPool, WorkerRecognizer, spawn_worker
from tests.hosts import ScriptHost, script_host
from tests.speech.collected import DEADLINE_S, Collected
from tests.speech.services import config_for

PHRASES = [{"text": "Hello world.", "at_ms": 500, "end_ms": 1500, "partials": ["hello"]}]
LENGTH_BYTES = 2000 * BYTES_PER_MS


class Spawned:
    """Spawns workers and remembers them."""

    def __init__(self, spawn: Spawn) -> None:
        self._spawn = spawn
        self.processes: list[subprocess.Popen[bytes]] = []

    def __call__(self) -> subprocess.Popen[bytes]:
        self.processes.append(self._spawn())
        return self.processes[-1]


def in_dictation(workers: WorkerPool, host: ScriptHost, recording: Path) -> WorkerRecognizer:
    """Start a recognizer and return it in the middle of a phrase."""
    heard = Collected()
    recognizer = workers.start(config_for(host), recording, 0, heard)
    recognizer.audio_until(LENGTH_BYTES // 2)
    heard.wait_for(Partial)
    return recognizer


def to_the_end(workers: WorkerPool, host: ScriptHost, recording: Path) -> WorkerRecognizer:
    """Start a recognizer and return it when all has been recognized."""
    heard = Collected()
    recognizer = workers.start(config_for(host), recording, 0, heard)
    recognizer.audio_until(LENGTH_BYTES)
    recognizer.finish()
    assert heard.wait_for_end() == Ended()
    return recognizer


def start_and_end(count: int, folder: Path) -> list[int | None]:
    """Run `count` workers, every other one ended in mid-dictation; return their exit statuses."""
    recording = folder / "take.pcm"
    recording.write_bytes(bytes(LENGTH_BYTES))
    spawned = Spawned(spawn_worker)
    workers = WorkerPool(keep_warm=False, spawn=spawned)
    with script_host({"phrases": PHRASES}) as host:
        for number in range(count):
            play = in_dictation if number % 2 else to_the_end
            recognizer = play(workers, host, recording)
            recognizer.close()
            assert recognizer.join(DEADLINE_S)
    return [process.returncode for process in spawned.processes]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        statuses = start_and_end(int(sys.argv[1]), Path(scratch))
    sys.stdout.write(f"{statuses.count(0)} of {len(statuses)} ended with status 0\n")
    sys.exit(statuses.count(0) != len(statuses))
