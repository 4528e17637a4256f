"""The first moments of the window: what is shown, offered and done once the lists are there."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from speechdesk.messages import Mend, Message
from speechdesk.session.state import State
from speechdesk.ui.attention import Attention, Cause
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.file_routes import FileRoutes
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.services import Services
from speechdesk.ui.take_routes import TakeRoutes
from speechdesk.ui.take_words import title
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from speechdesk.session.interrupted import Interrupted


class Beginning(QObject):
    """Shows the last take as it was, or the card of the first start."""

    def __init__(
        self,
        services: Services,
        parts: WindowParts,
        model: TakesModel,
        open_take: OpenTake,
        takes: TakeRoutes,
        files: FileRoutes,
        dictation: Dictation,
        attention: Attention,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._parts = parts
        self._model = model
        self._open_take = open_take
        self._takes = takes
        self._files = files
        self._dictation = dictation
        self._attention = attention
        self._first_files: Sequence[Path] = ()
        self._record = False
        self._begun = False
        self._interrupted: Sequence[Interrupted] = ()
        model.loaded.connect(self._takes_loaded)

    def begin(self, files: Sequence[Path] = (), *, record: bool = False) -> None:
        """Fill the window in the background; then open `files`, or record."""
        self._first_files = files
        self._record = record
        self._model.load()
        self._parts.pickers.microphone.refresh()
        self.look_for_interrupted()
        self._takes.show_room()

    def look_for_interrupted(self) -> None:
        """Look for takes that an earlier run did not finish."""
        self._services.tasks.run(
            self._services.interrupted, self._interrupted_found, self._takes.history_failed
        )

    @Slot()
    def _takes_loaded(self) -> None:
        if self._begun:
            return
        self._begun = True
        # Where Record was pressed already, what is said goes into the page as it is.
        if self._dictation.live.state is State.IDLE:
            self._show_first_page()
        self._files.open(self._first_files)
        if self._record:
            self._dictation.record()

    def _show_first_page(self) -> None:
        if self._model.rowCount() and not self._first_files:
            self._open_take.open(self._model.row(0).take_id)
        elif not self._model.rowCount() and self._services.preferences.settings.is_local:
            self._parts.paper.card.show()

    @Slot(object)
    def _interrupted_found(self, found: "Sequence[Interrupted]") -> None:
        rest = [each for each in found if each.rest_ms > 0]
        if not rest:
            return
        if self._services.preferences.settings.is_local:
            self.finish(rest)
            return
        # With Azure, the keyring may ask for a password and time is paid for: the user decides.
        self._interrupted = rest
        self._attention.set(
            Cause.INTERRUPTED,
            Message(
                self.tr("A dictation was interrupted."),
                self.tr("All of it was recorded; the rest can be written now."),
                Mend.FINISH,
                ", ".join(title(each.take) for each in rest),
            ),
        )

    def finish(self, interrupted: "Sequence[Interrupted]") -> None:
        """Recognize the rest of takes that were interrupted."""
        for each in interrupted:
            self._parts.jobs.begin(each.take.id, title(each.take))
            self._dictation.recognize_rest(each.take.id, each.take.language)

    @Slot()
    def finish_found(self) -> None:
        """Do what the banner offered."""
        found, self._interrupted = self._interrupted, ()
        self.finish(found)
