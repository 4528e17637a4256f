"""Tries the frozen program of dist/speechdesk as a person would use it, on Linux.

    .venv/bin/python -m pytest packaging/smoke_test.py

Not part of packaging/test.sh: the build takes minutes. The tests' own sound server and its
microphone are used, and a screen of their own.
"""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.virtual_microphone import (  # noqa: F401  (fixtures)
    DESCRIPTION,
    VirtualSound,
    sound_server,
    virtual_sound,
)
from tests.waiting import wait_until

PROGRAM = Path(__file__).resolve().parents[1] / "dist/speechdesk/speechdesk"
WORDS = "please open the window and close the door"


@pytest.fixture(scope="module", autouse=True)
def program_is_built() -> None:
    assert PROGRAM.is_file(), "first run packaging/freeze.py"


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A screen with a window manager."""
    for name, package in {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}.items():
        if shutil.which(name) is None:
            pytest.skip(f"needs the package {package}")
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        monkeypatch.setenv("DISPLAY", f":{answer.readline().strip()}")
    manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield
    for process in (manager, server):
        process.terminate()
        process.wait(30)


def run(*words: str | Path, deadline_s: int = 90) -> str:
    ran = subprocess.run(
        [PROGRAM, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        timeout=deadline_s,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def was_understood(text: str) -> bool:
    """Whether most of the words came through; how well it hears is not what is tried here."""
    return len(set(WORDS.split()) & set(text.lower().rstrip(".\n").split())) >= 4


def takes(home: Path) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads(run("history", "list", "--json", "--home", home))[
        "takes"
    ]
    return listed


def sound_arrives(home: Path) -> bool:
    return any(recording.stat().st_size for recording in home.glob("recordings/*"))


def no_process_is_left() -> bool:
    left = []
    for process in psutil.process_iter(["exe"]):
        if process.info["exe"] == str(PROGRAM) and process.status() != psutil.STATUS_ZOMBIE:
            left.append(process)
    return not left


def test_it_brings_its_own_python(tmp_path: Path) -> None:
    ran = subprocess.run(
        [PROGRAM, "--version"],
        env={"HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("speechdesk ")


def test_its_child_lists_the_microphones(virtual_sound: VirtualSound) -> None:  # noqa: F811
    assert DESCRIPTION in run("devices")


def test_its_worker_and_host_turn_a_file_into_text(
    virtual_sound: VirtualSound,  # noqa: F811
    tmp_path: Path,
) -> None:
    said = virtual_sound.say_to_file(WORDS)
    text = run("transcribe", said, "--service", "local", "--home", tmp_path)
    assert was_understood(text)


@pytest.mark.parametrize("ending", ["docx", "srt", "json"])
def test_every_kind_of_export_is_there(
    virtual_sound: VirtualSound,  # noqa: F811
    tmp_path: Path,
    ending: str,
) -> None:
    said, result = virtual_sound.say_to_file(WORDS), tmp_path / f"result.{ending}"
    run(
        *("transcribe", said, "--service", "local", "--home", tmp_path),
        *("--format", ending, "--output", result),
    )
    assert result.stat().st_size > 0


def test_dictation_in_a_terminal(
    virtual_sound: VirtualSound,  # noqa: F811
    tmp_path: Path,
) -> None:
    dictation = subprocess.Popen(
        [PROGRAM, "dictate", "--service", "local", "--device", DESCRIPTION, "--home", tmp_path],
        stdout=subprocess.PIPE,
        text=True,
    )
    with dictation:
        wait_until(lambda: sound_arrives(tmp_path), 60)
        virtual_sound.speak(WORDS)
        dictation.send_signal(signal.SIGINT)
        text, _ = dictation.communicate(timeout=60)
    assert dictation.returncode == 0
    assert was_understood(text)
    wait_until(no_process_is_left)


def test_dictation_in_the_window(
    screen: None,
    virtual_sound: VirtualSound,  # noqa: F811
    tmp_path: Path,
) -> None:
    window = subprocess.Popen([PROGRAM, "--toggle", "--home", tmp_path])
    try:
        wait_until(lambda: sound_arrives(tmp_path), 60)
        virtual_sound.speak(WORDS)
        run("--stop", "--home", tmp_path)
        wait_until(lambda: takes(tmp_path)[0]["state"] == "complete", 60)
        found = ["xdotool", "search", "--onlyvisible", "--name", "SpeechDesk$"]
        (shown,) = subprocess.check_output(found, text=True).split()
        subprocess.run(["xdotool", "key", "--window", shown, "ctrl+q"], check=True)
        assert window.wait(60) == 0
    finally:
        window.kill()
        window.wait()
    assert was_understood(run("history", "show", str(takes(tmp_path)[0]["id"]), "--home", tmp_path))
    wait_until(no_process_is_left)
