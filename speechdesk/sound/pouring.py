"""Pours what a child process decodes into a recording, with an eye on time, length and the user."""

import contextlib
import io
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from speechdesk.errors import SoundError
from speechdesk.processes import child_environment, own_group
from speechdesk.sound.recording import FRAME_BYTES, RecordingWriter

_CHUNK_BYTES = 1 << 16
_REPORT_BYTES = 1 << 14
_POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class Poured:
    """How a decoder ended: its exit status, and the last of what it wrote to stderr."""

    status: int
    report: str


def pour(
    command: Sequence[str],
    writer: RecordingWriter,
    *,
    most_bytes: int,
    deadline_s: float,
    cancelled: Callable[[], bool],
    grew: Callable[[str], None],
) -> Poured:
    """Run `command` and append its stdout, which must be a recording's PCM, to `writer`.

    `grew` is called after each piece and at the end, with what the child has written to stderr.
    Raises SoundError: timeout (nothing came for `deadline_s`), cancelled, too_long, and those of
    `writer`; OSError where the command cannot be started. The child is gone in each case.
    """
    with (
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=child_environment(),
            **own_group(),
        ) as child,
        _Watchdog(child, deadline_s, cancelled) as watchdog,
    ):
        report = _Report(child.stderr)
        rest = b""
        for chunk in _chunks(child.stdout):
            pcm = rest + chunk
            whole = len(pcm) - len(pcm) % FRAME_BYTES
            rest = pcm[whole:]
            writer.append(pcm[:whole])
            if writer.length_bytes > most_bytes:
                raise SoundError("too_long")
            watchdog.progressed()
            grew(report.text)
        status = child.wait()
        watchdog.check()
        said = report.whole()
        grew(said)
        return Poured(status, said)


def _chunks(pipe: IO[bytes] | None) -> Iterator[bytes]:
    while isinstance(pipe, io.BufferedReader) and (chunk := pipe.read1(_CHUNK_BYTES)):
        yield chunk


class _Report:
    """The last of what a child says on stderr, read by a thread so that it never has to wait."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        self._tail = b""
        self._thread = threading.Thread(target=self._read, args=[pipe], daemon=True)
        self._thread.start()

    @property
    def text(self) -> str:
        """What has come so far."""
        return self._tail.decode("utf-8", "replace")

    def whole(self) -> str:
        """All of it, once the child has ended."""
        self._thread.join()
        return self.text

    def _read(self, pipe: IO[bytes] | None) -> None:
        for chunk in _chunks(pipe):
            self._tail = (self._tail + chunk)[-_REPORT_BYTES:]


class _Watchdog:
    """Kills the child when it makes no progress or the user gives up; and at the end, anyhow."""

    def __init__(
        self, child: "subprocess.Popen[bytes]", deadline_s: float, cancelled: Callable[[], bool]
    ) -> None:
        self._child = child
        self._deadline_s = deadline_s
        self._cancelled = cancelled
        self._progress_at = time.monotonic()
        self._code = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="decoder-watchdog", daemon=True)

    def __enter__(self) -> "_Watchdog":
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        self._thread.join()
        self._kill()

    def progressed(self) -> None:
        self._progress_at = time.monotonic()

    def check(self) -> None:
        """Raise the SoundError for which the child was killed, if it was."""
        if self._code:
            raise SoundError(self._code)

    def _watch(self) -> None:
        while not self._over.wait(_POLL_S):
            if self._cancelled():
                self._code = "cancelled"
            elif time.monotonic() - self._progress_at > self._deadline_s:
                self._code = "timeout"
            if self._code:
                self._kill()
                return

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            self._child.kill()
