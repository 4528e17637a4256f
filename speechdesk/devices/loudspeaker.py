"""Plays stretches of a recording to the system's loudspeaker, as fast as the listener likes."""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from speechdesk.devices.portaudio import Callback, OpenStream
from speechdesk.errors import DeviceError, SpeechDeskError
from speechdesk.sound.recording import BYTES_PER_MS, FRAME_BYTES, RATE, RecordingReader
from speechdesk.sound.resample import Resampler
from speechdesk.sound.stretch import FASTEST, SLOWEST, Stretch

_log = logging.getLogger(__name__)

Moved = Callable[[int], None]
"""Told the time in the recording that is heard now, in milliseconds, about ten times a second."""

Ended = Callable[[SpeechDeskError | None], None]
"""Told once for each play that it is over: at its end, stopped, replaced; or the error."""

_READ_MS = 100
_WAITING_BLOCKS = 10  # 0.2 s between the file and the device
_MOVED_EVERY_S = 0.1
_STEP_S = 0.05
_NO_CALLBACK_S = 3.0
_STOP_DEADLINE_S = 3.0


class OpensOutputs(Protocol):
    """What a loudspeaker needs of `portaudio.PortAudio`."""

    def open_output(self, callback: Callback, finished: Callable[[], None]) -> OpenStream: ...

    def close(self, opened: OpenStream) -> None: ...


class Loudspeaker:
    """Plays one stretch at a time. No method blocks but `close`; callbacks come on a thread."""

    def __init__(self, audio: OpensOutputs) -> None:
        self._audio = audio
        self._playback: _Playback | None = None

    def play(
        self,
        recording: Path,
        start_ms: int,
        end_ms: int,
        *,
        moved: Moved,
        ended: Ended,
        speed: float = 1.0,
        loop: bool = False,
    ) -> None:
        """Play `recording` between two times, in place of what is playing.

        Where it cannot be played, `ended` gets the DeviceError or SoundError. Raises ValueError
        for a speed outside 0.5 to 2.
        """
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"a speed of {speed}")
        self.stop()
        stretch = _Passage(recording, max(0, start_ms), end_ms, speed, loop)
        self._playback = _Playback(self._audio, stretch, moved, ended)

    def pause(self) -> None:
        if self._playback is not None:
            self._playback.pause()

    def resume(self) -> None:
        if self._playback is not None:
            self._playback.resume()

    def stop(self) -> None:
        """Fall silent at once; `ended` is told soon after."""
        if self._playback is not None:
            self._playback.stop()

    def close(self) -> None:
        """Stop, and wait until the device is closed."""
        if self._playback is not None:
            self._playback.stop()
            self._playback.join(_STOP_DEADLINE_S)


class _Passage:
    """The sound of a passage at its speed: pieces of PCM, endless in a loop."""

    def __init__(
        self, recording: Path, start_ms: int, end_ms: int, speed: float, loop: bool
    ) -> None:
        self._recording = recording
        self._start_ms = start_ms
        self._end_ms = end_ms
        self._speed = speed
        self._loop = loop

    def pieces(self) -> Iterator[bytes]:
        """Raises SoundError."""
        with RecordingReader(self._recording) as reader:
            self._end_ms = min(self._end_ms, reader.length_ms)
            while self._start_ms < self._end_ms:
                stretch = Stretch(self._speed)
                for at_ms in range(self._start_ms, self._end_ms, _READ_MS):
                    length_ms = min(_READ_MS, self._end_ms - at_ms)
                    pcm = reader.read(at_ms * BYTES_PER_MS, length_ms * BYTES_PER_MS)
                    yield stretch.process(pcm)
                yield stretch.flush()
                if not self._loop:
                    return

    def time_at(self, heard_s: float) -> int:
        """Return the time in the recording, in ms, after so many seconds of listening."""
        length_ms = max(1, self._end_ms - self._start_ms)
        passed_ms = max(0.0, heard_s) * 1000 * self._speed
        if self._loop:
            passed_ms %= length_ms
        return self._start_ms + min(round(passed_ms), length_ms)


class _Playback:
    """One play: a thread reads and converts, PortAudio's callback takes blocks from a queue."""

    def __init__(self, audio: OpensOutputs, passage: _Passage, moved: Moved, ended: Ended) -> None:
        self._audio = audio
        self._passage = passage
        self._moved = moved
        self._ended = ended
        self._blocks: queue.Queue[bytes] = queue.Queue(_WAITING_BLOCKS)
        self._played_blocks = 0
        self._called_at = time.monotonic()
        self._moved_at = 0.0
        self._paused = False
        self._stopping = threading.Event()
        self._gone = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loudspeaker", daemon=True)
        self._thread.start()

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False

    def stop(self) -> None:
        self._paused = True
        self._stopping.set()

    def join(self, deadline_s: float) -> None:
        if self._thread is not threading.current_thread():
            self._thread.join(deadline_s)

    def _callback(self, buffer: Any, _frames: int, _times: Any, _status: Any) -> None:
        self._called_at = time.monotonic()
        block = b""
        if not self._paused:
            try:
                block = self._blocks.get_nowait()
                self._played_blocks += 1
            except queue.Empty:
                pass  # silence until the reader has caught up
        buffer[: len(block)] = block
        buffer[len(block) :] = bytes(len(buffer) - len(block))

    def _run(self) -> None:
        try:
            opened = self._audio.open_output(self._callback, self._gone.set)
        except DeviceError as error:
            self._ended(error)
            return
        try:
            self._ended(self._play(opened))  # before closing, which a dead server may keep waiting
        finally:
            try:
                self._audio.close(opened)
            except DeviceError as error:
                _log.warning("the loudspeaker is not closed: %s", error)

    def _play(self, opened: OpenStream) -> SpeechDeskError | None:
        """Feed the device to the end or until it is to stop; return what went wrong."""
        self._called_at = time.monotonic()
        fed = 0
        try:
            for block in _blocks(self._passage, opened):
                if not self._feed(block, opened):
                    return None
                fed += 1
            while self._played_blocks < fed and self._goes_on(opened):
                self._stopping.wait(_STEP_S)
            self._stopping.wait(opened.latency_s)  # the last block is on its way
        except SpeechDeskError as error:
            return error
        return None

    def _feed(self, block: bytes, opened: OpenStream) -> bool:
        """Put a block into the queue; return False where it is to stop first."""
        while self._goes_on(opened):
            try:
                self._blocks.put(block, timeout=_STEP_S)
            except queue.Full:
                continue
            return True
        return False

    def _goes_on(self, opened: OpenStream) -> bool:
        """Tell the position from time to time. Raises DeviceError where the device is gone."""
        now = time.monotonic()
        if self._gone.is_set() or now - self._called_at > _NO_CALLBACK_S:
            raise DeviceError("device_gone", "the loudspeaker takes no more sound")
        if not self._paused and now - self._moved_at >= _MOVED_EVERY_S:
            self._moved_at = now
            played_s = self._played_blocks * opened.block_frames / opened.rate
            self._moved(self._passage.time_at(played_s - opened.latency_s))
        return not self._stopping.is_set()


def _blocks(passage: _Passage, opened: OpenStream) -> Iterator[bytes]:
    """Cut the passage, in the device's rate and channels, into blocks; the last one is filled up.

    Raises SoundError.
    """
    resampler = Resampler(RATE, opened.rate)
    size = opened.block_frames * FRAME_BYTES * opened.channels
    waiting = b""
    for pcm in passage.pieces():
        waiting += _on_all_channels(resampler.process(pcm), opened.channels)
        whole = len(waiting) - len(waiting) % size
        yield from (waiting[start : start + size] for start in range(0, whole, size))
        waiting = waiting[whole:]
    waiting += _on_all_channels(resampler.flush(), opened.channels)
    for start in range(0, len(waiting), size):
        yield waiting[start : start + size].ljust(size, b"\0")


def _on_all_channels(mono: bytes, channels: int) -> bytes:
    if channels == 1:
        return mono
    return b"".join(
        mono[at : at + FRAME_BYTES] * channels for at in range(0, len(mono), FRAME_BYTES)
    )
