"""Words that are shown whole where there is room, and are scrolled where there is not."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class Scrolled(QScrollArea):
    """Asks for the height that `content` needs at its width, and makes do with a few lines.

    While it has to be scrolled, Tab leads to it, and the arrow keys scroll it.
    """

    def __init__(self, content: QWidget, least_lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._least_lines = least_lines
        self.setProperty("role", "scrolled")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setWidgetResizable(True)
        self.setWidget(content)
        content.setMinimumHeight(1)  # not that of its words at their narrowest
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._needed())

    def minimumSizeHint(self) -> QSize:
        least = self._least_lines * self.fontMetrics().lineSpacing()
        return QSize(0, min(least, self._needed()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._look_whether_whole()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look_whether_whole()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _look_whether_whole(self) -> None:
        # A bar that is there takes some width, and so would make itself needed.
        whole = self.height() >= self._needed()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if whole else Qt.FocusPolicy.TabFocus)
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if whole else policy.ScrollBarAsNeeded
        )

    def _needed(self) -> int:
        edges = 2 * self.frameWidth()
        height = self._content.heightForWidth(max(self.width() - edges, 1))
        return edges + (height if height >= 0 else self._content.sizeHint().height())
