"""Which of two starts of the program has the window."""

import logging
import os
from pathlib import Path

from speechdesk.paths import private_folder
from speechdesk.sound import locking

_log = logging.getLogger(__name__)


class InstanceLock:
    """Held by the one program that has the window of a home; free as soon as it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = -1

    def take(self) -> bool:
        """Return whether the lock is ours now; where it cannot be made, we go without."""
        try:
            private_folder(self._path.parent)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            _log.warning("no lock for the window: %s", error.strerror)
            return True
        if locking.try_exclusive(self._descriptor):
            return True
        self.release()
        return False

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
