"""Counts the sound that goes to each connection's service, without keeping recognition waiting."""

import logging
import threading
from collections import Counter

from speechdesk.domain.connection import Connection
from speechdesk.errors import StorageError
from speechdesk.storage.usage import Usage

_WRITE_EVERY_S = 10.0
_log = logging.getLogger(__name__)


class AudioMeter:
    """Adds up what is sent and writes it down every ten seconds, on a thread of its own.

    What this computer recognizes is not sent, and not counted. A kill loses ten seconds at most.
    """

    def __init__(self, usage: Usage, *, write_every_s: float = _WRITE_EVERY_S) -> None:
        self._usage = usage
        self._write_every_s = write_every_s
        self._changed = threading.Condition()
        self._unwritten: Counter[str] = Counter()
        self._closed = False
        self._thread: threading.Thread | None = None

    def sent(self, connection: Connection, duration_ms: int) -> None:
        """Count sound that was sent. Called on any thread; never blocks."""
        place = connection.secret_name
        if not place:
            return
        with self._changed:
            self._unwritten[place] += duration_ms
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="meter", daemon=True)
                self._thread.start()

    def this_month(self) -> dict[str, int]:
        """Return the milliseconds by place, such as "azure:westeurope". Reads a file.

        Raises StorageError.
        """
        with self._changed:
            unwritten = Counter(self._unwritten)
        return dict(Counter(self._usage.this_month()) + unwritten)

    def close(self) -> None:
        """Write down what is left, and end."""
        with self._changed:
            self._closed = True
            thread = self._thread
            self._changed.notify_all()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        over = False
        while not over:
            with self._changed:
                over = self._changed.wait_for(lambda: self._closed, self._write_every_s)
            self._write()

    def _write(self) -> None:
        with self._changed:
            written, self._unwritten = self._unwritten, Counter()
        if not written:
            return
        try:
            self._usage.add(written)
        except StorageError as error:
            _log.warning("what was sent is not written down yet: %s", error)
            with self._changed:
                self._unwritten += written
