"""The look as a whole: tokens, palette and style sheet, following the system at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QStyleFactory

from speechdesk.settings.choices import Theme as Appearance
from speechdesk.ui.style_sheet import colour_rules, font_rules, pale
from speechdesk.ui.tokens import DARK, LIGHT, Tokens

GRID = 4
"""All distances are multiples of this many pixels."""

TARGET = 32
"""The least width and height of anything that can be clicked, in pixels."""

_USUAL_TEXT = 13  # pixels, beside which icons have the sizes that the widgets name
_MOST_GROWTH = 1.5  # what a small window still has room for


class Theme(QObject):
    """Keeps the application's palette and style sheet right, and tells painters of a change.

    In the system's high contrast the palette is the system's own and nothing is coloured by us:
    `tokens` are then read from that palette.
    """

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        appearance: Appearance = Appearance.SYSTEM,
        *,
        wants_contrast: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(application)
        self._application = application
        self._appearance = appearance
        self._tokens = LIGHT
        self._high_contrast = False
        self._applied: tuple[object, ...] = ()
        fusion = QStyleFactory.create("Fusion")
        application.setStyle(fusion)
        hints = application.styleHints()
        self._wants_contrast = wants_contrast or partial(_system_wants_contrast, hints)
        self._scheme = hints.colorScheme()
        hints.colorSchemeChanged.connect(self._scheme_changed)
        contrast = _contrast_signal(hints)
        if contrast is not None:
            contrast.connect(self._contrast_changed)
        self.set_appearance(appearance)

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    @property
    def high_contrast(self) -> bool:
        return self._high_contrast

    @property
    def dark(self) -> bool:
        return QColor(self._tokens.panel).lightnessF() < 0.5

    def color(self, token: str) -> QColor:
        """Return the colour of the token of this name, such as "dim"."""
        return QColor(getattr(self._tokens, token))

    def font(self, factor: float = 1.0, *, strong: bool = False) -> QFont:
        """Return the interface's font, larger or smaller by `factor`."""
        font = QFont(self._application.font())
        font.setPointSizeF(QFontInfo(font).pointSizeF() * factor)
        if strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def scaled(self, pixels: int) -> int:
        """Return the size of an icon that has `pixels` beside usual text, for the present text."""
        growth = QFontInfo(self._application.font()).pixelSize() / _USUAL_TEXT
        return round(pixels * min(max(growth, 1.0), _MOST_GROWTH))

    def set_appearance(self, appearance: Appearance) -> None:
        """Take the look the user chose; `SYSTEM` follows the desktop."""
        self._appearance = appearance
        hints = self._application.styleHints()
        if appearance is Appearance.SYSTEM:
            hints.unsetColorScheme()
            self._scheme = hints.colorScheme()
        else:
            dark = appearance is Appearance.DARK
            # Tells the desktop too, so that a title bar drawn by it fits.
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Apply palette and style sheet anew if anything they are made of has changed."""
        contrast = self._wants_contrast()
        size = QFontInfo(self._application.font()).pointSizeF()
        wanted = (contrast, self._is_dark(), size)
        if wanted == self._applied:
            return
        self._applied = wanted
        self._high_contrast = contrast
        if contrast:
            self._application.setPalette(QPalette())
            self._tokens = _tokens_of(self._application.palette())
            self._application.setStyleSheet(font_rules(size))
        else:
            self._tokens = DARK if self._is_dark() else LIGHT
            self._application.setPalette(palette(self._tokens))
            self._application.setStyleSheet(font_rules(size) + colour_rules(self._tokens))
        self.changed.emit()

    def _is_dark(self) -> bool:
        if self._appearance is Appearance.SYSTEM:
            return self._scheme is Qt.ColorScheme.Dark
        return self._appearance is Appearance.DARK

    @Slot(Qt.ColorScheme)
    def _scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        self._scheme = scheme
        self.refresh()

    @Slot()
    def _contrast_changed(self) -> None:
        self.refresh()


def _contrast_signal(hints: QStyleHints) -> SignalInstance | None:
    """Return the signal of the system's contrast setting; Qt has it since 6.10."""
    accessibility = getattr(hints, "accessibility", None)
    return None if accessibility is None else accessibility().contrastPreferenceChanged


def _system_wants_contrast(hints: QStyleHints) -> bool:
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


def _tokens_of(system: QPalette) -> Tokens:
    """Return tokens that use nothing but the colours of the system's palette."""
    role = QPalette.ColorRole
    window = system.color(role.Window).name()
    base = system.color(role.Base).name()
    text = system.color(role.WindowText).name()
    highlight = system.color(role.Highlight).name()
    on_highlight = system.color(role.HighlightedText).name()
    return Tokens(
        bg=window,
        panel=base,
        side=window,
        line=text,
        text=text,
        dim=text,
        faint=text,
        accent=highlight,
        soft=base,
        on_accent=on_highlight,
        rec=highlight,
        recsoft=base,
        on_rec=on_highlight,
        warn=text,
        warnsoft=base,
        on_warn=base,
        ok=text,
        hover=base,
    )


def palette(tokens: Tokens) -> QPalette:
    """Return the palette that Fusion draws with."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.bg,
        role.WindowText: tokens.text,
        role.Base: tokens.panel,
        role.AlternateBase: tokens.side,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.faint,
        role.Button: tokens.panel,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.rec,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.panel,
        role.ToolTipText: tokens.text,
        role.Light: tokens.panel,
        role.Midlight: tokens.side,
        role.Mid: tokens.line,
        role.Dark: tokens.faint,
        role.Shadow: tokens.line,
    }
    result = QPalette()
    for which, colour in colours.items():
        result.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(pale(tokens.faint)))
    return result
