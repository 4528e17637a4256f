"""Files that are replaced whole or not at all."""

import os
import stat
from pathlib import Path

from speechdesk.paths import sync_folder


def write_atomically(path: Path, data: bytes, *, private: bool = True) -> None:
    """Make `data` the content of `path`, durably: a reader sees the old file or the new one.

    A private file is for the user alone; any other keeps the rights it has, or gets those that the
    user gives new files. A link keeps pointing at its target, whose content is replaced; into a
    pipe or a device `data` is written as it is. Raises OSError, and then an old file is untouched.
    """
    try:
        _write(path, data, private=private)
    except OSError as error:
        error.filename = str(path)  # not the name of a file that is gone again
        raise


def _write(path: Path, data: bytes, *, private: bool) -> None:
    old_mode = _mode(path)
    if old_mode is not None and not (stat.S_ISREG(old_mode) or stat.S_ISDIR(old_mode)):
        path.write_bytes(data)
        return
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".speechdesk-{os.urandom(8).hex()}")
    descriptor = os.open(
        temporary,
        os.O_WRONLY | os.O_CREAT | os.O_EXCL,
        0o600 if private else 0o666,  # less the user's umask
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if old_mode is not None and not private:
            temporary.chmod(stat.S_IMODE(old_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None
