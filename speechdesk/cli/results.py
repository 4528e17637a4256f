"""Where the results of `transcribe` go: standard output in the order of the files, or to paths."""

import errno
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from speechdesk.atomic import write_atomically
from speechdesk.cli.argument_types import names_a_folder
from speechdesk.cli.formats import BINARY, JOINABLE
from speechdesk.errors import UsageError


class Results:
    """Takes the results of `files` as they come, and gives them out in the files' order.

    Raises UsageError where the format cannot be written like this.
    """

    def __init__(self, files: Sequence[Path], format_name: str, output: str | None) -> None:
        if output is None and format_name in BINARY:
            raise UsageError(f"{format_name} is written to a file: give --output")
        if output is None and len(files) > 1 and format_name not in JOINABLE:
            raise UsageError(f"several files as {format_name} need a folder: give --output")
        self._paths: list[Path] | None = None
        if output is not None:
            folder = Path(output)
            if len(files) > 1 and folder.exists() and not folder.is_dir():
                raise UsageError("--output is a folder where several files are given")
            if len(files) > 1 or names_a_folder(output):
                self._paths = [folder / name for name in _names(files, format_name)]
            else:
                self._paths = [folder]
            _refuse_to_replace(files, self._paths)
        self._files = files
        self._format = format_name
        self._waiting: dict[int, bytes | None] = {}
        self._next = 0
        self._joined: list[object] = []

    def put(self, index: int, result: bytes | None) -> None:
        """Take the result of the file `index`; None where there is none. Raises OSError."""
        if self._paths is not None:
            if result is not None:
                write_result(self._paths[index], result)
            return
        self._waiting[index] = result
        while self._next in self._waiting:
            waiting = self._waiting.pop(self._next)
            file = self._files[self._next]
            self._next += 1
            if waiting is not None:
                self._print(file, waiting.decode())

    def close(self) -> None:
        """Print what only the whole set makes: the array of several JSON results."""
        if self._paths is None and self._is_array:
            print(json.dumps(self._joined, ensure_ascii=False, indent=2), flush=True)

    @property
    def _is_array(self) -> bool:
        return self._format == "json" and len(self._files) > 1

    def _print(self, file: Path, text: str) -> None:
        if self._is_array:
            self._joined.append(json.loads(text))
            return
        if len(self._files) > 1:
            print(f"== {file} ==")
        sys.stdout.write(text if text.endswith("\n") or not text else f"{text}\n")
        sys.stdout.flush()


def write_result(path: Path, result: bytes) -> None:
    """Write a result, and make the folders above it where there are none. Raises OSError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # which says the opposite of what is wrong
        no_folder = os.strerror(errno.ENOTDIR)
        raise NotADirectoryError(errno.ENOTDIR, no_folder, str(path.parent)) from error
    write_atomically(path, result, private=False)


def _refuse_to_replace(files: Sequence[Path], paths: Sequence[Path]) -> None:
    """Raise UsageError where a result would take the place of a file that is to be recognized."""
    for file in files:
        if any(_is_same(path, file) for path in paths):
            raise UsageError(f"--output would replace {file} by its text")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there, or out of reach
        return False


def _names(files: Sequence[Path], ending: str) -> list[str]:
    """Return a name for the result of each file: short where it can be, and none twice.

    Names that differ in capitals alone are one on many systems.
    """
    stems = Counter(file.stem.casefold() for file in files)
    taken: set[str] = set()
    names = []
    for file in files:
        wanted = file.stem if stems[file.stem.casefold()] == 1 else file.name
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted} ({number})", number + 1
        taken.add(name.casefold())
        names.append(f"{name}.{ending}")
    return names
