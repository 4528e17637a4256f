"""The take that is being recorded: a recorder and a recognition, and the state of both together."""

import time
from collections.abc import Callable
from pathlib import Path

from speechdesk.devices.listing import Device
from speechdesk.domain.events import Segment
from speechdesk.errors import DeviceError, Failure
from speechdesk.session.events import Half, NoticeCode, Noticed, Recorded, SessionEvent
from speechdesk.session.recognition import Progress, TakeRecognition
from speechdesk.session.recorder import (
    FirstFrame,
    FramesLost,
    Grew,
    MicrophoneLost,
    NoRoom,
    Opened,
    OpenMicrophone,
    Paused,
    Recorder,
    RecorderNews,
    RoomAgain,
)
from speechdesk.session.request import ONCE_MS, RecordRequest
from speechdesk.session.starter import Configure
from speechdesk.session.state import State
from speechdesk.sound.level import Level, LevelMeter, LevelWord
from speechdesk.sound.recording import BYTES_PER_MS

Trouble = tuple[Failure | DeviceError | None, Half | None]

_BYTES_PER_MINUTE = BYTES_PER_MS * 60_000
_LOW_MINUTES = 30
_DISK_CHECK_S = 10.0


class LiveTake:
    """Both halves of the live take. Used in the session's thread only."""

    def __init__(
        self,
        recognition: TakeRecognition,
        open_microphone: OpenMicrophone,
        request: RecordRequest,
        *,
        post: Callable[[SessionEvent], None],
        to_owner: Callable[[Callable[[], None]], None],
        changed: Callable[[], None],
        clock: Callable[[], float],
        free: Callable[[Path], int],
    ) -> None:
        self.recognition = recognition
        self.take_id = recognition.take_id
        self.stopping_since: float | None = None
        self.give_up_at: float | None = None
        self.told: Trouble | None = None  # what the owner has said of `trouble`
        self.microphone_error: DeviceError | None = None
        self._post = post
        self._changed = changed
        self._clock = clock
        self._free = free
        self._device = request.device
        self._delivers = False  # whether sound comes from the microphone that is wanted now
        self._paused = False
        self._recognizes_next = False  # once the microphone is open, or cannot be
        self._pauses = 0  # ordered and not told of yet
        self._recorder_done = False
        self._closed = False
        self._meter = LevelMeter()
        self._silence_told = False
        self._told_bytes = recognition.writer.length_bytes
        self._once_from_ms: int | None = None
        self._disk_full = False
        self._disk_low_told = False
        self._disk_checked_at = -_DISK_CHECK_S
        self._recorder = Recorder(
            recognition.writer,
            open_microphone,
            lambda news: to_owner(lambda: self._news(news)),
            unwritten=recognition.supervisor.unwritten(recognition.writer.length_bytes),
            free=free,
        )
        self.record_again(request)

    @property
    def state(self) -> State:
        """The state that follows from the two halves."""
        if self.stopping_since is not None:
            return State.STOPPING
        if self.recognition.progress is Progress.GAVE_UP or self.microphone_error is not None:
            return State.FAILED
        if self._paused:
            return State.PAUSED
        if not self._delivers:
            return State.STARTING
        if self.recognition.progress is Progress.WAITING:
            return State.RECONNECTING
        return State.LISTENING

    @property
    def trouble(self) -> Trouble:
        """What is wrong, and with which half; (None, None) when nothing is."""
        if self.recognition.failure is not None:
            return self.recognition.failure, Half.RECOGNITION
        if self.microphone_error is not None:
            return self.microphone_error, Half.MICROPHONE
        return None, None

    @property
    def is_over(self) -> bool:
        """Whether it was stopped and nothing is left to wait for."""
        if self.stopping_since is None or not self._recorder_done:
            return False
        return self.recognition.progress in (Progress.CAUGHT_UP, Progress.GAVE_UP)

    def waited_long_enough(self, patience_s: float) -> bool:
        """Whether, after Stop, the rest had better be recognized in the background."""
        if self.stopping_since is None:
            return False
        stopped_for_s = self._clock() - self.stopping_since
        if not self._recorder_done:  # a device that hangs
            return stopped_for_s >= 2 * patience_s
        if self.give_up_at is not None:
            return time.monotonic() >= self.give_up_at
        return self.recognition.progress is Progress.WAITING or stopped_for_s >= patience_s

    def record_again(self, request: RecordRequest) -> None:
        """Record, at first or after Stop was pressed and not finished."""
        self.stopping_since = None
        self.recognition.configure = request.configure
        self._paused = False
        self._once_from_ms = self.recognition.supervisor.length_ms if request.once else None
        self._recognizes_next = True
        self._start_recording(request.device)

    def pause(self) -> None:
        if not self._paused and self.stopping_since is None:
            self._paused = True
            self._pause_recorder()

    def resume(self) -> None:
        if self._paused and self.stopping_since is None:
            self._paused = False
            self._recognizes_next = self.recognition.progress is not Progress.GAVE_UP
            self._start_recording(self._device)

    def stop(self) -> None:
        if self.stopping_since is None:
            self.stopping_since = self._clock()
            self._pause_recorder()

    def recognized(self, segment: Segment) -> None:
        """Stop after the one utterance that was asked for."""
        if self._once_from_ms is not None and segment.end_ms > self._once_from_ms:
            self.stop()

    def mended(self, configure: Configure) -> None:
        """Try recognition again: Starting, until the next stretch of sound."""
        self.recognition.configure = configure
        self._delivers = False
        self.recognition.go_on()
        self.recognition.supervisor.mended()

    def change_config(self, configure: Configure) -> None:
        if self.recognition.progress in (Progress.GAVE_UP, Progress.WAITING):
            self.mended(configure)
        else:
            self.recognition.configure = configure
            self.recognition.supervisor.restart()

    def change_device(self, device: Device | None) -> None:
        self._device = device
        if not self._paused and self.stopping_since is None:
            self._start_recording(device)

    def tick(self) -> None:
        self.recognition.tick()
        self._check_disk()
        if self.stopping_since is not None:
            self._changed()

    def close(self) -> None:
        """End the recorder; the session hands the recognition on, or ends it."""
        self._closed = True
        self._recorder.close()

    def _pause_recorder(self) -> None:
        self._pauses += 1
        self._recorder.pause()

    def _start_recording(self, device: Device | None) -> None:
        self._device = device
        self._delivers = False
        self._recorder_done = False
        self._microphone_back()
        self._recorder.record(device)

    def _news(self, news: RecorderNews) -> None:
        supervisor = self.recognition.supervisor
        if self._closed:
            if isinstance(news, NoRoom):  # the recording does not have it, nor does anything else
                supervisor.audio(news.position_bytes, news.pcm)
            return
        match news:
            case Opened():
                self._recognize_as_ordered()
            case FirstFrame():
                # After a failure the state goes through Starting; `Grew` ends that.
                self._delivers = self.microphone_error is None
                self._microphone_back()
            case Grew(length_bytes, level):
                self._delivers = True
                supervisor.audio_until(length_bytes)
                self._tell_level(length_bytes, level)
                self._stop_if_long_enough(length_bytes)
            case NoRoom(position_bytes, pcm, left_s, level):
                self._delivers = True
                if pcm:
                    supervisor.audio(position_bytes, pcm)
                self._disk_full = True
                self._post(Noticed(NoticeCode.DISK_FULL, str(left_s)))
                self._tell_level(position_bytes + len(pcm), level)
                self._stop_if_long_enough(position_bytes + len(pcm))
            case RoomAgain():
                self._disk_full = False
                self._post(Noticed(NoticeCode.DISK_FULL, over=True))
            case FramesLost(duration_ms):
                self._post(Noticed(NoticeCode.FRAMES_LOST, str(duration_ms)))
            case MicrophoneLost(error):
                self._recognize_as_ordered()
                self._microphone_lost(error)
            case Paused(length_bytes):
                supervisor.audio_until(length_bytes)
                self._pauses -= 1
                if self._pauses or (not self._paused and self.stopping_since is None):
                    supervisor.restart()  # it has recorded again since: only the phrase ends
                else:
                    self._recorder_done = True
                    if self.recognition.progress is not Progress.GAVE_UP:
                        supervisor.finish()
        self._changed()

    def _recognize_as_ordered(self) -> None:
        """Let recognition go on: its start would take processor time from the microphone's, and
        what it is late for is on the disk.
        """
        if self._recognizes_next and not self._paused and self.stopping_since is None:
            self._recognizes_next = False
            self.recognition.supervisor.resume()
            self.recognition.go_on()

    def _stop_if_long_enough(self, length_bytes: int) -> None:
        from_ms = self._once_from_ms
        if from_ms is not None and length_bytes // BYTES_PER_MS - from_ms >= ONCE_MS:
            self.stop()

    def _microphone_lost(self, error: DeviceError) -> None:
        self._delivers = False
        if self.microphone_error is None:
            self._post(Noticed(NoticeCode.MICROPHONE_LOST, str(error)))
        self.microphone_error = error

    def _microphone_back(self) -> None:
        if self.microphone_error is not None:
            self.microphone_error = None
            self._post(Noticed(NoticeCode.MICROPHONE_LOST, over=True))

    def _tell_level(self, length_bytes: int, level: Level) -> None:
        duration_ms = (length_bytes - self._told_bytes) // BYTES_PER_MS
        self._told_bytes = length_bytes
        self._post(Recorded(self.take_id, length_bytes // BYTES_PER_MS, level))
        silent = self._meter.update(level, duration_ms) is LevelWord.SILENT
        if silent != self._silence_told:
            self._silence_told = silent
            self._post(Noticed(NoticeCode.MICROPHONE_SILENT, over=not silent))

    def _check_disk(self) -> None:
        now = self._clock()
        if self._disk_full or now - self._disk_checked_at < _DISK_CHECK_S:
            return
        self._disk_checked_at = now
        try:
            minutes = self._free(self.recognition.path.parent) // _BYTES_PER_MINUTE
        except OSError:  # the recorder says so if the folder is gone
            return
        low = minutes < _LOW_MINUTES
        if low:
            self._post(Noticed(NoticeCode.DISK_LOW, str(minutes)))
        elif self._disk_low_told:
            self._post(Noticed(NoticeCode.DISK_LOW, over=True))
        self._disk_low_told = low
