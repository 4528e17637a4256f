"""Secrets, in the system's keyring or in memory for this run: the only door to `keyring`.

A keyring can be absent, pretend to keep what it drops, wait for ever for an unlock that nobody
gives, or fail with errors of its own. So each call runs on a thread that may be left behind, has
a deadline, and ends in one of four answers.
"""

import configparser
import importlib
import os
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, cast

from speechdesk.errors import SecretsError

SERVICE_NAME = "SpeechDesk"
_DEADLINE_S = 30.0
_LONG_SECRET = 1280  # characters; all that Windows' credential store takes

_BACKENDS = {
    "win32": ("keyring.backends.Windows.WinVaultKeyring",),
    "darwin": ("keyring.backends.macOS.Keyring",),
}
_BACKENDS_ELSEWHERE = (
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
)


class Backend(Protocol):
    """What we use of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class Presence(StrEnum):
    """What a keyring said about an entry."""

    FOUND = "found"
    ABSENT = "absent"
    LOCKED = "locked"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Lookup:
    """The answer to one call. `error` says why an entry is LOCKED or the keyring UNAVAILABLE."""

    presence: Presence
    secret: str = field(default="", repr=False)
    error: SecretsError | None = None
    this_run_only: bool = False


_ABSENT = Lookup(Presence.ABSENT)


class Secrets:
    """The secrets of all connections, by `Connection.secret_name`. What asks the keyring blocks:
    use a thread.

    `find_backend` returns the keyring to use or raises SecretsError; it is asked at first need.
    """

    def __init__(
        self,
        find_backend: Callable[[], Backend] | None = None,
        deadline_s: float = _DEADLINE_S,
    ) -> None:
        self._find_backend = find_backend or find_allowed_backend
        self._deadline_s = deadline_s
        self._asking = threading.Lock()
        self._memory: dict[str, str] = {}

    def get(self, name: str) -> Lookup:
        """Return the secret: the one of this run before the keyring's."""
        kept = self.get_of_this_run(name)
        if kept.presence is Presence.FOUND:
            return kept
        return self._ask(lambda backend: _read(backend, name))

    def get_of_this_run(self, name: str) -> Lookup:
        """Return the secret that was kept in memory. Asks no keyring and never blocks."""
        kept = self._memory.get(name)
        return _ABSENT if kept is None else Lookup(Presence.FOUND, kept, this_run_only=True)

    def set(self, name: str, secret: str) -> Lookup:
        """Keep `secret` in the keyring; FOUND once it has been read back."""
        answer = self._ask(lambda backend: _write(backend, name, secret), secret)
        if answer.presence is Presence.FOUND:
            self._memory.pop(name, None)
        return answer

    def keep_for_this_run(self, name: str, secret: str) -> None:
        """Keep `secret` in memory only."""
        self._memory[name] = secret

    def forget_of_this_run(self, name: str) -> Lookup:
        """Forget the secret in memory only."""
        self._memory.pop(name, None)
        return _ABSENT

    def delete(self, name: str) -> Lookup:
        """Forget the secret, in memory and keyring; ABSENT once it is gone."""
        self._memory.pop(name, None)
        return self._ask(lambda backend: _delete(backend, name))

    def _ask(self, call: Callable[[Backend], Lookup], secret: str = "") -> Lookup:
        """Run `call` on a thread of its own and return its answer, or give up at the deadline."""
        if not self._asking.acquire(timeout=self._deadline_s):
            return _failed(SecretsError("no_answer"))
        answers: list[Lookup] = []
        answered = threading.Event()

        def run() -> None:
            try:
                answers.append(_answer(self._find_backend, call, secret))
            finally:
                self._asking.release()
                answered.set()

        threading.Thread(target=run, name="keyring", daemon=True).start()
        if not answered.wait(self._deadline_s) or not answers:
            return _failed(SecretsError("no_answer"))
        return answers[0]


def find_allowed_backend(
    environment: Mapping[str, str] = os.environ, config_file: Path | None = None
) -> Backend:
    """Return this system's own keyring, and never one that a setting smuggled in.

    Where keyring's settings name another backend, such as its null backend, that is taken as the
    wish to have none. Raises SecretsError: disabled, no_keyring.
    """
    allowed = _BACKENDS.get(sys.platform, _BACKENDS_ELSEWHERE)
    wanted = _configured_backend(environment, config_file)
    if wanted and wanted not in allowed:
        raise SecretsError("disabled", wanted)
    for name in [wanted] if wanted else allowed:
        module_name, _, class_name = name.rpartition(".")
        backend = getattr(importlib.import_module(module_name), class_name)
        if backend.viable:
            return cast(Backend, backend())
    raise SecretsError("no_keyring")


def _configured_backend(environment: Mapping[str, str], config_file: Path | None) -> str:
    """Return the class that keyring's own settings name, without loading it."""
    if wanted := environment.get("PYTHON_KEYRING_BACKEND", ""):
        return wanted
    if config_file is None:
        from keyring.util.platform_ import config_root

        config_file = Path(config_root(), "keyringrc.cfg")
    parser = configparser.RawConfigParser()
    try:
        parser.read(config_file, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError):
        raise SecretsError("disabled", str(config_file)) from None
    return parser.get("backend", "default-keyring", fallback="").strip()


def _answer(
    find_backend: Callable[[], Backend], call: Callable[[Backend], Lookup], secret: str
) -> Lookup:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    try:
        return call(find_backend())
    except SecretsError as error:
        return _failed(error)
    except KeyringLocked:
        return Lookup(Presence.LOCKED, error=SecretsError("locked"))
    except (NoKeyringError, InitError) as error:
        return _failed(SecretsError("no_keyring", _describe(error, secret)))
    except Exception as error:
        # Backends raise what their system raises: D-Bus errors, pywintypes.error, OSError.
        if "locked" in type(error).__name__.casefold():
            return Lookup(Presence.LOCKED, error=SecretsError("locked"))
        code = "too_long" if len(secret) > _LONG_SECRET else "refused"
        return _failed(SecretsError(code, _describe(error, secret)))


def _failed(error: SecretsError) -> Lookup:
    return Lookup(Presence.UNAVAILABLE, error=error)


def _describe(error: Exception, secret: str) -> str:
    text = f"{type(error).__name__}: {error}"
    return text.replace(secret, "…") if secret else text


def _read(backend: Backend, name: str) -> Lookup:
    found = backend.get_password(SERVICE_NAME, name)
    return Lookup(Presence.FOUND, found) if found else _ABSENT


def _write(backend: Backend, name: str, secret: str) -> Lookup:
    backend.set_password(SERVICE_NAME, name, secret)
    if backend.get_password(SERVICE_NAME, name) != secret:
        raise SecretsError("not_kept")
    return Lookup(Presence.FOUND, secret)


def _delete(backend: Backend, name: str) -> Lookup:
    if backend.get_password(SERVICE_NAME, name) is not None:
        backend.delete_password(SERVICE_NAME, name)
    if backend.get_password(SERVICE_NAME, name) is not None:
        raise SecretsError("refused", "the entry is still there")
    return _ABSENT
