"""The log file: what the program did, never what was said, and never a secret."""

import contextlib
import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

from speechdesk.paths import private_folder

REMOVED = "[removed]"

_MOST_BYTES = 500_000
_OLDER_FILES = 2
_FORMAT = "%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s"
_NAMED_SECRET = re.compile(
    r"(?i)\b(bearer|authorization|ocp-apim-subscription-key|[\w-]*(?:key|token|password|secret))"
    r"(\s*[=:]\s*|\s+)(?:bearer\s+)?[^\s,;]+"
)
# Keys of Azure are 32 or 84 such characters, tokens longer; ordinary words never are.
_LIKE_A_SECRET = re.compile(r"[A-Za-z0-9+/=_.-]*[A-Za-z0-9]{32,}[A-Za-z0-9+/=_.-]*")


def redact(text: str) -> str:
    """Return `text` without what is, or may be, a key, token or password."""
    named = _NAMED_SECRET.sub(rf"\1\2{REMOVED}", text)
    return _LIKE_A_SECRET.sub(REMOVED, named)


class _Redacting(logging.Formatter):
    """Redacts the whole entry: its message, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class LogFile(RotatingFileHandler):
    """Writes what our modules log into `path`, until it is closed.

    The folder is the user's alone. Where it cannot be written the program goes on without a log.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=_MOST_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=True
        )
        self.setFormatter(_Redacting(_FORMAT))
        with contextlib.suppress(OSError):
            private_folder(path.parent)
        self._logger = logging.getLogger("speechdesk")
        self._logger.addHandler(self)
        if self._logger.level == logging.NOTSET:
            self._logger.setLevel(logging.INFO)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - named by logging
        """Do nothing: a full disk must not fill the terminal with tracebacks."""

    def close(self) -> None:
        self._logger.removeHandler(self)
        super().close()
