"""Does what the button of a message says."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication

from speechdesk.domain.connection import Service
from speechdesk.messages import Mend, Message
from speechdesk.ui.attention import Attention, Cause
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.microphone_picker import MicrophonePicker
from speechdesk.ui.preferences import Preferences

OpenUrl = Callable[[QUrl], object]


class Mending(QObject):
    """Carries out `Mend`s."""

    def __init__(
        self,
        attention: Attention,
        dictation: Dictation,
        preferences: Preferences,
        microphone: MicrophonePicker,
        open_settings: Callable[[], None],
        recognize_interrupted: Callable[[], None],
        look_for_interrupted: Callable[[], None],
        data_folder: Path,
        parent: QObject,
        open_url: OpenUrl = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._attention = attention
        self._dictation = dictation
        self._preferences = preferences
        self._microphone = microphone
        self._open_settings = open_settings
        self._recognize_interrupted = recognize_interrupted
        self._look_for_interrupted = look_for_interrupted
        self._data_folder = data_folder
        self._open_url = open_url

    @Slot(object)
    def mend(self, message: Message) -> None:
        """Do what `message` offers."""
        match message.mend:
            case Mend.RETRY if self._attention.cause is Cause.FILE:
                self._attention.set(Cause.FILE, None)
                self._look_for_interrupted()
            case Mend.RETRY:
                self._dictation.retry()
            case Mend.FINISH:
                self._attention.set(Cause.INTERRUPTED, None)
                self._recognize_interrupted()
            case Mend.SETTINGS:
                self._open_settings()
            case Mend.USE_LOCAL:
                self._preferences.change(service=Service.LOCAL)
            case Mend.CHOOSE_MICROPHONE:
                self._microphone.open()
            case Mend.OPEN_FOLDER:
                self._open_url(QUrl.fromLocalFile(str(self._data_folder)))
            case Mend.COPY_COMMAND:
                QGuiApplication.clipboard().setText(message.command)
            case Mend.NONE:
                pass
