"""Widgets side by side where there is room, one below the other where there is not."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from speechdesk.ui.theme import GRID


class Columns(QWidget):
    """Gives its widgets equal widths; a hidden one takes no room."""

    def __init__(self, *widgets: QWidget, spacing: int = 4 * GRID) -> None:
        super().__init__()
        self._widgets = widgets
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

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        widest = max((w.minimumSizeHint().width() for w in self._shown()), default=0)
        return QSize(widest, hint.height())

    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if not widget.isHidden()]

    def _turn(self) -> None:
        shown = self._shown()
        widest = max((widget.minimumSizeHint().width() for widget in shown), default=0)
        needed = widest * len(shown) + self._row.spacing() * max(0, len(shown) - 1)
        directions = QBoxLayout.Direction
        fits = needed <= self.width()
        direction = directions.LeftToRight if fits else directions.TopToBottom
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            for index in range(self._row.count()):
                self._row.setStretch(index, 1 if fits else 0)
            self.updateGeometry()
