"""A key typed into the real dialog of the real program, kept in a real keyring, and used after."""

import os
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from speechdesk.settings.schema import Settings
from speechdesk.settings.store import SettingsStore
from tests.desktop.screens import Screen, eventually, screen
from tests.hosts import ScriptHost, script_host
from tests.keyring_daemon import keyring_session

SCRIPT = {"phrases": [{"text": "Hello world.", "at_ms": 300, "end_ms": 1200}]}
pytestmark = pytest.mark.desktop


@contextmanager
def program(home: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run the program's window, and close it in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "speechdesk", "--home", str(home)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.terminate()


def connect(view: Screen, host: ScriptHost, store: SettingsStore) -> None:
    """Open the settings and type host and key, by keyboard alone."""
    main = view.window("SpeechDesk")
    view.press(main, "ctrl+comma")
    dialog = view.window("Settings")
    view.press(dialog, "Tab", "Right", "Right")
    eventually(lambda: store.load().settings.service == "container")
    view.press(dialog, "Tab")
    view.type(dialog, host.url)
    view.press(dialog, "Tab")
    eventually(lambda: store.load().settings.url == host.url)
    view.type(dialog, host.key)
    view.press(dialog, "Return", "Escape")


def in_keyring(environment: dict[str, str], name: str) -> str:
    code = (
        "from keyring.backends.SecretService import Keyring\n"
        f"print(Keyring().get_password('SpeechDesk', {name!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


def test_a_typed_key_is_in_the_keyring_alone_and_opens_the_service(tmp_path: Path) -> None:
    home = tmp_path / "home"
    store = SettingsStore(home / "settings.toml")
    with ExitStack() as stack:
        environment = stack.enter_context(keyring_session(tmp_path / "keyring"))
        view = stack.enter_context(screen())
        environment |= {"DISPLAY": view.display, "QT_QPA_PLATFORM": "xcb"}
        host = stack.enter_context(script_host(SCRIPT))
        with program(home, environment) as process:
            connect(view, host, store)
            name = f"container:{host.url}"
            eventually(lambda: in_keyring(environment, name) == host.key)
            shown = [*command_lines(process), *environments(process)]
        output = "".join(process.communicate())
        assert process.returncode == 0, output
        assert host.key not in output
        assert not [text for text in shown if host.key in text]
        recognized = transcribe(home, environment, tmp_path / "clip.wav")
        assert recognized.stdout == "Hello world.\n", recognized.stderr
        key = host.key
    assert store.load().settings == Settings(
        service=store.load().settings.service, url=store.load().settings.url
    )
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or key.encode() not in path.read_bytes(), path


def transcribe(
    home: Path, environment: dict[str, str], clip: Path
) -> subprocess.CompletedProcess[str]:
    """Recognize two seconds of silence, for which the host has its script."""
    with wave.open(str(clip), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(64_000))
    return subprocess.run(
        [sys.executable, "-m", "speechdesk", "--home", str(home), "transcribe", str(clip)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
    )


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    parent = psutil.Process(process.pid)
    return [parent, *parent.children(recursive=True)]


def command_lines(process: subprocess.Popen[str]) -> list[str]:
    return [" ".join(each.cmdline()) for each in family(process)]


def environments(process: subprocess.Popen[str]) -> list[str]:
    return [os.linesep.join(each.environ().values()) for each in family(process)]
