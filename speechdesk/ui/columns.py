"""Widgets side by side where there is room, one below the other where there is not."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from speechdesk.ui.theme import GRID


class Columns(QWidget):
    """Gives its widgets equal widths; a hidden one takes no room.

    Side by side there are `at_least` so many columns, the last of which may be empty.
    """

    def __init__(self, *widgets: QWidget, spacing: int = 4 * GRID, at_least: int = 1) -> None:
        super().__init__()
        self._widgets = widgets
        self._at_least = at_least
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        for widget in widgets:
            self._row.addWidget(widget, 1, Qt.AlignmentFlag(0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # one was shown or hidden
            self._turn()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        widest = max((w.minimumSizeHint().width() for w in self._shown()), default=0)
        return QSize(widest, hint.height())

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _turn(self) -> None:
        shown = self._shown()
        columns = max(len(shown), self._at_least)
        gap = self._row.spacing()
        widest = max((widget.minimumSizeHint().width() for widget in shown), default=0)
        fits = widest * columns + gap * (columns - 1) <= self.width()
        empty = (columns - len(shown)) * (self.width() + gap) // columns if fits else 0
        self._row.setContentsMargins(0, 0, empty, 0)
        directions = QBoxLayout.Direction
        direction = directions.LeftToRight if fits else directions.TopToBottom
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            for index in range(self._row.count()):
                self._row.setStretch(index, 1 if fits else 0)
            self.updateGeometry()
