"""How much sound went to each place in each month: a small file beside the history."""

import json
import logging
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from speechdesk.atomic import write_atomically
from speechdesk.errors import StorageError
from speechdesk.paths import private_folder
from speechdesk.sound import locking

_KEPT_MONTHS = 13
_log = logging.getLogger(__name__)

Months = dict[str, dict[str, int]]
"""Milliseconds by place, by month ("2026-11")."""


class Usage:
    """The file at `path`, which several processes may add to. Months are those of local time.

    Raises StorageError: locked (another process holds it for too long), unreadable, read_only.
    """

    def __init__(self, path: Path, today: Callable[[], date] = date.today) -> None:
        self._path = path
        self._today = today

    def add(self, sent_ms: Mapping[str, int]) -> None:
        """Add what was sent to each place just now."""
        try:
            private_folder(self._path.parent)
            lock = os.open(self._path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError("read_only", str(error)) from error
        try:
            if not locking.try_exclusive(lock):
                raise StorageError("locked", self._path.name)
            self._write(_added(self._read(), f"{self._today():%Y-%m}", sent_ms))
        except OSError as error:
            raise StorageError("read_only", str(error)) from error
        finally:
            os.close(lock)

    def this_month(self) -> dict[str, int]:
        """Return the milliseconds sent to each place since the month began."""
        try:
            return self._read().get(f"{self._today():%Y-%m}", {})
        except OSError as error:
            raise StorageError("unreadable", str(error)) from error

    def _read(self) -> Months:
        """Return what the file says; one that says nothing is set aside, and counting goes on."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        try:
            return _months(json.loads(data))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            aside = self._path.with_suffix(".damaged")
            _log.error("%s is damaged; it is kept as %s", self._path.name, aside.name)
            self._path.replace(aside)
            return {}

    def _write(self, months: Months) -> None:
        newest = dict(sorted(months.items())[-_KEPT_MONTHS:])
        text = json.dumps({"version": 1, "sent_ms": newest}, indent=1, ensure_ascii=False)
        write_atomically(self._path, text.encode())


def _added(months: Months, month: str, sent_ms: Mapping[str, int]) -> Months:
    present = months.get(month, {})
    places = sorted(present.keys() | sent_ms.keys())
    sums = {place: present.get(place, 0) + sent_ms.get(place, 0) for place in places}
    return {**months, month: sums}


def _months(body: object) -> Months:
    """Return `body` if it is what we write. Raises ValueError and others where it is not."""
    if not isinstance(body, dict) or body.get("version") != 1:
        raise ValueError("not a count of this version")
    return {
        str(month): {str(place): max(0, int(ms)) for place, ms in places.items()}
        for month, places in body["sent_ms"].items()
    }
