"""The one large button: what it will do, in a word, an icon and its shortcut."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from speechdesk.session.state import State
from speechdesk.settings.choices import RecordMode
from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import focus_ring
from speechdesk.ui.state_words import is_recording
from speechdesk.ui.style_sheet import RADIUS
from speechdesk.ui.theme import GRID, Theme

_DISC = 50
HALO = 7
"""Pixels around the disc, on all sides."""

_EDGE = 2
_ICON = 24
_GAP = 3 * GRID
_WORD_FACTOR = 1.5
_KEY_FACTOR = 0.95


class RecordButton(QAbstractButton):
    """Record or Stop, with the disc in the colour of the state."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._state = State.IDLE
        self._mode = RecordMode.CONTINUOUS
        self._shortcut = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._look_changed)
        self.show_state(State.IDLE)

    def set_mode(self, mode: RecordMode, shortcut: str) -> None:
        """Say what a press will do in `mode`, and by which key, such as "F9"."""
        self._mode = mode
        self._shortcut = shortcut
        if mode is RecordMode.SENTENCE:
            self._shortcut = self.tr("{key}, one sentence").format(key=shortcut)
        self.show_state(self._state)

    def show_state(self, state: State) -> None:
        """Say what a click will do in `state`."""
        self._state = state
        record, stop = self._words()
        if is_recording(state):
            self.setText(stop)
            about = self.tr("Stop recording; the last words are still written")
        else:
            self.setText(record)
            about = {
                RecordMode.CONTINUOUS: self.tr(
                    "Start recording; what you say is added to this take"
                ),
                RecordMode.SENTENCE: self.tr(
                    "Record one sentence: it ends with a pause, after 15 seconds at most"
                ),
                RecordMode.HOLD: self.tr("Hold this down while you speak"),
            }[self._mode]
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(f"{about} ({self._shortcut})" if self._shortcut else about)
        self.setToolTip(self.accessibleDescription())
        self.updateGeometry()
        self.update()

    def _words(self) -> tuple[str, str]:
        """Return what is written while nothing is recorded, and while something is."""
        if self._mode is RecordMode.HOLD:
            return self.tr("Hold"), self.tr("Let go")
        return self.tr("Record"), self.tr("Stop")

    def sizeHint(self) -> QSize:
        words = self._words()
        word_font = QFontMetrics(self._theme.font(_WORD_FACTOR, strong=True))
        key_font = QFontMetrics(self._theme.font(_KEY_FACTOR))
        text = max(
            *(word_font.horizontalAdvance(word) for word in words),
            key_font.horizontalAdvance(self._shortcut),
        )
        disc = _DISC + 2 * HALO
        height = max(disc, word_font.height() + key_font.height() + 2 * GRID)
        return QSize(disc + _GAP + text + 2 * GRID, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, on_ground, halo, edge = self._colours()
        centre = QPoint(HALO + _DISC // 2, self.height() // 2)
        painter.setPen(Qt.PenStyle.NoPen)
        if halo is not None:
            painter.setBrush(halo)
            painter.drawEllipse(centre, _DISC // 2 + HALO, _DISC // 2 + HALO)
        painter.setBrush(ground.lighter(108) if self.underMouse() else ground)
        if edge is not None:
            painter.setPen(QPen(edge, _EDGE))
        painter.drawEllipse(centre, _DISC // 2, _DISC // 2)
        icon = QRect(0, 0, _ICON, _ICON)
        icon.moveCenter(centre)
        self._icons.paint(painter, icon, self._icon_name(), on_ground)
        self._paint_words(painter)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), self._theme, RADIUS)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        left = _DISC + 2 * HALO + _GAP
        word_font = self._theme.font(_WORD_FACTOR, strong=True)
        key_font = self._theme.font(_KEY_FACTOR)
        word_height = QFontMetrics(word_font).height()
        height = word_height + (QFontMetrics(key_font).height() if self._shortcut else 0)
        top = (self.height() - height) // 2
        painter.setFont(word_font)
        painter.setPen(self._theme.color("text"))
        where = QRect(left, top, self.width() - left, word_height)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(where, align, self.text())
        painter.setFont(key_font)
        painter.setPen(self._theme.color("dim"))
        painter.drawText(
            QRect(left, top + word_height, self.width() - left, height - word_height),
            align,
            self._shortcut,
        )

    def _icon_name(self) -> str:
        return "stop" if is_recording(self._state) else "microphone"

    def _colours(self) -> tuple[QColor, str, QColor | None, QColor | None]:
        """Return the disc's colour, the icon's token and the colours of the halo and the edge."""
        colour = self._theme.color
        if self._state in (State.RECONNECTING, State.FAILED):
            return colour("warn"), "on_warn", colour("warnsoft"), None
        if self._state is State.STOPPING:  # the last words are written: neither ready nor red
            return colour("soft"), "accent", None, colour("accent")
        halo = colour("recsoft") if is_recording(self._state) else None
        return colour("rec"), "on_rec", halo, None

    def _look_changed(self) -> None:
        self.updateGeometry()
        self.update()
