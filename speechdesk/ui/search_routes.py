"""From a hit in the list to its places in the text."""

from PySide6.QtCore import QObject, Slot

from speechdesk.storage.takes import Take
from speechdesk.ui.find_bar import FindBar
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.takes_panel import TakesPanel
from speechdesk.ui.transcript_view import TranscriptView


class SearchRoutes(QObject):
    """Marks what was searched in a take that is opened from among the hits."""

    def __init__(
        self,
        panel: TakesPanel,
        model: TakesModel,
        open_take: OpenTake,
        transcript: TranscriptView,
        find_bar: FindBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._open_take = open_take
        self._transcript = transcript
        self._find_bar = find_bar
        self._query = ""
        panel.open_asked.connect(self._asked)
        open_take.opened.connect(self._opened)
        transcript.shown.connect(self._show)

    @Slot(int)
    def _asked(self, take_id: int) -> None:
        self._query = self._model.search
        if not self._open_take.loading and take_id == self._open_take.take_id:
            self._show()

    @Slot(object)
    def _opened(self, _take: Take | None) -> None:
        self._find_bar.end_search()
        self._show()

    @Slot()
    def _show(self) -> None:
        if self._query and not self._open_take.loading and not self._transcript.is_loading:
            query, self._query = self._query, ""
            self._find_bar.show_search(query)
