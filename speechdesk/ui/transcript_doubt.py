"""Underlines the words in sight of which the recognizer was not sure."""

from PySide6.QtCore import QObject, QTimer, Slot

from speechdesk.ui.transcript_geometry import block_at
from speechdesk.ui.transcript_highlights import Layer
from speechdesk.ui.transcript_view import TranscriptView

_LATER_MS = 150  # so that what comes in quickly is looked at once


class DoubtMarks(QObject):
    """Marks words whose confidence is below `limit` (0 to 1)."""

    def __init__(self, view: TranscriptView, limit: float) -> None:
        super().__init__(view)
        self._view = view
        self._limit = limit
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LATER_MS)
        self._later.timeout.connect(self._mark)
        view.edited.connect(self._look_later)
        view.shown.connect(self._look_later)
        view.verticalScrollBar().valueChanged.connect(self._look_later)
        view.verticalScrollBar().rangeChanged.connect(self._look_later)

    @Slot()
    def _look_later(self) -> None:
        if not self._later.isActive():
            self._later.start()

    @Slot()
    def _mark(self) -> None:
        first = block_at(self._view, 0)
        last = block_at(self._view, self._view.viewport().height())
        end = last.position() + last.length() - 1
        doubtful = self._view.spoken.doubtful_between(first.position(), end, self._limit)
        mark = self._view.insertion_cursor()
        block = mark.block()
        behind = range(mark.selectionEnd(), block.position() + block.length())
        # A partial moves what is behind it in its paragraph, but not the marks there.
        ranges = [each for each in doubtful if each[0] not in behind]
        self._view.highlights.set(Layer.DOUBTFUL, ranges)
