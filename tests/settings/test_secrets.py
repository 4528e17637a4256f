"""Secrets against a real Secret Service, and against keyrings that fail in every known way."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.errors import KeyringLocked, PasswordSetError

from speechdesk.errors import SecretsError
from speechdesk.settings.secrets import Presence, Secrets, find_allowed_backend
from tests.keyring_daemon import keyring_session

KEY = "0123456789abcdef0123456789abcdef"

_CALLER = """
import json, sys
from speechdesk.settings.secrets import Secrets
secrets = Secrets(deadline_s=60)
for method, *arguments in json.loads(sys.argv[1]):
    answer = getattr(secrets, method)(*arguments)
    print(json.dumps([answer.presence, answer.secret, answer.error and answer.error.code]))
"""


def in_child(environment: dict[str, str], *calls: list[str]) -> list[list[Any]]:
    """Make the calls in a process of that keyring session; return [presence, secret, code]s."""
    # The keyring library leaves its D-Bus connection open where an unlock is declined.
    warnings = ["-W", "error", "-W", "ignore::ResourceWarning"]
    done = subprocess.run(
        [sys.executable, *warnings, "-c", _CALLER, json.dumps(calls)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


class DictBackend:
    """A keyring in memory, that may refuse long entries as Windows does."""

    def __init__(self, longest: int = 10_000) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.longest = longest

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > self.longest:
            raise OSError(1783, f"CredWrite: The stub received bad data: {password}")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class RaisingBackend(DictBackend):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error


class SilentBackend(DictBackend):
    """A keyring whose prompt is never answered, until the test ends."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait()
        return None


@pytest.fixture
def silent() -> Iterator[SilentBackend]:
    backend = SilentBackend()
    yield backend
    backend.released.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(30)


def test_a_real_keyring_keeps_secrets_of_several_connections_apart(tmp_path: Path) -> None:
    with keyring_session(tmp_path) as environment:
        first = in_child(
            environment,
            ["get", "azure:westeurope"],
            ["set", "azure:westeurope", KEY],
            ["set", "container:wss://speech.example", "another"],
        )
        then = in_child(
            environment,
            ["get", "azure:westeurope"],
            ["delete", "azure:westeurope"],
            ["get", "azure:westeurope"],
            ["get", "container:wss://speech.example"],
            ["delete", "azure:westeurope"],
        )
    assert first == [["absent", "", None], ["found", KEY, None], ["found", "another", None]]
    assert then == [
        ["found", KEY, None],
        ["absent", "", None],
        ["absent", "", None],
        ["found", "another", None],
        ["absent", "", None],
    ]


def test_a_real_keyring_keeps_secrets_over_its_own_restart_and_encrypts_them(
    tmp_path: Path,
) -> None:
    with keyring_session(tmp_path) as environment:
        in_child(environment, ["set", "azure:westeurope", KEY])
    with keyring_session(tmp_path) as environment:
        assert in_child(environment, ["get", "azure:westeurope"]) == [["found", KEY, None]]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not any(KEY.encode() in path.read_bytes() for path in files)


def test_a_real_locked_keyring_says_so(tmp_path: Path) -> None:
    with keyring_session(tmp_path, unlocked=False) as environment:
        answers = in_child(environment, ["get", "azure:x"], ["set", "azure:x", KEY])
    assert answers == [["locked", "", "locked"], ["locked", "", "locked"]]


def test_no_keyring_at_all_says_so(tmp_path: Path) -> None:
    with keyring_session(tmp_path) as environment:
        environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path}/nothing"
        answers = in_child(environment, ["get", "azure:x"], ["set", "azure:x", KEY])
    assert answers == [["unavailable", "", "no_keyring"], ["unavailable", "", "no_keyring"]]


def test_keyrings_own_settings_cannot_send_secrets_elsewhere(tmp_path: Path) -> None:
    with keyring_session(tmp_path) as environment:
        environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        answers = in_child(environment, ["set", "azure:x", KEY])
    assert answers == [["unavailable", "", "disabled"]]


@pytest.mark.parametrize(
    "content",
    [
        "[backend]\ndefault-keyring = keyrings.alt.file.PlaintextKeyring\n",
        "default-keyring = no section",
        b"\xff\xfe",
    ],
)
def test_a_config_file_with_another_backend_turns_the_keyring_off(
    tmp_path: Path, content: str | bytes
) -> None:
    config = tmp_path / "keyringrc.cfg"
    config.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SecretsError) as caught:
        find_allowed_backend({}, config)
    assert caught.value.code == "disabled"


def test_the_null_keyring_is_seen_through() -> None:
    secrets = Secrets(keyring.backends.null.Keyring)
    assert secrets.get("azure:x").presence is Presence.ABSENT
    answer = secrets.set("azure:x", KEY)
    assert answer.presence is Presence.UNAVAILABLE
    assert answer.error is not None
    assert answer.error.code == "not_kept"


def test_the_fail_keyring_is_no_keyring() -> None:
    answer = Secrets(keyring.backends.fail.Keyring).set("azure:x", KEY)
    assert answer.presence is Presence.UNAVAILABLE
    assert answer.error is not None
    assert answer.error.code == "no_keyring"


@pytest.mark.parametrize(
    ("error", "presence", "code"),
    [
        (KeyringLocked("denied"), Presence.LOCKED, "locked"),
        (PasswordSetError("no"), Presence.UNAVAILABLE, "refused"),
        (RuntimeError("D-Bus went away"), Presence.UNAVAILABLE, "refused"),
    ],
)
def test_what_a_backend_raises_becomes_an_answer(
    error: Exception, presence: Presence, code: str
) -> None:
    answer = Secrets(lambda: RaisingBackend(error)).get("azure:x")
    assert answer.presence is presence
    assert answer.error is not None
    assert answer.error.code == code


def test_an_entry_that_is_too_long_is_said_without_showing_it() -> None:
    token = "t" * 2000
    answer = Secrets(lambda: DictBackend(longest=1280)).set("azure:x", token)
    assert answer.error is not None
    assert answer.error.code == "too_long"
    assert token not in str(answer.error)
    assert token not in repr(answer)


def test_a_keyring_that_never_answers_costs_the_deadline_only(silent: SilentBackend) -> None:
    secrets = Secrets(lambda: silent, deadline_s=0.2)
    for answer in (secrets.get("azure:x"), secrets.set("azure:x", KEY), secrets.delete("azure:x")):
        assert answer.presence is Presence.UNAVAILABLE
        assert answer.error is not None
        assert answer.error.code == "no_answer"
    waiting = [thread for thread in threading.enumerate() if thread.name == "keyring"]
    assert len(waiting) == 1, "calls behind a hanging one must not pile up threads"


def test_a_keyring_that_answers_again_is_used_again(silent: SilentBackend) -> None:
    secrets = Secrets(lambda: silent, deadline_s=0.2)
    assert secrets.get("azure:x").presence is Presence.UNAVAILABLE
    silent.released.set()
    patient = Secrets(lambda: silent, deadline_s=60)
    assert patient.get("azure:x").presence is Presence.ABSENT


def test_a_secret_for_this_run_needs_no_keyring(silent: SilentBackend) -> None:
    secrets = Secrets(lambda: silent, deadline_s=0.2)
    secrets.keep_for_this_run("azure:x", KEY)
    found = secrets.get("azure:x")
    assert (found.presence, found.secret, found.this_run_only) == (Presence.FOUND, KEY, True)
    assert KEY not in repr(found)
    secrets.delete("azure:x")
    assert secrets.get("azure:x").presence is Presence.UNAVAILABLE


def test_a_secret_that_reaches_the_keyring_leaves_the_memory() -> None:
    backend = DictBackend()
    secrets = Secrets(lambda: backend)
    secrets.keep_for_this_run("azure:x", "old")
    secrets.set("azure:x", KEY)
    assert secrets.get("azure:x").secret == KEY
    assert not secrets.get("azure:x").this_run_only


def test_nothing_is_asked_of_a_keyring_before_it_is_needed() -> None:
    asked = []

    def find() -> DictBackend:
        asked.append(True)
        return DictBackend()

    secrets = Secrets(find)
    assert asked == []
    secrets.get("azure:x")
    assert asked == [True]
