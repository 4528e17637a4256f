"""What the window is given: everything behind it, as small interfaces."""

from __future__ import annotations  # what it names is imported once the window is painted

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from speechdesk.domain.connection import Service
    from speechdesk.session.examination import Examined
    from speechdesk.session.interrupted import Interrupted
    from speechdesk.session.revision import Revised
    from speechdesk.session.starter import Configure
    from speechdesk.storage.takes import Take
    from speechdesk.ui.audio_files import ReadFile
    from speechdesk.ui.dictation import SessionPort
    from speechdesk.ui.exporting import Export
    from speechdesk.ui.microphone_picker import ListDevices
    from speechdesk.ui.player import Speaker
    from speechdesk.ui.preferences import Preferences
    from speechdesk.ui.tasks import Tasks
    from speechdesk.ui.window_history import WindowHistory


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
    recognize_again: Callable[[int, int, str, threading.Event], Revised | None]
    examine: Callable[[str, bool], Examined]
    sent_this_month: Callable[[], Mapping[str, int]]
    room_used: Callable[[], int]
    interrupted: Callable[[], Sequence[Interrupted]]
    open_settings: Callable[[QWidget, Service | None], None]
    install_menu_entry: Callable[[], object] | None
    data_folder: Path
