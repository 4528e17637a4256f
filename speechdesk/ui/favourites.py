"""Goes from one favourite language to the next, even in mid-dictation."""

from PySide6.QtCore import QObject, Slot

from speechdesk.ui.announcer import Announcer
from speechdesk.ui.language_picker import local_reason
from speechdesk.ui.languages import named
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.status_line import StatusLine


class Favourites(QObject):
    """What is said from the key on is recognized in the next language; nothing is lost between."""

    def __init__(
        self,
        preferences: Preferences,
        status: StatusLine,
        announcer: Announcer,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._status = status
        self._announcer = announcer

    @Slot()
    def next(self) -> None:
        """Speak the favourite language after the present one, or the first."""
        settings = self._preferences.settings
        favourites = settings.favourite_languages
        if settings.is_local:
            self._tell(local_reason())
        elif not favourites or favourites == (settings.language,):
            self._tell(
                self.tr("There is no other favourite language. Choose some in the settings.")
            )
        else:
            present = settings.language
            place = favourites.index(present) + 1 if present in favourites else 0
            tag = favourites[place % len(favourites)]
            self._preferences.use_language(tag)
            self._tell(self.tr("Now in {language}.").format(language=named(tag).native))

    def _tell(self, sentence: str) -> None:
        self._status.tell(sentence)
        self._announcer.say(sentence)
