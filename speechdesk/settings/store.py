"""The settings file: TOML that users may edit, and that keeps what we do not know."""

import os
import stat
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from speechdesk.atomic import write_atomically
from speechdesk.errors import SettingsError
from speechdesk.paths import private_folder
from speechdesk.settings.schema import OPTIONS, Settings, option
from speechdesk.sound import locking

_LARGEST_BYTES = 4_000_000
_LOCK_DEADLINE_S = 5.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that was not taken. `option` is "" where it is the file itself.

    Codes: bad_value (the default holds), damaged (not TOML; all defaults hold), unreadable,
    not_kept (no copy of a file with bad values could be made).
    """

    code: str
    option: str = ""
    detail: str = ""

    @property
    def error(self) -> SettingsError:
        """The problem as `messages.message_for` takes it."""
        return SettingsError(self.code, f"{self.option} {self.detail}".strip())


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings that hold, and what could not be taken."""

    settings: Settings
    problems: tuple[Problem, ...] = ()


class SettingsStore:
    """Reads and changes one settings file. Any number of threads and processes may use it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writing = threading.Lock()

    def load(self) -> Loaded:
        """Return what the file says; never raises. A file with faults is copied to `.bak`."""
        try:
            data = self._read()
        except OSError as error:
            problem = Problem("unreadable", detail=error.strerror or type(error).__name__)
            return Loaded(Settings(), (problem,))
        try:
            loaded = _understand(_parse(data))
        except ValueError as error:
            loaded = Loaded(Settings(), (Problem("damaged", detail=str(error)),))
        if loaded.problems:
            loaded = replace(loaded, problems=loaded.problems + self._keep_copy(data))
        return loaded

    def change(self, values: Mapping[str, Any]) -> Loaded:
        """Write `values` (by option name) and nothing else; return what then holds.

        What others wrote meanwhile stays. Raises SettingsError: unknown_option, bad_value (then
        nothing is written), unreadable, unwritable, locked.
        """
        plain = {name: _plain_value(name, value) for name, value in values.items()}
        try:
            private_folder(self.path.parent)
            with self._writing, _locked(self.path.with_name(f"{self.path.name}.lock")):
                data = self._read()
                if _is_damaged(data) and self._keep_copy(data):
                    raise SettingsError("unwritable", f"{self.path} is damaged; no copy was made")
                write_atomically(self.path, _edit(data, plain).encode())
        except OSError as error:
            raise SettingsError("unwritable", f"{self.path}: {error.strerror}") from error
        return self.load()

    def _read(self) -> bytes:
        try:
            about = self.path.stat()
        except FileNotFoundError:
            return b""
        if not stat.S_ISREG(about.st_mode):
            raise OSError(0, "not a file")
        if about.st_size > _LARGEST_BYTES:
            raise OSError(0, "too large")
        return self.path.read_bytes()

    def _keep_copy(self, data: bytes) -> tuple[Problem, ...]:
        """Copy a file with faults beside it, under the first name free or already equal."""
        try:
            for number in range(1, 100):
                ending = ".bak" if number == 1 else f".bak{number}"
                copy = self.path.with_name(self.path.name + ending)
                if not copy.exists():
                    write_atomically(copy, data)
                    return ()
                if copy.read_bytes() == data:
                    return ()
        except OSError as error:
            return (Problem("not_kept", detail=error.strerror or type(error).__name__),)
        return (Problem("not_kept", detail="too many copies"),)


def _plain_value(name: str, value: Any) -> Any:
    kind = option(name).kind
    try:
        plain = kind.plain(kind.read(kind.plain(value)))
    except SettingsError as error:
        raise SettingsError(error.code, f"{name} {error.detail}") from None
    return None if plain == {} else plain  # an empty table would only puzzle


def _parse(data: bytes) -> dict[str, Any]:
    """Return the file's tables, or raise ValueError."""
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _is_damaged(data: bytes) -> bool:
    try:
        _parse(data)
    except ValueError:
        return True
    return False


def _understand(table: Mapping[str, Any]) -> Loaded:
    values = {}
    problems = []
    for name, value in table.items():
        known = OPTIONS.get(name)
        if known is None:
            continue
        try:
            values[name] = known.kind.read(value)
        except SettingsError as error:
            problems.append(Problem("bad_value", name, error.detail))
    return Loaded(Settings(**values), tuple(problems))


def _edit(data: bytes, values: Mapping[str, Any]) -> str:
    """Return the file's text with `values` in it; comments and everything else stay."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    wanted = {} if _is_damaged(data) else _parse(data)
    for name, value in values.items():
        wanted.pop(name, None)
        if value is not None:
            wanted[name] = value
    try:
        document = tomlkit.parse(data.decode("utf-8-sig"))
        for name, value in values.items():
            if value is None:
                document.pop(name, None)
            else:
                document[name] = value
        text = document.as_string()
        if _parse(text.encode()) == wanted:
            return text
    except (TOMLKitError, ValueError, RecursionError):
        pass
    # What tomlkit cannot edit in place is written anew: comments go, values stay.
    return tomlkit.dumps(wanted)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + _LOCK_DEADLINE_S
        while not locking.try_exclusive(descriptor):
            if time.monotonic() > deadline:
                raise SettingsError("locked", str(path))
        yield
    finally:
        os.close(descriptor)
