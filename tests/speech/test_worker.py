"""The worker process: it comes, it goes, and nothing of it stays."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from speechdesk.domain.connection import Connection, RecognizerConfig, Service
from speechdesk.domain.events import Connected, Ended
from speechdesk.errors import Failure, FailureCode
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.worker import Spawn, WorkerPool, WorkerRecognizer, spawn_worker
from tests.hosts import ScriptHost, encode_numbers, script_host
from tests.speech.collected import DEADLINE_S, Collected
from tests.speech.many_starts import Spawned, in_dictation, start_and_end
from tests.speech.services import config_for

PHRASES = [{"text": "Hello world.", "at_ms": 500, "end_ms": 1500, "partials": ["hello"]}]
CONFIG = RecognizerConfig(Connection(Service.LOCAL, "ws://127.0.0.1:1"), ("en-US",))


@pytest.fixture(scope="module")
def host() -> Iterator[ScriptHost]:
    with script_host({"phrases": PHRASES}) as host:
        yield host


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "take.pcm"
    path.write_bytes(bytes(2000 * BYTES_PER_MS))
    return path


def saying(program: str) -> Spawn:
    """Return what spawns a worker that is the Python program `program`."""
    return lambda: subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_ten_starts_and_ends_each_with_status_0(tmp_path: Path) -> None:
    assert start_and_end(10, tmp_path) == [0] * 10


def test_a_killed_worker_is_told_at_once(host: ScriptHost, recording: Path) -> None:
    spawned = Spawned(spawn_worker)
    pool = WorkerPool(keep_warm=False, spawn=spawned)
    heard = Collected()
    recognizer = pool.start(config_for(host), recording, 0, heard)
    heard.wait_for(Connected)
    spawned.processes[0].kill()
    assert heard.wait_for_failure() == Failure(FailureCode.WORKER_GONE, "exit status -9")
    assert recognizer.join(DEADLINE_S)
    pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only: stops a process")
def test_a_worker_that_hangs_blocks_nobody_and_is_killed(host: ScriptHost, recording: Path) -> None:
    spawned = Spawned(spawn_worker)
    pool = WorkerPool(keep_warm=False, spawn=spawned)
    recognizer = in_dictation(pool, host, recording)
    spawned.processes[0].send_signal(signal.SIGSTOP)
    for position in range(0, 64 * 1024 * 64, 64 * 1024):  # more than a pipe holds
        recognizer.audio(position, bytes(64 * 1024))
    recognizer.close()
    assert recognizer.join(DEADLINE_S)
    assert spawned.processes[0].returncode == -signal.SIGKILL
    pool.close()


@pytest.mark.parametrize(
    "line", ["nonsense", "{}", '{"is":"Final"}', '{"is":"Partial","text":', "\\xff"]
)
def test_a_line_that_cannot_be_read_ends_the_recognizer(line: str, tmp_path: Path) -> None:
    heard = Collected()
    program = f'print(\'{{"is":"Connected"}}\'); print({line!r}, flush=True); input(); input()'
    pool = WorkerPool(keep_warm=False, spawn=saying(program))
    recognizer = pool.start(CONFIG, tmp_path / "take.pcm", 0, heard)
    assert heard.wait_for_failure().code is FailureCode.WORKER_GONE
    assert heard.events[0] == Connected()
    pool.close()
    assert recognizer.join(0)


def test_a_worker_that_ends_in_the_middle_of_a_line(tmp_path: Path) -> None:
    heard = Collected()
    program = 'import sys; sys.stdout.write(\'{"is":"Ended"\'); sys.exit(3)'
    pool = WorkerPool(keep_warm=False, spawn=saying(program))
    pool.start(CONFIG, tmp_path / "take.pcm", 0, heard)
    assert heard.wait_for_failure().code is FailureCode.WORKER_GONE
    pool.close()


def test_nothing_comes_after_the_end(tmp_path: Path) -> None:
    heard = Collected()
    program = 'print(\'{"is":"Ended"}\'); print(\'{"is":"Connected"}\', flush=True); input()'
    pool = WorkerPool(keep_warm=False, spawn=saying(program))
    recognizer = pool.start(CONFIG, tmp_path / "take.pcm", 0, heard)
    assert heard.wait_for_end() == Ended()
    assert recognizer.join(DEADLINE_S)
    assert heard.events == [Ended()]
    pool.close()


def test_post_may_close_the_recognizer(host: ScriptHost, recording: Path) -> None:
    recognizers: list[WorkerRecognizer] = []
    events: list[object] = []
    posted = threading.Event()
    started = threading.Event()

    def post(event: object) -> None:
        started.wait(DEADLINE_S)
        events.append(event)
        recognizers[0].close()
        posted.set()

    pool = WorkerPool(keep_warm=False)
    recognizers.append(pool.start(config_for(host), recording, 0, post))
    started.set()
    assert posted.wait(DEADLINE_S)
    assert recognizers[0].join(DEADLINE_S)
    assert len(events) == 1
    pool.close()


def test_a_warm_worker_is_used_and_replaced(host: ScriptHost, recording: Path) -> None:
    spawned = Spawned(spawn_worker)
    pool = WorkerPool(spawn=spawned)
    pool.warm()
    pool.warm()
    assert len(spawned.processes) == 1
    recognizer = in_dictation(pool, host, recording)
    pool.warm()  # what also happens by itself, once the recognizer is connected
    assert len(spawned.processes) == 2
    pool.close()
    assert recognizer.join(0)
    assert all(process.returncode is not None for process in spawned.processes)


def test_a_spare_that_died_is_not_used(host: ScriptHost, recording: Path) -> None:
    spawned = Spawned(spawn_worker)
    pool = WorkerPool(keep_warm=False, spawn=spawned)
    pool.warm()
    spawned.processes[0].kill()
    spawned.processes[0].wait()
    in_dictation(pool, host, recording).close()
    pool.close()
    assert len(spawned.processes) == 2


def test_the_key_is_neither_on_the_command_line_nor_in_the_environment(
    host: ScriptHost, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECH_KEY", host.key)
    spawned = Spawned(spawn_worker)
    pool = WorkerPool(keep_warm=False, spawn=spawned)
    in_dictation(pool, host, recording)
    process = psutil.Process(spawned.processes[0].pid)
    assert host.key not in str(process.cmdline())
    assert host.key not in str(process.environ())
    pool.close()


def test_a_recording_that_is_not_there(workers: WorkerPool, tmp_path: Path) -> None:
    heard = Collected()
    workers.start(CONFIG, tmp_path / "none.pcm", 0, heard)
    assert heard.wait_for_failure().code is FailureCode.RECORDING_UNREADABLE


def test_options_and_addresses_are_refused_in_words(workers: WorkerPool, recording: Path) -> None:
    for config, code in (
        (RecognizerConfig(CONFIG.connection, ("en-US", "en-GB")), FailureCode.BAD_OPTION),
        (RecognizerConfig(Connection(Service.AZURE), ("en-US",)), FailureCode.NO_PLACE),
        (
            RecognizerConfig(Connection(Service.AZURE, region="westus"), ("en-US",)),
            FailureCode.KEY_REFUSED,
        ),
    ):
        heard = Collected()
        workers.start(config, recording, 0, heard)
        assert heard.wait_for_failure().code is code


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only: kills a parent")
def test_after_a_kill_of_the_parent_no_worker_is_left(host: ScriptHost, recording: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.speech.worker_parent", host.url, host.key, str(recording)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    pids = json.loads(parent.stdout.readline())
    children = [psutil.Process(pid) for pid in pids]
    assert len(children) == 2  # one in dictation, one warm
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs(children, DEADLINE_S)
    assert [each for each in alive if each.status() != psutil.STATUS_ZOMBIE] == []


def test_a_long_file_at_full_speed_lives_and_no_number_is_lost(
    workers: WorkerPool, tmp_path: Path
) -> None:
    """140 s at 20 times real time: without the window and a larger buffer the SDK dies at 67 s."""
    recording = tmp_path / "numbers.pcm"
    recording.write_bytes(encode_numbers(range(1, 1401)))
    heard = Collected()
    script = {"numbers": {"per_phrase": 20}, "speed": 20}
    with script_host(script) as host:
        recognizer = workers.start(config_for(host, fast=True), recording, 0, heard)
        recognizer.audio_until(recording.stat().st_size)
        recognizer.finish()
        assert heard.wait_for_end() == Ended()
    assert " ".join(heard.texts).replace(".", "").split() == [
        str(number) for number in range(1, 1401)
    ]
