"""Says which spoken command was heard, and offers to undo it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from speechdesk.ui.shapes import label
from speechdesk.ui.theme import GRID

_SHOWN_MS = 8000


class CommandChip(QFrame):
    """Stands at the lower edge of `area` for 8 seconds, or until `withdraw`."""

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self._area = area
        self._undo: Callable[[], object] | None = None
        self.setProperty("surface", "popup")
        self.setAccessibleName(self.tr("Command heard"))
        self._text = label("strong")
        self._button = QPushButton(self.tr("Undo"))
        self._button.setProperty("kind", "quiet")
        self._button.clicked.connect(self._undo_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, GRID, GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self._text)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self._over)
        area.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown, "" if nothing is."""
        return self._text.text() if self.isVisibleTo(self._area) else ""

    def show_heard(self, heard: str, undo: Callable[[], object] | None) -> None:
        """Show `heard`; with `undo`, a button that calls it."""
        self._undo = undo
        self._text.setText(heard)
        self._button.setVisible(undo is not None)
        self._button.setAccessibleDescription(heard)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    @Slot()
    def withdraw(self) -> None:
        """Show nothing: what was heard lies further back than the last edit."""
        self._timer.stop()
        self._undo = None
        self.hide()

    @Slot()
    def _over(self) -> None:
        if self._button.hasFocus():
            self._timer.start()  # somebody is about to press it
        else:
            self.withdraw()

    @Slot()
    def _undo_clicked(self) -> None:
        undo = self._undo
        if self._button.hasFocus():
            self._area.setFocus()
        self.withdraw()
        if undo is not None:
            undo()

    def _place(self) -> None:
        self.adjustSize()
        room = self._area.rect()
        width = min(self.width(), room.width() - 4 * GRID)
        self.resize(width, self.height())
        self.move((room.width() - width) // 2, room.height() - self.height() - 2 * GRID)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._area and event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
