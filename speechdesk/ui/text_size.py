"""The size of the transcript's text: one setting, the keys and the wheel that change it."""

from PySide6.QtCore import QObject, Slot

from speechdesk.settings.kinds import Whole
from speechdesk.settings.schema import OPTIONS, Settings
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.transcript_page import FONT_PT
from speechdesk.ui.transcript_view import TranscriptView

_STEP_PT = 1


class TextSize(QObject):
    """Keeps the editor's zoom and the setting `text_size` (points) the same."""

    def __init__(
        self, transcript: TranscriptView, preferences: Preferences, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self._preferences = preferences
        transcript.zoom_changed.connect(self._zoomed)
        preferences.changed.connect(self._show)
        self._show(preferences.settings)

    @Slot()
    def larger(self) -> None:
        self._set(self._preferences.settings.text_size + _STEP_PT)

    @Slot()
    def smaller(self) -> None:
        self._set(self._preferences.settings.text_size - _STEP_PT)

    @Slot()
    def normal(self) -> None:
        self._set(OPTIONS["text_size"].default)

    def _set(self, size_pt: int) -> None:
        kind = OPTIONS["text_size"].kind
        if isinstance(kind, Whole) and kind.least <= size_pt <= kind.most:
            self._preferences.change(text_size=size_pt)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        self._transcript.set_zoom(round(100 * settings.text_size / FONT_PT))

    @Slot(int)
    def _zoomed(self, percent: int) -> None:
        size_pt = round(FONT_PT * percent / 100)
        if size_pt != self._preferences.settings.text_size:
            self._set(size_pt)
