"""`speechdesk serve`, as a person or a script runs it."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.host.sdk_client import finals, named, recognize
from tests.host.speech import needs_pocketsphinx, spoken

_DEADLINE_S = 60
_SCRIPT = {"phrases": [{"at_ms": 0, "end_ms": 500, "text": "Hello world."}]}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "speechdesk", "serve", *arguments]


@contextmanager
def serving(*arguments: str, key: str = "") -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """Run the command and yield its address and process."""
    process = subprocess.Popen(
        command(*arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(key)
            process.stdin.close()
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


@pytest.fixture(name="script")
def script_file(tmp_path: Path) -> str:
    file = tmp_path / "script.json"
    file.write_text(json.dumps(_SCRIPT))
    return str(file)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_well(script: str, number: signal.Signals) -> None:
    with serving("--engine", "script", "--script", script) as (url, process):
        assert url.startswith("ws://127.0.0.1:")
        process.send_signal(number)

        assert process.wait(_DEADLINE_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_the_quickstart_of_the_sdk_runs_against_it(tmp_path: Path) -> None:
    needs_pocketsphinx()
    sound = spoken("please open the window and close the door", tmp_path / "weather.wav")
    with serving() as (url, process):
        assert finals(recognize(url, "any key", sound)) == [
            "Please open the window and close the door."
        ]
        process.send_signal(signal.SIGTERM)
        assert process.wait(_DEADLINE_S) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_with_a_key_it_serves_who_has_it(script: str, tmp_path: Path) -> None:
    sound = spoken("hello", tmp_path / "hello.wav")
    with serving("--script", script, "--key-stdin", key="our key\n") as (url, _):
        assert finals(recognize(url, "our key", sound)) == ["Hello world."]
        refused = named(recognize(url, "another", sound), "canceled")
        assert [event["code"] for event in refused] == ["AuthenticationFailure"]


def test_the_port_can_be_chosen(script: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serving("--script", script, "--port", str(port)) as (url, _):
        assert url == f"ws://127.0.0.1:{port}"


def failing(*arguments: str, stdin: str = "") -> tuple[int, str]:
    """Return status and stderr of a command that ends by itself; its stdout stays empty."""
    done = subprocess.run(
        command(*arguments), input=stdin, capture_output=True, text=True, timeout=_DEADLINE_S
    )
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_a_port_in_use_is_one_line(script: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        status, said = failing("--script", script, "--port", port)

    assert status == 1
    assert said.count("\n") == 1
    assert port in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_address_that_cannot_be_written_is_no_fault_of_the_port(script: str) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            command("--script", script),
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=_DEADLINE_S,
        )
    assert done.returncode == 1
    assert done.stderr == f"speechdesk: {os.strerror(errno.ENOSPC)}\n"


def test_a_script_that_is_none_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "script.json"
    file.write_text('{"phrase": []}')
    status, said = failing("--script", str(file))

    assert status == 1
    assert said == f"speechdesk: {file}: unknown name in the script: phrase\n"
    status, said = failing("--script", str(tmp_path / "none.json"))
    assert status == 1
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("--port", "70000"),
        ("--port", "any"),
        ("--engine", "telepathy"),
        ("--engine", "pocketsphinx", "--script", "x.json"),
        ("--key-stdin",),
    ],
)
def test_bad_usage(arguments: tuple[str, ...]) -> None:
    assert failing(*arguments)[0] == 2
