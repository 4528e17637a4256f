"""The look of the transcript: a column of text on a sheet of paper, larger or smaller."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontInfo,
    QFontMetrics,
    QGuiApplication,
    QMouseEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from speechdesk.ui.transcript_document import TranscriptDocument

FONT_PT = 13.0
COLUMN_CHARACTERS = 72

ZOOM_PERCENT = (50, 300)
"""The least and the most."""

MARGIN = 24
"""Around the text, in pixels."""

_LINE_HEIGHT = 1.55
_USUAL_LINE = 1.2  # ems: what a line of a text font takes, to which the line height is relative
_ZOOM_STEP = 10
_PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick})
_MOUSE = _PRESSES | {QEvent.Type.MouseButtonRelease, QEvent.Type.MouseMove}


class TranscriptPage(QTextEdit):
    """An empty page over a TranscriptDocument."""

    zoom_changed = Signal(int)
    """Carries the percentage."""

    column_moved = Signal(int)
    """Carries `column_edge`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom = 100
        self._pressed_beside = False
        self._handing_on = False
        self._document = TranscriptDocument(_line_height(self.font()), MARGIN, self)
        self.setDocument(self._document)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)  # beside the column, too
        self.setAutoFillBackground(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._invitation = self.tr("What you say appears here. You can type in it at any time.")
        self.setAccessibleName(self.tr("Transcript"))
        self.setAccessibleDescription(
            self.tr(
                "The text of this take. What is said is inserted here; it can be edited at any"
                " time. Ctrl+Tab leaves it."
            )
        )
        self._apply_zoom()

    def set_zoom(self, percent: int) -> None:
        """Show the text larger or smaller, within `ZOOM_PERCENT`."""
        least, most = ZOOM_PERCENT
        percent = min(max(percent, least), most)
        if percent != self._zoom:
            self._zoom = percent
            self._apply_zoom()
            self.zoom_changed.emit(percent)

    @property
    def column_edge(self) -> int:
        """The pixels between the edge of the page and its text, the same at both sides."""
        return self.viewportMargins().left() + MARGIN

    def _apply_zoom(self) -> None:
        font = QFont(self.font())
        font.setPointSizeF(FONT_PT * self._zoom / 100)
        self.setFont(font)
        self._document.setDefaultFont(font)
        self._fit_column()
        self._fit_invitation()

    def _fit_column(self) -> None:
        """Keep lines short: a column in the middle of a wide window."""
        widest = COLUMN_CHARACTERS * self.fontMetrics().averageCharWidth() + 2 * MARGIN
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(0, (self.contentsRect().width() - widest) // 2)
        moved = side != self.viewportMargins().left()
        self.setViewportMargins(side, 0, max(0, side - bar), 0)
        if moved:
            self.column_moved.emit(self.column_edge)

    def _fit_invitation(self) -> None:
        """Say what the empty page is for where there is room for all of that."""
        room = self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, 0)
        wraps = Qt.TextFlag.TextWordWrap.value
        needed = self.fontMetrics().boundingRect(room, wraps, self._invitation)
        self.setPlaceholderText(self._invitation if needed.height() <= room.height() else "")

    def event(self, event: QEvent) -> bool:
        """Let the mouse reach the text from beside the column, too."""
        if self._handing_on:  # the column did not take it
            return super().event(event)
        if isinstance(event, QContextMenuEvent) and self._is_beside(event.pos()):
            place = self.viewport().mapFrom(self, event.pos())
            reason, where, keys = event.reason(), event.globalPos(), event.modifiers()
            return self._hand_on(QContextMenuEvent(reason, place, where, keys))
        if isinstance(event, QMouseEvent) and event.type() in _MOUSE and self._came_beside(event):
            return self._hand_on(
                QMouseEvent(
                    event.type(),
                    self.viewport().mapFrom(self, event.position()),
                    event.globalPosition(),
                    event.button(),
                    event.buttons(),
                    event.modifiers(),
                    event.pointingDevice(),
                )
            )
        return super().event(event)

    def _is_beside(self, point: QPoint) -> bool:
        return not self.viewport().geometry().contains(point)

    def _came_beside(self, event: QMouseEvent) -> bool:
        """Whether the column has not had `event` yet: what it ignores comes here as well."""
        hovering = event.type() == QEvent.Type.MouseMove and not event.buttons()
        if hovering or event.type() in _PRESSES:
            self._pressed_beside = self._is_beside(event.position().toPoint())
        return self._pressed_beside

    def _hand_on(self, event: QEvent) -> bool:
        """Give `event` to the column; what that ignores comes back."""
        self._handing_on = True
        try:
            return QGuiApplication.sendEvent(self.viewport(), event)
        finally:
            self._handing_on = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_column()  # first: it resizes the viewport, for which Qt then lays out the text
        super().resizeEvent(event)
        self._fit_invitation()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom + (_ZOOM_STEP if event.angleDelta().y() > 0 else -_ZOOM_STEP))
            event.accept()
        else:
            super().wheelEvent(event)


def _line_height(font: QFont) -> int:
    """Return the distance of lines, in percent of the font's own, which differs between fonts."""
    usual = _USUAL_LINE * QFontInfo(font).pixelSize() / QFontMetrics(font).lineSpacing()
    return round(_LINE_HEIGHT * 100 * usual)
