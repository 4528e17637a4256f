"""A microphone that is recorded from: 16 kHz mono PCM, from its first frame to its end."""

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Protocol

from speechdesk.devices.blocks import Block, BlockQueue, BlockWriter
from speechdesk.devices.listing import Device
from speechdesk.devices.portaudio import Callback, OpenStream
from speechdesk.devices.server_watch import ServerState, ServerWatch
from speechdesk.errors import DeviceError

_log = logging.getLogger(__name__)

_OPEN_DEADLINE_S = 8.0
_FIRST_BLOCK_S = 6.0  # a Bluetooth headset changes its profile first
_NEXT_BLOCK_S = 2.0
_GATHER_S = 0.1
_TAIL_S = 0.15  # what was said before Stop is still on its way through buffers
_STOP_DEADLINE_S = 3.0


FollowServer = Callable[[Callable[[ServerState], None], Callable[[], None]], ServerWatch]


class OpensInputs(Protocol):
    """What a microphone needs of `portaudio.PortAudio`."""

    def open_input(
        self, device: Device | None, callback: Callback, finished: Callable[[], None]
    ) -> OpenStream: ...

    def close(self, opened: OpenStream) -> None: ...


class Microphone:
    """Records from `device` (None: the system's default) until it is stopped or lost.

    `sink` gets signed 16-bit PCM, 16 kHz mono, on a thread of the microphone's own. What PortAudio
    dropped becomes silence of that length, told to `overflowed` in milliseconds. `lost` is called
    once, on the same thread, when the device fails, is unplugged or delivers nothing for 2 s; then
    nothing more comes, and the microphone closes itself. A sound server moves the stream of an
    unplugged microphone to another one: that is a loss too, told before much of the other is heard.
    """

    def __init__(
        self,
        device: Device | None,
        sink: Callable[[bytes], None],
        lost: Callable[[DeviceError], None],
        overflowed: Callable[[int], None],
        *,
        audio: OpensInputs,
        deadline_s: float = _OPEN_DEADLINE_S,
        follow_server: FollowServer = ServerWatch,
    ) -> None:
        self._device = device
        self._sink = sink
        self._lost = lost
        self._overflowed = overflowed
        self._audio = audio
        self._deadline_s = deadline_s
        self._follow_server = follow_server
        self._blocks = BlockQueue()
        self._failure: DeviceError | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)

    def start(self) -> None:
        """Open the device and return when it runs; its frames come from then on.

        Raises DeviceError: portaudio_missing, no_device, device_busy, device_failed.
        """
        self._thread.start()
        if not self._ready.wait(self._deadline_s):
            self._blocks.end(None)  # it is closed as soon as it opens after all
            raise DeviceError("device_failed", "it does not answer")
        if self._failure is not None:
            self._thread.join()
            raise self._failure

    def stop(self) -> None:
        """Close the device; what was said until now has reached the sink when this returns."""
        self._blocks.end(None)
        if self._thread is threading.current_thread() or not self._thread.is_alive():
            return
        self._thread.join(_STOP_DEADLINE_S)
        if self._thread.is_alive():
            _log.warning("the microphone does not end and is left behind")

    def _run(self) -> None:
        blocks = self._blocks
        try:
            opened = self._audio.open_input(self._device, blocks.callback, blocks.finished)
        except DeviceError as error:
            self._failure = error
            self._ready.set()
            return
        self._ready.set()
        try:
            writer = BlockWriter(opened.rate, opened.channels, self._sink, self._overflowed)
            end = self._record(opened, writer)
            writer.end()
            if end is not None:
                self._lost(end)  # before closing, which a dead sound server may keep waiting
        finally:
            self._close(opened)

    def _record(self, opened: OpenStream, writer: BlockWriter) -> DeviceError | None:
        """Write blocks until the end; return its reason, None when it is asked for."""
        item = self._blocks.get(_FIRST_BLOCK_S)
        if not isinstance(item, Block):
            return item
        writer.write(item)
        watch = self._watch_server() if opened.through_server else None
        try:
            while isinstance(item, Block):
                self._blocks.gather(_GATHER_S)
                item = self._blocks.get(_NEXT_BLOCK_S)
                if isinstance(item, Block):
                    writer.write(item)
            if item is None:
                self._write_tail(writer)
            return item
        finally:
            if watch is not None:
                watch.stop()

    def _write_tail(self, writer: BlockWriter) -> None:
        end = time.monotonic() + _TAIL_S
        while isinstance(block := self._blocks.get(max(0.0, end - time.monotonic())), Block):
            writer.write(block)

    def _watch_server(self) -> ServerWatch | None:
        """Notice when the server moves the stream. It takes longer to start than a block is."""
        guard = _MoveGuard(self._device.pulse_source if self._device else "", self._blocks.end)
        try:
            return self._follow_server(guard.check, lambda: None)
        except OSError as error:
            _log.warning("the sound server is not watched: %s", error)
            return None

    def _close(self, opened: OpenStream) -> None:
        try:
            self._audio.close(opened)
        except DeviceError as error:
            _log.warning("the microphone is not closed: %s", error)


class _MoveGuard:
    """Tells apart a stream that its user moved, which is fine, from one whose source is gone."""

    def __init__(self, source: str, report: Callable[[DeviceError], None]) -> None:
        self._source = source  # "": whatever the server chose
        self._report = report

    def check(self, state: ServerState) -> None:
        if not state.running:
            return  # the stream ends by itself then
        current = state.streams.get(os.getpid(), "")
        if self._source and not state.has(self._source):
            self._report(DeviceError("device_gone", self._source))
        elif current:
            self._source = current
