"""What is being played of a recording, and how: the state behind the player bar."""

import threading
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from speechdesk.errors import SpeechDeskError

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0)


class Speaker(Protocol):
    """What the player needs of `devices.loudspeaker.Loudspeaker`; it calls back on its thread."""

    def play(
        self,
        recording: Path,
        start_ms: int,
        end_ms: int,
        *,
        moved: Callable[[int], None],
        ended: Callable[[SpeechDeskError | None], None],
        speed: float = 1.0,
        loop: bool = False,
    ) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def stop(self) -> None: ...


class Phase(StrEnum):
    """Whether something is heard."""

    STOPPED = "stopped"
    PLAYING = "playing"
    PAUSED = "paused"


class Player(QObject):
    """Plays passages of the open take's recording. Times are milliseconds of the recording."""

    changed = Signal()
    """Phase, recording, speed or loop are other than before."""

    moved = Signal(int)
    """Carries the time that is heard now."""

    stopped = Signal()
    """Nothing is heard any more: at the end of the passage, or because it was stopped."""

    failed = Signal(object)
    """Carries the SpeechDeskError for which it cannot be played."""

    def __init__(self, speaker: Speaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speaker = speaker
        self._recording: Path | None = None
        self._length_ms = 0
        self._phase = Phase.STOPPED
        self._position_ms = 0
        self._passage = (0, 0)
        self._speed = 1.0
        self._loop = False
        self._play = 0  # number of the latest, so that what earlier ones still tell is ignored
        self._relay = _Relay(self)
        self._relay.moved.connect(self._heard)
        self._relay.ended.connect(self._ended)

    @property
    def phase(self) -> Phase:
        return self._phase

    @property
    def position_ms(self) -> int:
        return self._position_ms

    @property
    def length_ms(self) -> int:
        """Length of the recording; 0 if there is none."""
        return self._length_ms

    @property
    def speed(self) -> float:
        return self._speed

    @property
    def loop(self) -> bool:
        return self._loop

    def set_recording(self, recording: Path | None, length_ms: int) -> None:
        """Take another recording, or None; the same one may have grown."""
        if recording != self._recording:
            self.stop()
            self._recording = recording
            self._position_ms = 0
        self._length_ms = length_ms if recording is not None else 0
        self.changed.emit()

    def play(self, start_ms: int, end_ms: int | None = None) -> None:
        """Play a passage, in place of what is playing; without an end, all that follows."""
        if self._recording is None:
            return
        end_ms = self._length_ms if end_ms is None else min(end_ms, self._length_ms)
        if start_ms >= end_ms:
            return
        self._passage = (start_ms, end_ms)
        self._start(start_ms)

    def play_pause(self) -> None:
        """Pause, go on, or play from the present position, at the end from the beginning."""
        if self._phase is Phase.PLAYING:
            self._speaker.pause()
            self._enter(Phase.PAUSED)
        elif self._phase is Phase.PAUSED:
            self._speaker.resume()
            self._enter(Phase.PLAYING)
        else:
            self.play(self._position_ms if self._position_ms < self._length_ms else 0)

    def stop(self) -> None:
        """Fall silent and stay at the present position."""
        if self._phase is not Phase.STOPPED:
            self._play += 1
            self._speaker.stop()
            self._enter(Phase.STOPPED)
            self.stopped.emit()

    def seek(self, position_ms: int) -> None:
        """Go to another position; what plays goes on there, to the end of the recording."""
        self._position_ms = min(max(0, position_ms), self._length_ms)
        if self._phase is Phase.PLAYING:
            self.play(self._position_ms)
        elif self._phase is Phase.PAUSED:
            self.stop()
        self.moved.emit(self._position_ms)

    def set_speed(self, speed: float) -> None:
        """Play at 0.5 to 2 times the speed at which it was said."""
        self._speed = speed
        self._play_on()

    def set_loop(self, loop: bool) -> None:
        """Begin again at the end of a passage, or not."""
        self._loop = loop
        self._play_on()

    def close(self) -> None:
        """Fall silent for good. Called before this object and the speaker are given up."""
        self._relay.close()
        self.stop()

    def _play_on(self) -> None:
        """Let what plays go on in the way that was just chosen; a loop goes on at its beginning."""
        if self._phase is Phase.PLAYING:
            start_ms, end_ms = self._passage
            self._start(
                start_ms if self._loop or self._position_ms >= end_ms else self._position_ms
            )
        elif self._phase is Phase.PAUSED:
            self.stop()
        self.changed.emit()

    def _start(self, start_ms: int) -> None:
        if self._recording is None:
            return
        self._play += 1
        self._speaker.play(
            self._recording,
            start_ms,
            self._passage[1],
            moved=partial(self._relay.tell_moved, self._play),
            ended=partial(self._relay.tell_ended, self._play),
            speed=self._speed,
            loop=self._loop,
        )
        self._position_ms = start_ms
        self._enter(Phase.PLAYING)
        self.moved.emit(start_ms)

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self.changed.emit()

    @Slot(int, int)
    def _heard(self, play: int, position_ms: int) -> None:
        if play == self._play and self._phase is not Phase.STOPPED:
            self._position_ms = position_ms
            self.moved.emit(position_ms)

    @Slot(int, object)
    def _ended(self, play: int, error: SpeechDeskError | None) -> None:
        if play != self._play or self._phase is Phase.STOPPED:
            return
        if error is None:
            self._position_ms = self._passage[1]
            self.moved.emit(self._position_ms)
        self._enter(Phase.STOPPED)
        self.stopped.emit()
        if error is not None:
            self.failed.emit(error)


class _Relay(QObject):
    """Brings what the speaker's thread tells to the GUI thread, until it is closed."""

    moved = Signal(int, int)
    ended = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._open = True

    def tell_moved(self, play: int, position_ms: int) -> None:
        with self._lock:
            if self._open:
                self.moved.emit(play, position_ms)

    def tell_ended(self, play: int, error: SpeechDeskError | None) -> None:
        with self._lock:
            if self._open:
                self.ended.emit(play, error)

    def close(self) -> None:
        with self._lock:
            self._open = False
