"""Everything behind the window that lives as long as it: made in one thread, ended in order."""

import functools
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from speechdesk.devices.listing import list_devices
from speechdesk.devices.loudspeaker import Loudspeaker
from speechdesk.devices.microphone import Microphone
from speechdesk.devices.portaudio import PortAudio
from speechdesk.errors import DeviceError, RecognitionError, SoundError, StorageError
from speechdesk.host.local import LocalService
from speechdesk.logs import LogFile
from speechdesk.paths import Home, private_folder
from speechdesk.session.configuring import Configuring
from speechdesk.session.events import SessionEvent
from speechdesk.session.interrupted import Interrupted, interrupted_takes
from speechdesk.session.meter import AudioMeter
from speechdesk.session.one_shot import OneShots
from speechdesk.session.open_file import OpenedFile, open_file
from speechdesk.session.revision import Revised, recognize_again
from speechdesk.session.service_check import ServiceCheck, check_service
from speechdesk.session.session import Session
from speechdesk.session.tidying import keeps_sound, tidy
from speechdesk.settings.choice import take_environment
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Secrets
from speechdesk.speech.worker import WorkerPool
from speechdesk.storage.history import History
from speechdesk.storage.recordings import path_of, storage_used
from speechdesk.storage.rescue import open_history
from speechdesk.storage.takes import Take
from speechdesk.storage.usage import Usage

if TYPE_CHECKING:
    from speechdesk.session.examination import Examined

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """The history that is used. `error`: the user's own cannot be; this one lasts for the run.

    `set_aside` names the file of a damaged history whose contents were carried over.
    """

    history: History
    home: Home
    error: StorageError | None = None
    set_aside: str = ""


def open_or_borrow(place: Home) -> Opened:
    """Open the history of `place`, or an empty one in a temporary folder where that fails."""
    try:
        private_folder(place.data)
        history, set_aside = open_history(place.history_file)
    except (StorageError, OSError) as error:
        problem = (
            error if isinstance(error, StorageError) else StorageError("unreadable", str(error))
        )
        _log.error("the history cannot be opened: %s", problem)
        borrowed = replace(place, data=Path(tempfile.mkdtemp(prefix="speechdesk-")))
        return Opened(History(borrowed.history_file), borrowed, problem)
    return Opened(history, place, set_aside=set_aside)


class Backstage:
    """History, session, workers and local service. Made off the GUI thread: it takes a moment."""

    def __init__(
        self,
        place: Home,
        settings: Callable[[], Settings],
        post: Callable[[SessionEvent], None],
    ) -> None:
        self._settings = settings
        self._log_file = LogFile(place.log_file)
        self.secrets = Secrets()
        self.environment = take_environment(os.environ)
        self.opened = open_or_borrow(place)
        self.history = self.opened.history
        self.recordings = self.opened.home.recordings
        self._local = LocalService()
        self._workers = WorkerPool()
        self.meter = AudioMeter(Usage(self.opened.home.usage_file))
        self._one_shots = OneShots(self._workers.start, self.meter.sent)
        self.configuring = Configuring(
            settings, self.secrets, self._local, environment=self.environment
        )
        self._audio = PortAudio()
        self._open_microphone = functools.partial(Microphone, audio=self._audio)
        self.loudspeaker = Loudspeaker(self._audio)
        self.session = Session(
            history=self.history,
            recordings=self.recordings,
            start_recognizer=self._workers.start,
            open_microphone=self._open_microphone,
            post=post,
            keeps_sound=lambda take: keeps_sound(settings(), take, of_files=True),
            sent=self.meter.sent,
        )

    def warm(self) -> None:
        """Make ready what Record will need: PortAudio, a worker, the local service if that is the
        choice.
        """
        try:
            if self._settings().is_local:
                self._local.start()
            self._workers.warm()
        except (OSError, RecognitionError) as error:
            _log.warning("recognition is not ready ahead of time: %s", error)
        # Nobody waits for this thread: a sound server that hangs holds it.
        threading.Thread(target=self._warm_audio, name="audio-warm", daemon=True).start()

    def _warm_audio(self) -> None:
        try:
            self._audio.warm()
        except DeviceError as error:
            _log.warning("the microphone is not ready ahead of time: %s", error)

    def check_service(self, language: str, cancelled: threading.Event) -> ServiceCheck:
        """Try the service that holds now with a short clip."""
        configure = self.configuring.configure(language)
        return check_service(configure, self._one_shots, cancelled=cancelled)

    def examine(self, language: str, with_log: bool) -> "Examined":
        """Check the whole set-up; `with_log`: and let the Speech SDK write down what it does."""
        # Half of Python's network library comes with them, which no start should wait for.
        from speechdesk.session.doctor import Doctor
        from speechdesk.session.examination import examined

        settings = self._settings()
        doctor = Doctor(
            data_folder=self.opened.home.data,
            configuring=self.configuring,
            secrets=self.secrets,
            list_devices=list_devices,
            open_microphone=self._open_microphone,
            one_shots=self._one_shots,
            language=language,
            device_key=settings.device,
        )
        return examined(doctor, with_log=with_log)

    def recognize_again(
        self, take_id: int, segment_id: int, language: str, cancelled: threading.Event
    ) -> Revised | None:
        """Recognize one segment of a take once more, in `language`."""
        recording = self.recording_of(self.history.take(take_id))
        if recording is None:
            raise SoundError("not_found")
        return recognize_again(
            self.history,
            take_id,
            segment_id,
            recording,
            self.configuring.configure(language),
            self._one_shots,
            cancelled=cancelled,
        )

    def interrupted(self) -> Sequence[Interrupted]:
        """Return the takes that an earlier run did not finish."""
        return interrupted_takes(self.history, self.recordings, language=self._settings().language)

    def room_used(self) -> int:
        """Return how many bytes recordings and history take on the disk."""
        used = storage_used(self.recordings, self.opened.home.history_file)
        return used.recordings + used.history

    def recording_of(self, take: Take) -> Path | None:
        """Return the recording of a take, if it is there."""
        path = path_of(self.recordings, take) if take.sound_kept else None
        return path if path is not None and path.is_file() else None

    def open_file(self, file: Path, language: str, cancelled: Callable[[], bool]) -> OpenedFile:
        """Make a take of an audio file."""
        return open_file(self.history, self.recordings, file, language, cancelled)

    def export(self, form: str, take_id: int) -> bytes:
        """Return a take in a format: text as it stands in the window, json with all details."""
        from speechdesk.exporters.base import export
        from speechdesk.exporters.exportable import exportable_of
        from speechdesk.sound.opus import encode_opus

        take = exportable_of(self.history, take_id, self.recordings)
        if form == "txt":
            return f"{take.document.text}\n".encode()
        return export(form, take, details=True, encode_opus=encode_opus)

    def tidy(self) -> None:
        """Let go what the user does not want to keep any longer."""
        tidy(self.history, self.recordings, self._settings())

    def close(self, deadline_s: float) -> bool:
        """Stop and drain, then end everything but history and log; return whether all ended."""
        self.loudspeaker.close()
        ended = self.session.close(deadline_s)
        self._workers.close()
        self._local.stop()
        self.meter.close()
        return ended

    def close_files(self) -> None:
        """Close the history and the log, once no thread uses them any more."""
        self.history.close()
        self._log_file.close()
