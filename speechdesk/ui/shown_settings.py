"""What the settings look like in the window: pickers, text size, the large button, the theme."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from speechdesk.settings.choices import Insertion
from speechdesk.settings.in_effect import spoken_languages
from speechdesk.settings.schema import Settings
from speechdesk.ui.actions import shortcut_text
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_insertion import Placement
from speechdesk.ui.transcript_page import FONT_PT
from speechdesk.ui.window_parts import WindowParts

_PLACEMENTS = {Insertion.MARK: Placement.STARTED, Insertion.END: Placement.END}


class ShownSettings(QObject):
    """Shows the settings where they matter, from before the window is first painted."""

    def __init__(
        self,
        preferences: Preferences,
        parts: WindowParts,
        record: QAction,
        theme: Theme,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._record = record
        self._theme = theme
        preferences.changed.connect(self._show)
        self._show(preferences.settings)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        pickers = self._parts.pickers
        pickers.microphone.show_choice(settings.device)
        pickers.language.show_choice(
            settings.language,
            settings.recent_languages,
            local=settings.is_local,
            favourites=settings.favourite_languages,
            others=spoken_languages(settings)[1:],
        )
        pickers.service.show_choice(settings)
        transcript = self._parts.paper.transcript
        transcript.set_placement(_PLACEMENTS[settings.insertion])
        transcript.set_zoom(round(100 * settings.text_size / FONT_PT))
        self._parts.bar.record.set_mode(settings.record_mode, shortcut_text(self._record))
        if not settings.is_local:
            self._parts.paper.card.hide()
        self._theme.set_appearance(settings.theme)
