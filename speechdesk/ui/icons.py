"""Our icons: one family of SVG outlines, tinted from the theme whenever they are painted."""

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel

from speechdesk.resources import resource
from speechdesk.ui.theme import Theme

_DISABLED_OPACITY = 0.45


class Icons:
    """Makes the icons of the window; a change of theme needs nothing but a repaint."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._sources: dict[str, bytes] = {}
        self._pixmaps: dict[tuple[str, str, int, int], QPixmap] = {}

    def icon(self, name: str, tint: str = "dim") -> QIcon:
        """Return the icon `name` in the colour of the token `tint` (see `theme.Tokens`)."""
        self._source(name)
        return QIcon(_Engine(self, name, tint))

    def fit(self, button: QAbstractButton, side: int, *, beside: int = 0) -> None:
        """Let the icon of `button` grow with the text from `side` pixels, now and later.

        `beside`: pixels that stay free between the icon and the word.
        """
        _Fit(button, self._theme, side, beside)

    def scaled(self, name: str, tint: str, side: int) -> QPixmap:
        """Return the icon as a picture for a label, `side` pixels large beside usual text."""
        return self.icon(name, tint).pixmap(_square(self._theme.scaled(side)))

    def show_on(self, label: QLabel, name: str, tint: str, side: int) -> None:
        """Let `label` be the icon, `side` pixels large beside usual text, now and later."""
        _Picture(label, self, self._theme, name, tint, side)

    def paint(self, painter: QPainter, area: QRect, name: str, tint: str = "dim") -> None:
        """Paint the icon `name` as large as it fits into the middle of `area`."""
        side = min(area.width(), area.height())
        target = QRect(0, 0, side, side)
        target.moveCenter(area.center())
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        painter.drawPixmap(target, self.pixmap(name, tint, _square(round(side * ratio))))

    def pixmap(self, name: str, tint: str, size: QSize) -> QPixmap:
        """Return the icon painted for `size` device pixels, in the theme's present colour."""
        colour = self._theme.color(tint).name()
        key = (name, colour, size.width(), size.height())
        found = self._pixmaps.get(key)
        if found is None:
            found = _painted(self._source(name).replace(b"currentColor", colour.encode()), size)
            self._pixmaps[key] = found
        return found

    def _source(self, name: str) -> bytes:
        if name not in self._sources:
            self._sources[name] = resource(f"icons/{name}.svg").read_bytes()
        return self._sources[name]


class _Fit(QObject):
    """Keeps the size of a button's icon; lives as long as the button."""

    def __init__(self, button: QAbstractButton, theme: Theme, side: int, beside: int) -> None:
        super().__init__(button)
        self._button = button
        self._theme = theme
        self._side = side
        self._beside = beside
        theme.changed.connect(self._apply)
        self._apply()

    @Slot()
    def _apply(self) -> None:
        side = self._theme.scaled(self._side)
        self._button.setIconSize(QSize(side + self._beside, side))


class _Picture(QObject):
    """Keeps a label's picture of an icon; lives as long as the label."""

    def __init__(
        self, label: QLabel, icons: Icons, theme: Theme, name: str, tint: str, side: int
    ) -> None:
        super().__init__(label)
        self._label = label
        self._icons = icons
        self._icon = (name, tint, side)
        theme.changed.connect(self._apply)
        self._apply()

    @Slot()
    def _apply(self) -> None:
        self._label.setPixmap(self._icons.scaled(*self._icon))


class _Engine(QIconEngine):
    """Paints one icon through `Icons`, so that its colour is looked up at the last moment."""

    def __init__(self, icons: Icons, name: str, tint: str) -> None:
        super().__init__()
        self._icons = icons
        self._name = name
        self._tint = tint

    def clone(self) -> QIconEngine:
        return _Engine(self._icons, self._name, self._tint)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        if mode is QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * _DISABLED_OPACITY)
        self._icons.paint(painter, rect, self._name, self._tint)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        result = QPixmap(size)
        result.fill(Qt.GlobalColor.transparent)
        painter = QPainter(result)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return result


def _square(side: int) -> QSize:
    return QSize(side, side)


def _painted(svg: bytes, size: QSize) -> QPixmap:
    result = QPixmap(size)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return result


def application_icon() -> QIcon:
    """Return the program's own icon, in its own colours."""
    svg = resource("icons/speechdesk.svg").read_bytes()
    icon = QIcon()
    for side in (16, 32, 48, 128):
        icon.addPixmap(_painted(svg, _square(side)))
    return icon
