"""One call of `dictate`: the same session as the window's, with a terminal for a face."""

import argparse
import contextlib
import queue
import time

from speechdesk.cli.dictated import DictatedText
from speechdesk.cli.interruption import Interruption, interruptions
from speechdesk.cli.patience import Patience
from speechdesk.cli.terminal import StatusLine, say
from speechdesk.cli.titles import give_title
from speechdesk.cli.workbench import Workbench
from speechdesk.devices.listing import Device, find_device, list_devices
from speechdesk.domain.spoken.edits import Command
from speechdesk.errors import DeviceError, StorageError
from speechdesk.messages import message_for
from speechdesk.session.events import (
    Half,
    JobEnded,
    JobProgress,
    JobWaiting,
    NoticeCode,
    Noticed,
    PartialChanged,
    Recorded,
    SegmentCommitted,
    StateChanged,
    TakeChanged,
)
from speechdesk.session.request import RecordRequest
from speechdesk.session.state import State

_POLL_S = 0.1


class Dictation:
    """Runs `dictate` as `args` says."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._bench = Workbench(args)
        self._text = DictatedText(self._bench.settings, commands=args.commands)
        self._device_name: str = args.device or ""
        self._once: bool = args.once
        self._seconds: float | None = args.seconds
        self._patience = Patience(args.give_up_after)
        self._listening_since: float | None = None
        self._stopped = False
        self._rest_comes = False
        self._over = False
        self._problem = ""
        self._take_id: int | None = None
        self._recorded = False
        self._noticed: set[NoticeCode] = set()
        self._later = (
            f"The recording is kept: {self._bench.command('recover')} recognizes the rest."
        )
        self._line = StatusLine()

    def run(self) -> int:
        """Return the exit status."""
        with interruptions() as interruption, self._bench:
            device = self._find_device()
            configure = self._bench.configuring.configure(self._bench.language)
            request = RecordRequest(self._bench.language, device, configure, self._once)
            self._bench.session.record(None, request)
            while not self._over:
                with contextlib.suppress(queue.Empty):
                    self._take_in(self._bench.events.get(timeout=_POLL_S))
                self._look_at_the_clock(interruption)
            self._line.clear()
            self._text.end()
            if self._take_id is not None:
                self._tidy_up(self._take_id)
        if self._problem:
            say(self._problem)
        return 1 if self._problem else 0

    def _tidy_up(self, take_id: int) -> None:
        """Let the history have a title, and what commands and rules have made of the finals.

        A take into which nothing was recorded is none.
        """
        history, document = self._bench.history, self._text.shaped
        try:
            if not self._recorded:
                history.delete(take_id)
                return
            if document is not None and self._text.has_finals:
                history.save_blocks(take_id, document.as_change())
            give_title(history, take_id)
        except StorageError as error:
            self._problem = f"{self._problem} {message_for(error).line}".strip()

    def _find_device(self) -> Device | None:
        """Return the microphone that is asked for, or that of the settings; None: the system's."""
        wanted = self._device_name or self._bench.settings.device
        if not wanted:
            return None
        listing = list_devices()
        device = find_device(listing, wanted)
        if device is None and self._device_name:
            raise DeviceError("unknown_device" if listing.devices else "no_device", wanted)
        if device is None and listing.devices:
            name = wanted.partition("|")[0]
            self._say(f"{name} is not plugged in: the system's own microphone is taken.")
        return device

    def _look_at_the_clock(self, interruption: Interruption) -> None:
        now = time.monotonic()
        if self._stopped:
            self._patience.wait(now)
            if self._patience.is_over(now):
                silent = f"The service did not answer for {self._patience.limit_s:g} s."
                self._problem = f"{self._problem or silent} {self._later}"
                self._over = True
        elif interruption.asked or self._time_is_up(now):
            self._stop()

    def _time_is_up(self, now: float) -> bool:
        if self._seconds is None or self._listening_since is None:
            return False
        return now - self._listening_since >= self._seconds

    def _stop(self) -> None:
        self._stopped = True
        self._bench.session.stop()

    def _take_in(self, event: object) -> None:
        match event:
            case StateChanged():
                self._state_changed(event)
            case TakeChanged(take_id):
                self._take_id = take_id
            case Recorded():
                self._recorded = True
            case PartialChanged(_, text, _):
                if text:  # not one that is taken back, as where the service is lost
                    self._patience.answered()
                self._line.show(text)
            case SegmentCommitted():
                self._final(event)
            case Noticed():
                self._notice(event)
            case JobWaiting(_, failure, was_connected):
                self._patience.was_connected = was_connected
                self._problem = message_for(failure).line
            case JobProgress():
                self._patience.answered()
            case JobEnded(_, complete, failure):
                self._over = True
                why = message_for(failure).line if failure is not None else ""
                self._problem = "" if complete else f"{why} {self._later}".strip()

    def _final(self, event: SegmentCommitted) -> None:
        self._patience.answered()
        self._patience.was_connected = True
        self._line.clear()
        command, heard = self._text.take(event.segment_id, event.segment)
        if heard:
            self._say(f"heard: {', '.join(heard)}")
        if command is Command.STOP and not self._stopped:
            self._stop()

    def _state_changed(self, event: StateChanged) -> None:
        match event.state:
            case State.LISTENING:
                if self._listening_since is None:
                    self._listening_since = time.monotonic()
                self._problem = ""
                self._say("Listening. Ctrl+C stops.")
            case State.RECONNECTING if event.failure is not None:
                self._say(f"{message_for(event.failure).line} Your words are kept.")
            case State.FAILED if event.failure is not None:
                self._failed(message_for(event.failure).line, event.half)
            case State.STOPPING:  # perhaps by itself, after one utterance
                self._stopped = True
            case State.IDLE if event.failure is not None:  # it could not even begin
                self._problem = message_for(event.failure).line
                self._over = True
            case State.IDLE:
                self._over = not self._rest_comes

    def _failed(self, line: str, half: Half | None) -> None:
        if half is Half.MICROPHONE and self._listening_since is None:
            self._problem = line
            self._over = True
        elif half is Half.RECOGNITION:
            self._problem = f"{line} {self._later}"
            self._say(f"{line} The recording goes on; Ctrl+C ends it.")
        else:
            self._say(line)

    def _notice(self, event: Noticed) -> None:
        if event.over:
            self._noticed.discard(event.code)
            return
        if event.code in self._noticed and event.code is not NoticeCode.FRAMES_LOST:
            return  # only how much is left has changed
        self._noticed.add(event.code)
        match event.code:
            case NoticeCode.REST_LATER:
                self._rest_comes = True
                self._say("Waiting for the rest to be recognized.")
            case NoticeCode.MICROPHONE_SILENT:
                self._say("No sound: is the microphone muted?")
            case NoticeCode.DISK_FULL:
                self._say(f"The disk is full: {event.detail} s more fit into memory.")
            case NoticeCode.FRAMES_LOST:
                self._say(f"{event.detail} ms of sound were lost and are silent in the recording.")
            case NoticeCode.DISK_LOW:
                self._say(f"The disk has room for {event.detail} minutes more.")

    def _say(self, line: str) -> None:
        self._line.clear()
        say(line)
