"""The button of a picker: an icon, a caption and what is chosen; small, only the icon."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import box, focus_ring
from speechdesk.ui.theme import GRID, TARGET, Theme

_ICON = 20
_CHEVRON = 14
_PAD = 10
_CAPTION_FACTOR = 0.85

LONGEST_VALUE = 22
"""The value is cut after about this many characters; the tooltip has it whole."""


class PickerButton(QAbstractButton):
    """Shows what is chosen and opens the list (by `clicked`; Down and Enter click too)."""

    def __init__(
        self, theme: Theme, icons: Icons, icon: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._icon = icon
        self._caption = ""
        self._about = ""
        self._keys = ""
        self._longest = LONGEST_VALUE
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._look_changed)
        self.show_value("")

    def show_value(self, value: str, *, icon: str = "", about: str = "") -> None:
        """Show `value` as what is chosen, and `about` to those who ask more."""
        self._icon = icon or self._icon
        self._about = about
        self.setText(value)
        self.setAccessibleName(f"{self._caption}: {value}" if value else self._caption)
        self.setAccessibleDescription(about or self.tr("Opens a list to choose from"))
        tip = self.accessibleName() + (f" ({self._keys})" if self._keys else "")
        self.setToolTip(f"{tip}\n{about}" if about else tip)
        self._look_changed()

    def set_caption(self, caption: str) -> None:
        """Name what is chosen here."""
        self._caption = caption
        self.show_value(self.text(), about=self._about)

    def set_keys(self, keys: str) -> None:
        """Name the shortcut that opens the list."""
        self._keys = keys
        self.show_value(self.text(), about=self._about)

    @property
    def compact(self) -> bool:
        """Whether only the icon is shown."""
        return self._longest == 0

    def set_longest(self, characters: int) -> None:
        """Cut the value after about so many characters; with 0 shrink to the icon."""
        if characters != self._longest:
            self._longest = characters
            self._look_changed()

    def sizeHint(self) -> QSize:
        return self.size_for(self._longest)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def size_for(self, longest: int) -> QSize:
        """Return the size this button wants when its value is cut after `longest` characters."""
        caption, value = self._metrics()
        height = caption.height() + value.height() + 3 * GRID
        if longest == 0:
            side = max(TARGET, self._icon_side + GRID)
            return QSize(side + _CHEVRON, max(TARGET + 2 * GRID, side))
        text = max(
            caption.horizontalAdvance(self._caption),
            value.horizontalAdvance(self._cut(self.text(), value, longest)),
        )
        icons = self._icon_side + _CHEVRON
        return QSize(_PAD + icons + _PAD + text + GRID + _PAD, height)

    @property
    def _icon_side(self) -> int:
        return self._theme.scaled(_ICON)

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        caption = QFontMetrics(self._theme.font(_CAPTION_FACTOR))
        return caption, QFontMetrics(self._theme.font(strong=True))

    def _cut(self, text: str, metrics: QFontMetrics, longest: int) -> str:
        width = metrics.averageCharWidth() * longest
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._theme.color
        ground = colour("hover" if self.underMouse() and self.isEnabled() else "panel")
        if not self.isEnabled():
            painter.setOpacity(0.6)
        box(painter, QRectF(self.rect()), ground, colour("line"))
        if self.compact:
            left = (self.width() - self._icon_side - _CHEVRON) // 2
            self._paint_icons(painter, left, left + self._icon_side)
        else:
            self._paint_icons(painter, _PAD, self.width() - _PAD - _CHEVRON)
            self._paint_words(painter)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), self._theme)
        painter.end()

    def _paint_icons(self, painter: QPainter, icon_left: int, chevron_left: int) -> None:
        middle = self.height() // 2
        side = self._icon_side
        area = QRect(icon_left, middle - side // 2, side, side)
        self._icons.paint(painter, area, self._icon)
        area = QRect(chevron_left, middle - _CHEVRON // 2, _CHEVRON, _CHEVRON)
        if not self.compact:
            caption, _ = self._metrics()
            area.translate(0, caption.height() // 2)
        self._icons.paint(painter, area, "chevron-down")

    def _paint_words(self, painter: QPainter) -> None:
        caption, value = self._metrics()
        left = _PAD + self._icon_side + _PAD
        top = (self.height() - caption.height() - value.height()) // 2
        width = self.width() - left - _CHEVRON - _PAD
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._theme.font(_CAPTION_FACTOR))
        painter.setPen(self._theme.color("faint"))
        painter.drawText(QRect(left, top, width + _CHEVRON, caption.height()), align, self._caption)
        painter.setFont(self._theme.font(strong=True))
        painter.setPen(self._theme.color("text"))
        where = QRect(left, top + caption.height(), width, value.height())
        painter.drawText(where, align, self._cut(self.text(), value, self._longest))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def _look_changed(self) -> None:
        self.updateGeometry()
        self.update()
