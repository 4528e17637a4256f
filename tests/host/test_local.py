"""This computer as a service: a child process with a key of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from speechdesk.errors import FailureCode, RecognitionError
from speechdesk.host.engines.script_format import ScriptError
from speechdesk.host.local import LocalService
from speechdesk.processes import child_command
from tests.host.sdk_client import finals, named, recognize
from tests.host.speech import needs_pocketsphinx, spoken

_DEADLINE_S = 60


@pytest.fixture(name="service")
def scripted_service() -> Iterator[LocalService]:
    service = LocalService(engine="script")
    yield service
    service.stop()


def connection(url: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), _DEADLINE_S)


def listens(url: str) -> bool:
    try:
        connection(url).close()
    except OSError:
        return False
    return True


def ends(line: socket.socket) -> bool:
    """Wait until the other side of a connection is gone."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def test_it_starts_serves_and_stops(service: LocalService) -> None:
    assert not service.running
    service.start()
    url = service.url(_DEADLINE_S)

    assert service.running
    assert listens(url)
    service.stop()
    assert not service.running
    assert not listens(url)


def test_it_can_be_started_again(service: LocalService) -> None:
    service.start()
    first = service.url(_DEADLINE_S)
    service.start()
    assert service.url(_DEADLINE_S) == first
    service.stop()
    service.start()
    assert listens(service.url(_DEADLINE_S))


def test_started_by_many_at_once_it_is_one(service: LocalService) -> None:
    """Each recognizer starts it from a thread of its own, and so does the window's warming up."""
    ready = threading.Barrier(8)

    def start() -> None:
        ready.wait(_DEADLINE_S)
        service.start()

    before = set(psutil.Process().children())
    callers = [threading.Thread(target=start) for _ in range(ready.parties)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    (child,) = set(psutil.Process().children()) - before
    assert child.pid == service.pid
    assert listens(service.url(_DEADLINE_S))


def test_each_has_a_key_of_its_own() -> None:
    assert LocalService().key != LocalService().key
    assert len(LocalService().key) == 32


def test_a_script_that_is_none_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ScriptError):
        LocalService(engine="script", script=tmp_path / "none.json").start()


def test_an_engine_that_does_not_exist_is_told() -> None:
    service = LocalService(engine="telepathy")
    service.start()
    with pytest.raises(RecognitionError, match="no engine called telepathy"):
        service.url(_DEADLINE_S)
    service.stop()


def test_a_service_that_was_killed_can_be_started_again(service: LocalService) -> None:
    service.start()
    first = service.url(_DEADLINE_S)
    assert service.pid is not None
    os.kill(service.pid, signal.SIGKILL)
    os.waitid(os.P_PID, service.pid, os.WEXITED | os.WNOWAIT)

    assert not service.running
    assert not listens(first)
    service.start()
    assert listens(service.url(_DEADLINE_S))


def test_it_ends_with_a_parent_that_is_killed() -> None:
    needs_pocketsphinx()
    program = (
        "import time; from speechdesk.host.local import LocalService\n"
        "service = LocalService(); service.start(); print(service.url(60), flush=True)\n"
        "time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        url = parent.stdout.readline().strip()
    with connection(url) as line:
        parent.send_signal(signal.SIGKILL)
        parent.wait()

        assert ends(line)
    assert not listens(url)


def test_without_the_library_it_says_so_in_plain_words() -> None:
    program = (
        "import sys; sys.modules['pocketsphinx'] = None\n"
        "from speechdesk.host.child import child_main; sys.exit(child_main())"
    )
    child = subprocess.run(
        [sys.executable, "-c", program], input='{"key": "x"}\n', capture_output=True, text=True
    )

    assert child.returncode == 1
    assert f'"code": "{FailureCode.ENGINE_MISSING}"' in child.stdout
    assert "needs the package pocketsphinx" in child.stdout
    assert child.stderr == ""


@pytest.mark.parametrize("line", ["", "\n", "[]\n", '{"engine": 7}\n', '{"wings": 2}\n', "{\n"])
def test_a_parent_that_says_nothing_sensible_gets_an_answer(line: str) -> None:
    program = "import sys; from speechdesk.host.child import child_main; sys.exit(child_main())"
    child = subprocess.run(
        [sys.executable, "-c", program], input=line, capture_output=True, text=True
    )

    assert child.returncode == 1
    assert child.stdout.startswith('{"code": ')
    assert child.stderr == ""


def test_real_speech_becomes_text_with_the_real_sdk(tmp_path: Path) -> None:
    needs_pocketsphinx()
    sound = spoken("please open the window and close the door", tmp_path / "weather.wav")
    service = LocalService()
    service.start()
    try:
        url = service.url(_DEADLINE_S)
        events = recognize(
            f"{url}/stt/speech/universal/v2", service.key, sound, "endpoint", "detailed"
        )
        refused = recognize(url, "0" * 32, sound)
    finally:
        service.stop()

    assert finals(events) == ["Please open the window and close the door."]
    assert len(named(events, "recognizing")) >= 3
    (final,) = named(events, "recognized")
    best, *others = final["json"]["NBest"]
    assert [word["Word"] for word in best["Words"]] == best["Lexical"].split()
    assert all(0 <= word["Confidence"] <= 1 for word in best["Words"])
    assert others
    assert [event["code"] for event in named(refused, "canceled")] == ["AuthenticationFailure"]


def test_a_parent_that_ends_at_once_leaves_no_complaint() -> None:
    child = subprocess.Popen(
        child_command("host"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdin is not None and child.stdout is not None and child.stderr is not None
    child.stdout.close()
    child.stdin.write(b'{"engine": "script", "key": "key"}\n')
    child.stdin.close()
    assert child.wait(30) == 1
    assert child.stderr.read() == b""
    child.stderr.close()
