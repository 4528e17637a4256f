"""Stand-ins for what is behind the window, passed in through its `Services`."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from speechdesk.devices.listing import Device, Listing
from speechdesk.domain.connection import Connection, RecognizerConfig, Service
from speechdesk.domain.events import Segment
from speechdesk.domain.transcript import DocumentChange
from speechdesk.errors import SoundError, StorageError
from speechdesk.session.examination import Examined
from speechdesk.session.interrupted import Interrupted
from speechdesk.session.open_file import OpenedFile
from speechdesk.session.request import RecordRequest
from speechdesk.session.revision import Revised
from speechdesk.session.starter import Configure
from speechdesk.settings.schema import Settings
from speechdesk.settings.store import SettingsStore
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, TakeState
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.services import Services
from speechdesk.ui.tasks import Tasks

HEADSET = Device("Headset", "ALSA")
BUILT_IN = Device("Built-in Audio", "ALSA", default=True)


@dataclass
class FakeSession:
    """Writes down the orders it is given."""

    orders: list[str] = field(default_factory=list)
    requests: list[RecordRequest] = field(default_factory=list)

    def record(self, take_id: int | None, request: RecordRequest) -> None:
        self.orders.append(f"record {take_id}")
        self.requests.append(request)

    def pause(self) -> None:
        self.orders.append("pause")

    def resume(self) -> None:
        self.orders.append("resume")

    def stop(self) -> None:
        self.orders.append("stop")

    def mended(self, configure: Configure) -> None:
        self.orders.append("mended")

    def change_config(self, configure: Configure) -> None:
        self.orders.append("change_config")

    def change_device(self, device: Device | None) -> None:
        self.orders.append(f"change_device {device.name if device else None}")

    def recognize(self, take_id: int, configure: Configure) -> None:
        self.orders.append(f"recognize {take_id}")

    def cancel(self, take_id: int) -> None:
        self.orders.append(f"cancel {take_id}")


@dataclass
class FakeSpeaker:
    """Plays nothing, and writes down what it should have played."""

    played: list[str] = field(default_factory=list)

    def play(self, recording: Path, start_ms: int, end_ms: int, **more: object) -> None:
        self.played.append(f"{recording.name} {start_ms}-{end_ms}")

    def pause(self) -> None:
        self.played.append("pause")

    def resume(self) -> None:
        self.played.append("resume")

    def stop(self) -> None:
        self.played.append("stop")


@dataclass
class Spoken:
    """Hears what is announced; urgent things with a mark before them."""

    heard: list[str] = field(default_factory=list)

    def hear(self, event: QAccessibleEvent) -> None:
        assert isinstance(event, QAccessibleAnnouncementEvent)
        urgent = event.politeness() is QAccessible.AnnouncementPoliteness.Assertive
        self.heard.append(f"! {event.message()}" if urgent else event.message())


@dataclass
class Behind:
    """All that is behind a window in a test; what it asks of these can be looked at."""

    folder: Path
    tasks: Tasks
    settings: Settings = field(default_factory=Settings)
    listing: Listing = field(default_factory=lambda: Listing((BUILT_IN, HEADSET)))
    interrupted: list[Interrupted] = field(default_factory=list)
    offers_menu_entry: bool = True

    def __post_init__(self) -> None:
        self.session = FakeSession()
        self.history = History(self.folder / "history.sqlite3")
        self.store = SettingsStore(self.folder / "settings.toml")
        self.preferences = Preferences(self.store, self.settings, self.tasks)
        self.speaker = FakeSpeaker()
        self.recordings: dict[int, Path] = {}
        self.pages: list[Service | None] = []
        self.languages: list[str] = []
        self.menu_entries = 0
        self.exported: list[int] = []
        self.unreadable: set[int] = set()
        self.revisions: list[tuple[int, int, str]] = []
        self.revised: list[Segment | Exception | None] = []
        self.examined = Examined((), "the report")
        self.examinations: list[tuple[str, bool]] = []
        self.sent: dict[str, int] = {}
        self.file_error: SoundError | None = None

    def services(self) -> Services:
        return Services(
            session=self.session,
            history=self.history,
            preferences=self.preferences,
            tasks=self.tasks,
            configure=self._configure,
            list_devices=lambda: self.listing,
            read_file=self._read_file,
            export=self._export,
            speaker=self.speaker,
            recognize_again=self._recognize_again,
            examine=self._examine,
            sent_this_month=lambda: self.sent,
            recording_of=lambda take: self.recordings.get(take.id),
            room_used=lambda: 214_000_000,
            interrupted=lambda: self.interrupted,
            open_settings=self._open_settings,
            install_menu_entry=self._install if self.offers_menu_entry else None,
            data_folder=self.folder,
        )

    def take(self, title: str = "", **more: object) -> int:
        """Put a take into the history."""
        return self.history.create_take(
            title=title, language="en-US", source=Source.MICROPHONE, **more
        )

    def written(self, take_id: int, change: DocumentChange) -> None:
        self.history.save_blocks(take_id, change)

    def _export(self, form: str, take_id: int) -> bytes:
        self.exported.append(take_id)
        if take_id in self.unreadable:
            raise StorageError("damaged", f"take {take_id}")
        return f"{form} of {take_id}".encode()

    def _configure(self, language: str) -> Configure:
        self.languages.append(language)
        return lambda: RecognizerConfig(Connection(), (language,))

    def _read_file(self, file: Path, language: str, cancelled: Callable[[], bool]) -> OpenedFile:
        if cancelled():
            raise SoundError("cancelled")
        if self.file_error is not None:
            raise self.file_error
        take_id = self.history.create_take(
            title=file.name, language=language, source=Source.FILE, recording=f"{file.name}.pcm"
        )
        self.history.update_take(take_id, length_ms=61_000, state=TakeState.PARTLY)
        return OpenedFile(self.history.take(take_id))

    def _recognize_again(
        self, take_id: int, segment_id: int, language: str, cancelled: threading.Event
    ) -> Revised | None:
        self.revisions.append((take_id, segment_id, language))
        segment = self.revised.pop(0)
        if isinstance(segment, Exception):
            raise segment
        if segment is None or cancelled.is_set():
            return None
        new_id = self.history.revise_segment(take_id, segment_id, segment)
        return Revised(take_id, segment_id, new_id, segment)

    def _examine(self, language: str, with_log: bool) -> Examined:
        self.examinations.append((language, with_log))
        return self.examined

    def _open_settings(self, window: QWidget, service: Service | None) -> None:
        self.pages.append(service)

    def _install(self) -> None:
        self.menu_entries += 1
