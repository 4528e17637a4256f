"""The keys and the wheel that change the size of the transcript's text, which is a setting."""

from PySide6.QtCore import QObject, Slot

from speechdesk.settings.kinds import Whole
from speechdesk.settings.schema import OPTIONS
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.transcript_page import FONT_PT
from speechdesk.ui.transcript_view import TranscriptView

_STEP_PT = 1


class TextSize(QObject):
    """Changes the setting `text_size` (points), also where the editor was zoomed by itself."""

    def __init__(
        self, transcript: TranscriptView, preferences: Preferences, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        transcript.zoom_changed.connect(self._zoomed)

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

    @Slot(int)
    def _zoomed(self, percent: int) -> None:
        size_pt = round(FONT_PT * percent / 100)
        if size_pt != self._preferences.settings.text_size:
            self._set(size_pt)
