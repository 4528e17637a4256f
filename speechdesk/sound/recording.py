"""The recording of a take: raw PCM that grows at its end and is read from any cursor.

A recording has no header, so whatever a crash leaves behind is a valid recording: the writer that
opens it next drops half a sample at most. Format: 16 kHz, mono, signed 16-bit little-endian.
"""

import errno
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from speechdesk.errors import SoundError
from speechdesk.paths import private_folder, sync_folder
from speechdesk.sound import locking

RATE = 16_000
FRAME_BYTES = 2
BYTES_PER_MS = RATE * FRAME_BYTES // 1000
MOST_HOURS = 24  # that a file may become

_SYNC_INTERVAL_S = 1.0
_COPIED_AT_ONCE = 1 << 20
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


class RecordingWriter:
    """The only writer of the recording at `path`, which it creates or appends to.

    It holds an OS lock for as long as it is open, so the lock of a dead owner is free. Whatever
    others do to the file, what is appended stands at its place in it: a file that was cut is made
    as long as it was, one that was removed is written anew. May be used from any thread. Raises
    SoundError: locked (another writer has it), disk_full, not_found (no such folder), unwritable
    (also once it is closed).
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        fsync: Callable[[int], None] = os.fsync,
    ) -> None:
        self.path = path
        self._clock = clock
        self._fsync = fsync
        self._unsynced = False
        self._closed = False
        # A microphone that cannot be stopped still delivers when its take is closed.
        self._using = threading.Lock()
        is_new = not path.exists()
        self._descriptor = _owned(path)
        try:
            self._length = _whole_frames(_size_of(self._descriptor))
            os.ftruncate(self._descriptor, self._length)
            if is_new:
                sync_folder(path.parent, fsync)
        except OSError as error:
            os.close(self._descriptor)
            raise _write_error(error) from error
        self._last_sync = clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def length_bytes(self) -> int:
        """How many bytes are in the file, always whole frames."""
        return self._length

    @property
    def length_ms(self) -> int:
        return self._length // BYTES_PER_MS

    def append(self, pcm: bytes) -> None:
        """Write `pcm` (whole frames) to the end; once a second this also reaches the disk itself.

        When the write fails, the whole frames that found room stay: `length_bytes` tells how many.
        Raises SoundError: disk_full, unwritable.
        """
        if len(pcm) % FRAME_BYTES:
            raise ValueError("a recording holds whole frames")
        with self._in_use():
            self._heal_length()
            try:
                self._write(memoryview(pcm))
            except OSError:
                self._cut_to_whole_frames()
                raise
            if self._clock() - self._last_sync >= _SYNC_INTERVAL_S:
                self._sync()

    def extend_to(self, length_bytes: int) -> None:
        """Make the recording at least this long, with silence that takes no room on the disk.

        It stands for sound that is kept no more, so that what follows keeps its time. Raises
        SoundError.
        """
        length = _whole_frames(length_bytes)
        if length <= self._length:
            return
        with self._in_use():
            os.ftruncate(self._descriptor, length)
            self._length = length
            self._unsynced = True

    def sync(self) -> None:
        """Wait until all that was appended is on the disk. Raises SoundError."""
        with self._in_use():
            self._sync()

    def close(self) -> None:
        """Sync, give the lock back and close; a second call does nothing. Raises SoundError."""
        if self._closed:
            return
        with self._in_use():
            try:
                self._sync()
            finally:
                self._closed = True
                os.close(self._descriptor)

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        """Keep other threads away, and the descriptor of a closed file, which others may have."""
        with self._using:
            if self._closed:
                raise SoundError("unwritable", "closed")
            try:
                yield
            except OSError as error:
                raise _write_error(error) from error

    def _write(self, rest: memoryview) -> None:
        while rest:
            written = os.write(self._descriptor, rest)
            self._length += written
            self._unsynced = True
            rest = rest[written:]

    def _sync(self) -> None:
        self._last_sync = self._clock()
        if self._is_removed():
            self._write_anew()
        if self._unsynced:
            self._fsync(self._descriptor)
            self._unsynced = False

    def _is_removed(self) -> bool:
        """Whether the file has lost its name, as far as can be seen."""
        try:
            return not _is_at(self.path, self._descriptor)
        except NotADirectoryError:
            return True
        except OSError:
            return False

    def _heal_length(self) -> None:
        """Let the file end where the next sound belongs, with silence for what was cut off."""
        if _size_of(self._descriptor) != self._length:
            os.ftruncate(self._descriptor, self._length)

    def _write_anew(self) -> None:
        """Bring a recording whose file was removed, or replaced by another, back to its place."""
        private_folder(self.path.parent)
        descriptor = _owned(self.path)
        try:
            os.ftruncate(descriptor, 0)
            with (
                open(self._descriptor, "rb", closefd=False) as source,
                open(descriptor, "wb", closefd=False) as target,
            ):
                source.seek(0)
                shutil.copyfileobj(source, target, _COPIED_AT_ONCE)
            sync_folder(self.path.parent, self._fsync)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(self._descriptor)
        self._descriptor = descriptor
        self._unsynced = True

    def _cut_to_whole_frames(self) -> None:
        self._length = _whole_frames(self._length)
        self._heal_length()


class RecordingReader:
    """Reads a recording while it grows. Each reader belongs to one thread at a time.

    It follows a recording that its writer had to write anew. Raises SoundError: not_found,
    unreadable.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("rb", buffering=0)
        except OSError as error:
            raise _read_error(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def length_bytes(self) -> int:
        """How many bytes, in whole frames, are there now."""
        return _whole_frames(os.fstat(self._file.fileno()).st_size)

    @property
    def length_ms(self) -> int:
        return self.length_bytes // BYTES_PER_MS

    def read(self, position_bytes: int, count: int) -> bytes:
        """Return up to `count` bytes from `position_bytes` on, in whole frames, as far as they are
        there now; b"" at the present end. Raises SoundError: unreadable.
        """
        if position_bytes < 0 or position_bytes % FRAME_BYTES:
            raise ValueError("a recording is read at whole frames")
        try:
            pcm = self._read(position_bytes, count)
            if not pcm and self._opened_anew():
                pcm = self._read(position_bytes, count)
        except OSError as error:
            raise _read_error(error) from error
        return pcm[: _whole_frames(len(pcm))]

    def close(self) -> None:
        self._file.close()

    def _read(self, position_bytes: int, count: int) -> bytes:
        self._file.seek(position_bytes)
        return self._file.read(_whole_frames(count)) or b""

    def _opened_anew(self) -> bool:
        """Open the file that stands in the place of the one that was opened, if there is one."""
        if not self._path.exists() or _is_at(self._path, self._file.fileno()):
            return False
        self._file.close()
        self._file = self._path.open("rb", buffering=0)
        return True


def slice_ms(path: Path, start_ms: int, end_ms: int) -> bytes:
    """Return the PCM between two times of the recording at `path`, as far as it reaches.

    Raises SoundError: not_found, unreadable.
    """
    start_ms = max(0, start_ms)
    wanted = max(0, end_ms - start_ms) * BYTES_PER_MS
    with RecordingReader(path) as reader:
        return reader.read(start_ms * BYTES_PER_MS, min(wanted, reader.length_bytes))


def is_locked(path: Path) -> bool:
    """Return whether a live writer owns the recording at `path`; a missing file is free."""
    try:
        with path.open("rb") as file:
            return locking.is_held(file.fileno())
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _read_error(error) from error


def remove_if_free(path: Path, agreed: Callable[[], bool] = lambda: True) -> bool:
    """Remove the recording at `path` unless a live writer owns it; return whether there is none.

    `agreed` is asked before, while nobody can begin to record into it: where it says no, because
    the take is another one than it was, the recording stays. Raises SoundError: unwritable.
    """
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        return agreed()
    except OSError as error:
        raise _write_error(error) from error
    with file:
        if not locking.try_exclusive(file.fileno()) or not agreed():
            return False
        if os.name == "posix":
            _unlink(path)
            return True
    # Windows removes no file that is open: not this one before, nor one that a writer opened since.
    _unlink(path)
    return True


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _write_error(error) from error


def _owned(path: Path) -> int:
    """Open the recording at `path`, or make it, and lock it; return its descriptor."""
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    while True:
        try:
            descriptor = os.open(path, flags, 0o600)
        except OSError as error:
            raise _write_error(error) from error
        if not locking.try_exclusive(descriptor):
            os.close(descriptor)
            raise SoundError("locked", str(path))
        if _is_at(path, descriptor):
            return descriptor
        os.close(descriptor)  # it was removed between opening and locking


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _size_of(descriptor: int) -> int:
    return os.fstat(descriptor).st_size


def _whole_frames(count: int) -> int:
    return count - count % FRAME_BYTES


def _write_error(error: OSError) -> SoundError:
    if error.errno in _FULL:
        return SoundError("disk_full", str(error))
    return SoundError("not_found" if error.errno == errno.ENOENT else "unwritable", str(error))


def _read_error(error: OSError) -> SoundError:
    return SoundError("not_found" if error.errno == errno.ENOENT else "unreadable", str(error))
