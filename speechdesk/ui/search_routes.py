"""From a hit in the list to its places in the text."""

from PySide6.QtCore import QObject, Slot

from speechdesk.storage.takes import Take
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.window_parts import WindowParts


class SearchRoutes(QObject):
    """Marks what was searched in a take that is opened from among the hits."""

    def __init__(
        self, parts: WindowParts, model: TakesModel, open_take: OpenTake, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._open_take = open_take
        self._transcript = parts.paper.transcript
        self._find_bar = parts.paper.find_bar
        self._query = ""
        self._is_there = False  # the take whose places are to be shown
        parts.panel.open_asked.connect(self._asked)
        open_take.opened.connect(self._opened)
        self._transcript.shown.connect(self._show)

    @Slot(int)
    def _asked(self, take_id: int) -> None:
        self._query = self._model.search
        self._is_there = take_id == self._open_take.take_id
        self._show()

    @Slot(object)
    def _opened(self, _take: Take | None) -> None:
        self._find_bar.end_search()
        self._is_there = True
        self._show()

    @Slot()
    def _show(self) -> None:
        if self._query and self._is_there and not self._transcript.is_loading:
            query, self._query = self._query, ""
            self._find_bar.show_search(query)
