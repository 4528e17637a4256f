"""Host and key typed into the real dialog: the key is in the keyring alone, and opens the service.

Each thing that can be wrong with them is told in its own words.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from speechdesk.settings.schema import Settings
from speechdesk.settings.store import SettingsStore
from tests.desktop.connecting import Dialog
from tests.desktop.desk import Desk, Program, files_with, processes_with, use_service
from tests.hosts import ScriptHost, script_host
from tests.servers import tls_server
from tests.waiting import wait_until

pytestmark = pytest.mark.desktop

SAID = "Hello world."
SCRIPT = {"phrases": [{"text": SAID, "at_ms": 300, "end_ms": 1200}]}


def in_keyring(desk: Desk, name: str) -> str:
    code = (
        "from keyring.backends.SecretService import Keyring\n"
        f"print(Keyring().get_password('SpeechDesk', {name!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=desk.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.strip()


def test_a_typed_key_is_in_the_keyring_alone_and_opens_the_service(
    desk: Desk, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    store = SettingsStore(home / "settings.toml")
    with script_host(SCRIPT) as host:
        with desk.program(home) as program:
            connect(program, host, store)
            wait_until(lambda: in_keyring(desk, f"container:{host.url}") == host.key)
            assert not processes_with(host.key)
            program.press("ctrl+q")
            assert program.wait() == 0
        with desk.program(home) as program:
            program.press("F9")
            program.wait_for_transcript(lambda text: text == SAID)
            assert not processes_with(host.key)
            program.press("F9")
            program.wait_for_state("Ready")
            program.press("ctrl+q")
            assert program.wait() == 0
        assert program.output() == ""
        assert not files_with(tmp_path, host.key)
    loaded = store.load().settings
    assert loaded == Settings(service=loaded.service, url=host.url), "nothing else was changed"


def connect(program: Program, host: ScriptHost, store: SettingsStore) -> None:
    dialog = Dialog(program)
    dialog.choose_container()
    dialog.enter("Host", host.url)
    wait_until(lambda: store.load().settings.url == host.url)
    dialog.enter("Key", host.key)
    dialog.test()
    program.wait_until_says("It works.")
    program.wait_until_says(f"“{SAID}” was recognized")
    dialog.close()


@pytest.fixture(scope="module")
def service() -> Iterator[ScriptHost]:
    """One that asks for a key."""
    with script_host(SCRIPT) as host:
        yield host


@pytest.fixture(scope="module")
def trying(
    desk: Desk, service: ScriptHost, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Program, Dialog]]:
    """A program whose dialog stands open, to try one address after the other."""
    home = tmp_path_factory.mktemp("trying") / "home"
    use_service(home, service)
    with desk.program(home) as program:
        yield program, Dialog(program)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "The service does not allow this key here"),
        (404, "There is no speech service at this address"),
        (429, "Too many sessions on this key"),
        (503, "The service has a problem of its own"),
    ],
)
def test_what_the_service_answers_is_told(
    trying: tuple[Program, Dialog], service: ScriptHost, status: int, words: str
) -> None:
    program, dialog = trying
    dialog.enter("Host", service.url)
    dialog.enter("Key", service.key)
    service.fault("http", code=status)
    try:
        dialog.test()
        program.wait_until_says(words)
    finally:
        service.clear()


def test_a_wrong_key_is_told_and_the_right_one_mends_it(
    trying: tuple[Program, Dialog], service: ScriptHost
) -> None:
    program, dialog = trying
    dialog.enter("Host", service.url)
    dialog.enter("Key", "0123456789abcdef" * 2)
    dialog.test()
    program.wait_until_says("The service refused the key")
    dialog.enter("Key", service.key)
    dialog.test()
    program.wait_until_says("It works.")


def test_a_port_where_nobody_listens_is_told(trying: tuple[Program, Dialog]) -> None:
    program, dialog = trying
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    dialog.enter("Host", f"ws://127.0.0.1:{port}")
    dialog.test()
    program.wait_until_says("Nothing answers at the service's address")


def test_a_name_that_does_not_exist_is_told(trying: tuple[Program, Dialog]) -> None:
    program, dialog = trying
    dialog.enter("Host", "wss://speech.invalid")
    dialog.test()
    program.wait_until_says("speech.invalid cannot be found")


def test_a_certificate_nobody_vouches_for_is_told(
    trying: tuple[Program, Dialog], tmp_path: Path
) -> None:
    program, dialog = trying
    with tls_server(tmp_path) as port:
        dialog.enter("Host", f"wss://localhost:{port}")
        dialog.test()
        program.wait_until_says("No secure connection")


def test_a_service_that_says_nothing_is_told(trying: tuple[Program, Dialog]) -> None:
    program, dialog = trying
    with nobody_home() as port:
        dialog.enter("Host", f"ws://127.0.0.1:{port}")
        dialog.test()
        program.wait_until_says("Testing…")
        program.wait_until_says("The service took too long to answer")


@contextmanager
def nobody_home() -> Iterator[int]:
    """Have connections accepted that nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
