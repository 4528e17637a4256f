"""Writes what the microphone delivers into a take's recording.

Opening a device may take long, so a thread of the recorder's own does it; the sound itself comes on
the microphone's thread and goes to the disk from there. News go to the owner by `tell`.
"""

import queue
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from speechdesk.devices.listing import Device
from speechdesk.errors import DeviceError, SoundError
from speechdesk.sound.level import Level, measure
from speechdesk.sound.recording import BYTES_PER_MS, RecordingWriter

_REPORT_BYTES = 80 * BYTES_PER_MS
_RETRY_S = 1.0
_MEMORY_BYTES = 10 * 60 * 1000 * BYTES_PER_MS
_RESERVED_BYTES = 4 << 20  # of the disk, so that the text still finds room


class Microphone(Protocol):
    """An open microphone; see `devices.microphone`."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


class OpenMicrophone(Protocol):
    """Makes a microphone for a device (None: the system's default)."""

    def __call__(
        self,
        device: Device | None,
        sink: Callable[[bytes], None],
        lost: Callable[[DeviceError], None],
        overflowed: Callable[[int], None],
    ) -> Microphone: ...


@dataclass(frozen=True, slots=True)
class Opened:
    """The microphone is open; its first sound is on its way."""


@dataclass(frozen=True, slots=True)
class FirstFrame:
    """The microphone delivers."""


@dataclass(frozen=True, slots=True)
class Grew:
    """The recording has `length_bytes` on disk; `level` is that of the newest stretch."""

    length_bytes: int
    level: Level


@dataclass(frozen=True, slots=True)
class NoRoom:
    """The disk is full: `pcm` is in memory only, and nowhere once `left_s` is 0.

    `left_s` is how long memory lasts, `level` that of the newest stretch.
    """

    position_bytes: int
    pcm: bytes
    left_s: int
    level: Level


@dataclass(frozen=True, slots=True)
class RoomAgain:
    """What was in memory only is on the disk now."""


@dataclass(frozen=True, slots=True)
class FramesLost:
    """So many milliseconds were lost and became silence."""

    duration_ms: int


@dataclass(frozen=True, slots=True)
class MicrophoneLost:
    """The microphone failed; it is tried again every second."""

    error: DeviceError


@dataclass(frozen=True, slots=True)
class Paused:
    """The microphone is closed; all it delivered has been told."""

    length_bytes: int


RecorderNews = (
    Opened | FirstFrame | Grew | NoRoom | RoomAgain | FramesLost | MicrophoneLost | Paused
)


def free_bytes(folder: Path) -> int:
    """Return the room that is left for us on the disk of `folder`. Raises OSError."""
    return shutil.disk_usage(folder).free


class Recorder:
    """Records into `writer`, which it does not close. No method blocks but `close`.

    `unwritten` is sound that an earlier recorder found no room for: it comes first.
    """

    def __init__(
        self,
        writer: RecordingWriter,
        open_microphone: OpenMicrophone,
        tell: Callable[[RecorderNews], None],
        *,
        unwritten: bytes = b"",
        free: Callable[[Path], int] = free_bytes,
        memory_bytes: int = _MEMORY_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._writer = writer
        self._open_microphone = open_microphone
        self._tell = tell
        self._free = free
        self._memory_bytes = memory_bytes
        self._clock = clock
        self._orders: queue.SimpleQueue[Callable[[], bool]] = queue.SimpleQueue()
        self._microphone: Microphone | None = None
        self._device: Device | None = None
        self._opened = 0
        self._wanted = False
        # The fields below belong to the microphone's thread while one is open.
        self._first = True
        self._fresh = bytearray()
        self._memory = bytearray(unwritten)
        self._dropped_bytes = 0
        self._room_asked_at = -_RETRY_S
        self._has_room = True
        self._thread = threading.Thread(target=self._run, name="recorder", daemon=True)
        self._thread.start()

    def record(self, device: Device | None) -> None:
        """Record from `device`, instead of any other one."""
        self._orders.put(lambda: self._record(device))

    def pause(self) -> None:
        """Close the microphone, then tell `Paused`."""
        self._orders.put(self._pause)

    def close(self, deadline_s: float = 5.0) -> None:
        """Close the microphone and end the thread; a device that hangs is left behind."""
        self._orders.put(self._quit)
        self._thread.join(deadline_s)

    def _run(self) -> None:
        running = True
        while running:
            try:
                lost = self._wanted and self._microphone is None
                order = self._orders.get(timeout=_RETRY_S if lost else None)
            except queue.Empty:
                self._open()
            else:
                running = order()

    def _record(self, device: Device | None) -> bool:
        self._stop_microphone()
        self._device = device
        self._wanted = True
        self._open()
        return True

    def _pause(self) -> bool:
        self._wanted = False
        self._stop_microphone()
        self._report()
        if not self._memory:
            self._sync()
        elif self._room():
            self._memory_to_disk()
        self._tell(Paused(self._writer.length_bytes))
        return True

    def _quit(self) -> bool:
        self._wanted = False
        self._stop_microphone()
        return False

    def _open(self) -> None:
        self._first = True
        self._opened += 1
        lost = partial(self._lost, self._opened)
        microphone = self._open_microphone(self._device, self._sink, lost, self._overflowed)
        try:
            microphone.start()
        except DeviceError as error:
            self._tell(MicrophoneLost(error))
            return
        self._microphone = microphone
        self._tell(Opened())

    def _stop_microphone(self) -> None:
        microphone, self._microphone = self._microphone, None
        if microphone is not None:
            microphone.stop()

    def _sink(self, pcm: bytes) -> None:
        self._fresh += pcm
        if self._first or len(self._fresh) >= _REPORT_BYTES:
            self._report()

    def _report(self) -> None:
        """Put the newest stretch on the disk, and say so."""
        pcm = bytes(self._fresh)
        self._fresh.clear()
        if not pcm:
            return
        if not self._room() or (self._memory and not self._memory_to_disk()):
            self._keep(pcm)
            return
        before = self._writer.length_bytes
        try:
            self._writer.append(pcm)
        except SoundError:
            self._has_room = False
            self._tell_grown(pcm)
            self._keep(pcm[self._writer.length_bytes - before :])
        else:
            self._tell_grown(pcm)

    def _tell_grown(self, pcm: bytes) -> None:
        self._tell_first()
        self._tell(Grew(self._writer.length_bytes, measure(pcm)))

    def _tell_first(self) -> None:
        """Say that the microphone delivers, once its first sound is safe: it wakes everybody."""
        if self._first:
            self._first = False
            self._tell(FirstFrame())

    def _room(self) -> bool:
        """Whether the disk takes sound; asked once a second."""
        now = self._clock()
        if now - self._room_asked_at >= _RETRY_S:
            self._room_asked_at = now
            try:
                self._has_room = self._free(self._writer.path.parent) > _RESERVED_BYTES
            except OSError:  # the writer will find out
                self._has_room = True
        return self._has_room

    def _keep(self, pcm: bytes) -> None:
        """Keep sound in memory; beyond its bound, keep count of what is dropped."""
        position = self._writer.length_bytes + len(self._memory)
        room = 0 if self._dropped_bytes else self._memory_bytes - len(self._memory)
        kept = pcm[:room]
        self._memory += kept
        self._dropped_bytes += len(pcm) - len(kept)
        left_s = (self._memory_bytes - len(self._memory)) // (BYTES_PER_MS * 1000)
        self._tell_first()
        self._tell(NoRoom(position, kept, left_s, measure(pcm)))

    def _memory_to_disk(self) -> bool:
        """Return whether nothing is left in memory. What was dropped becomes silence."""
        before = self._writer.length_bytes
        try:
            self._writer.append(bytes(self._memory))
            self._memory.clear()
            self._writer.extend_to(self._writer.length_bytes + self._dropped_bytes)
        except SoundError:
            del self._memory[: self._writer.length_bytes - before]
            self._has_room = False
            return False
        if self._dropped_bytes:
            self._tell(FramesLost(self._dropped_bytes // BYTES_PER_MS))
            self._dropped_bytes = 0
        self._tell(RoomAgain())
        return True

    def _sync(self) -> None:
        try:
            self._writer.sync()
        except SoundError as error:
            self._tell(MicrophoneLost(DeviceError("device_failed", str(error))))

    def _overflowed(self, duration_ms: int) -> None:
        self._tell(FramesLost(duration_ms))

    def _lost(self, opened: int, error: DeviceError) -> None:
        self._orders.put(lambda: self._after_loss(opened, error))

    def _after_loss(self, opened: int, error: DeviceError) -> bool:
        """Try again soon; but a microphone that was stopped or replaced since is no loss."""
        if self._microphone is not None and opened == self._opened:
            self._tell(MicrophoneLost(error))
            self._stop_microphone()
        return True
