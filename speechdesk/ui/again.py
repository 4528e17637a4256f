"""Recognizes phrases of the open take again, in the same language or another."""

import threading
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from speechdesk.errors import SoundError
from speechdesk.settings.schema import Settings
from speechdesk.ui.attention import Attention, Cause
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.languages import compact_name
from speechdesk.ui.messages_for import problem_message
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.services import Services
from speechdesk.ui.status_line import StatusLine
from speechdesk.ui.transcript_menu import TranscriptMenu
from speechdesk.ui.transcript_view import TranscriptView

if TYPE_CHECKING:  # it knows the history, which the first paint does not need
    from speechdesk.session.revision import Revised


class Again(QObject):
    """Does what the menu of the text asks for, one phrase after the other.

    A service may allow one session at a time, so there is never more than one.
    """

    def __init__(
        self,
        services: Services,
        menu: TranscriptMenu,
        transcript: TranscriptView,
        open_take: OpenTake,
        dictation: Dictation,
        attention: Attention,
        status: StatusLine,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._menu = menu
        self._transcript = transcript
        self._open_take = open_take
        self._dictation = dictation
        self._attention = attention
        self._status = status
        self._cancelled = threading.Event()
        self._waiting: deque[tuple[int, int, str]] = deque()
        self._busy = False
        menu.again.connect(self.recognize)
        services.preferences.changed.connect(self._offer)
        self._offer(services.preferences.settings)

    @Slot(object, str)
    def recognize(self, segment_ids: tuple[int, ...], locale: str) -> None:
        """Recognize segments of the open take again; `locale` "": in the present language."""
        take_id = self._open_take.take_id
        if take_id is None:
            return
        language = locale or self._dictation.language
        self._waiting.extend((take_id, each, language) for each in segment_ids)
        self._next()

    @Slot()
    def cancel(self) -> None:
        """End what runs; what was not recognized again stays as it is."""
        self._waiting.clear()
        self._cancelled.set()

    @Slot(object)
    def _offer(self, settings: Settings) -> None:
        """Offer the languages the user uses, but the present one, which has an entry of its own."""
        tags = dict.fromkeys(
            (
                *settings.favourite_languages,
                *settings.identify_languages,
                *settings.recent_languages,
            )
        )
        tags.pop(settings.language, None)
        offered = () if settings.is_local else tuple((tag, compact_name(tag)) for tag in tags)
        self._menu.set_languages(offered)

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        take_id, segment_id, language = self._waiting.popleft()
        self._status.tell(
            self.tr("Recognizing again in {language}…").format(language=compact_name(language))
        )
        work = partial(
            self._services.recognize_again, take_id, segment_id, language, self._cancelled
        )
        self._services.tasks.run(work, self._recognized, self._failed)

    @Slot(object)
    def _recognized(self, revised: "Revised | None") -> None:
        self._busy = False
        if revised is None:
            self._status.tell(
                self.tr("Nothing was recognized there this time. The text stays as it is.")
            )
        elif revised.take_id == self._open_take.take_id and self._transcript.replace_segment(
            revised.earlier_id, revised.new_id, revised.segment
        ):
            self._open_take.save()
            self._status.tell(self.tr("Recognized again. Ctrl+Z brings the earlier words back."))
        self._next()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._waiting.clear()
        if isinstance(error, SoundError) and error.code == "not_found":
            self._status.tell(self.tr("The recording of this take was not kept."))
        else:
            self._attention.set(Cause.FILE, problem_message(error))
