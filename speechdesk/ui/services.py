"""What the window is given: everything behind it, as small interfaces."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from speechdesk.domain.connection import Service
from speechdesk.session.starter import Configure
from speechdesk.storage.takes import Take
from speechdesk.ui.audio_files import ReadFile
from speechdesk.ui.dictation import SessionPort
from speechdesk.ui.exporting import Export
from speechdesk.ui.microphone_picker import ListDevices
from speechdesk.ui.open_take import TakeStore
from speechdesk.ui.player import Speaker
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.saver import BlockStore
from speechdesk.ui.takes_model import TakesSource
from speechdesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from speechdesk.session.examination import Examined
    from speechdesk.session.interrupted import Interrupted
    from speechdesk.session.revision import Revised


RecognizeAgain = Callable[[int, int, str, threading.Event], "Revised | None"]
Examine = Callable[[str, bool], "Examined"]


class WindowHistory(TakesSource, TakeStore, BlockStore, Protocol):
    """The part of the history that the window uses; called on pool threads only."""

    def star(self, *take_ids: int, starred: bool) -> None: ...

    def delete(self, *take_ids: int) -> None: ...

    def restore(self, *take_ids: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the window needs and does not make itself.

    `open_settings(window, service)` shows the settings; with a service, where that is connected.
    `room_used()` is how many bytes recordings and history take on the disk.
    `recognize_again(take, segment, language, cancelled)` gives a segment a later reading, None
    where nothing is understood. `examine(language, with_log)` checks the set-up.
    `sent_this_month()` is how many ms of sound went to each service since the month began.
    `recording_of(take)` is its sound, None where there is none any more; it looks at the disk.
    `install_menu_entry` is None where the program is in the menu already, or there is no menu.
    """

    session: SessionPort
    history: WindowHistory
    preferences: Preferences
    tasks: Tasks
    configure: Callable[[str], Configure]
    list_devices: ListDevices
    read_file: ReadFile
    export: Export
    speaker: Speaker
    recording_of: Callable[[Take], Path | None]
    recognize_again: RecognizeAgain
    examine: Examine
    sent_this_month: Callable[[], Mapping[str, int]]
    room_used: Callable[[], int]
    interrupted: "Callable[[], Sequence[Interrupted]]"
    open_settings: Callable[[QWidget, Service | None], None]
    install_menu_entry: Callable[[], object] | None
    data_folder: Path
