"""The sheet in the middle: the transcript, and what stands over it at times."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from speechdesk.ui.find_bar import FindBar
from speechdesk.ui.first_start_card import FirstStartCard
from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import frame
from speechdesk.ui.theme import GRID, Theme
from speechdesk.ui.transcript_view import TranscriptView

_MOST_OF_CARD = 0.65
"""How much of the sheet the card may cover."""


class Paper(QWidget):
    """Holds the card of the first start, the find bar and the transcript, from top to bottom."""

    def __init__(
        self, theme: Theme, icons: Icons, *, offer_menu_entry: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.transcript = TranscriptView(theme)
        self.card = FirstStartCard(icons, offer_menu_entry=offer_menu_entry)
        self.card.hide()
        self.find_bar = FindBar(self.transcript, icons)
        sheet = frame("paper")
        self._column = QVBoxLayout(sheet)
        self._column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self._column.setSpacing(2 * GRID)
        self._column.addWidget(self.card)
        self._column.addWidget(self.find_bar)
        self._column.addWidget(self.transcript, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)

    def add_player(self, bar: QWidget) -> None:
        """Put the player's bar below the text."""
        self._column.addWidget(bar)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit_card()
        return super().event(event)

    def _fit_card(self) -> None:
        """Let the card be as tall as its text; where that leaves too little, it scrolls."""
        edges = self._column.contentsMargins()
        wanted = self.card.wanted_height(self.width() - edges.left() - edges.right())
        self.card.setFixedHeight(min(wanted, round(self.height() * _MOST_OF_CARD)))
