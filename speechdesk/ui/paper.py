"""The sheet in the middle: the transcript, and what stands over it at times."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from speechdesk.ui.command_chip import CommandChip
from speechdesk.ui.find_bar import FindBar
from speechdesk.ui.first_start_card import FirstStartCard
from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import frame
from speechdesk.ui.theme import GRID, Theme
from speechdesk.ui.transcript_view import TranscriptView

_LEAST_TEXT = 60
"""Room for a line in pixels, where large letters leave no more beside a message."""


class Paper(QWidget):
    """Holds the card of the first start, the find bar and the transcript, from top to bottom."""

    def __init__(
        self, theme: Theme, icons: Icons, *, offer_menu_entry: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.transcript = TranscriptView(theme)
        self.transcript.setMinimumHeight(_LEAST_TEXT)
        self.card = FirstStartCard(icons, offer_menu_entry=offer_menu_entry)
        self.card.set_edge(self.transcript.column_edge)
        self.transcript.column_moved.connect(self.card.set_edge)
        self.card.hide()
        self.find_bar = FindBar(self.transcript, icons)
        self.chip = CommandChip(self.transcript)
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
