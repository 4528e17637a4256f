"""The look: tokens, palette and style sheet, in one place, following the system at once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QStyleFactory

from speechdesk.resources import resource
from speechdesk.settings.choices import Theme as Appearance

GRID = 4
"""All distances are multiples of this many pixels."""

RADIUS = 8
"""Corner of a control; paper and cards have `CARD_RADIUS`."""

CARD_RADIUS = 12

TARGET = 32
"""The least width and height of anything that can be clicked, in pixels."""

_USUAL_TEXT = 13  # pixels, beside which icons have the sizes that the widgets name
_MOST_GROWTH = 1.5  # what a small window still has room for


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one look, as #rrggbb."""

    bg: str  # the window
    panel: str  # paper, bar, fields
    side: str  # the list of takes
    line: str  # hairlines
    text: str
    dim: str  # secondary text
    faint: str  # captions and partials
    accent: str  # actions, selection, focus
    soft: str  # ground of what is selected, cards
    on_accent: str  # text and icons on accent
    rec: str  # recording, and nothing else
    recsoft: str
    on_rec: str
    warn: str  # needs attention, behind
    warnsoft: str
    on_warn: str
    ok: str  # good level
    hover: str  # ground of a quiet button under the pointer


LIGHT = Tokens(
    bg="#f6f5f2",
    panel="#ffffff",
    side="#efede8",
    line="#dedbd3",
    text="#1e1d1b",
    dim="#5f5c55",
    faint="#6b6860",
    accent="#2f5d8a",
    soft="#e3ecf4",
    on_accent="#ffffff",
    rec="#c8372d",
    recsoft="#fbe9e7",
    on_rec="#ffffff",
    warn="#8a5b00",
    warnsoft="#fff4d6",
    on_warn="#ffffff",
    ok="#2f6b3e",
    hover="#e7e4dd",
)

DARK = Tokens(
    bg="#1b1c1e",
    panel="#232427",
    side="#1f2022",
    line="#36383c",
    text="#eceae4",
    dim="#b3b0a7",
    faint="#a3a097",
    accent="#8ab8e6",
    soft="#24364a",
    on_accent="#1b1c1e",
    rec="#f2695c",
    recsoft="#3b2422",
    on_rec="#1b1c1e",
    warn="#f0c674",
    warnsoft="#3a3220",
    on_warn="#1b1c1e",
    ok="#7cc08d",
    hover="#303236",
)


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
        pale = QColor(tokens.faint)
        pale.setAlphaF(0.6)
        result.setColor(QPalette.ColorGroup.Disabled, which, pale)
    return result


def font_rules(size_pt: float) -> str:
    """Return the part of the style sheet that only says how large text is."""
    return f"""
    QLabel[role="title"] {{ font-size: {size_pt * 1.3:.1f}pt; font-weight: 600; }}
    QLabel[role="heading"] {{ font-size: {size_pt * 1.1:.1f}pt; font-weight: 600; }}
    QLabel[role="figure"] {{ font-size: {size_pt * 1.5:.1f}pt; font-weight: 600; }}
    QLabel[role="sample"] {{ font-size: {size_pt * 1.2:.1f}pt; }}
    QLabel[role="strong"] {{ font-weight: 600; }}
    QLabel[role="caption"] {{ font-size: {size_pt * 0.88:.1f}pt; }}
    QPushButton, QToolButton {{ font-weight: 600; }}
    """


def colour_rules(tokens: Tokens) -> str:
    """Return the part of the style sheet that colours and shapes.

    Widgets opt in by dynamic properties: `surface` (paper, bar, side, card, banner), `role` of a
    label (title, heading, figure, strong, dim, caption, warn) and `kind` of a button (strong,
    quiet, link, warn).
    """
    return _surfaces(tokens) + _buttons(tokens) + _fields(tokens) + _lists(tokens)


def _surfaces(t: Tokens) -> str:
    return f"""
    QFrame[surface="paper"] {{
        background: {t.panel}; border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; }}
    QFrame[surface="bar"] {{ background: {t.panel}; border: 0; border-top: 1px solid {t.line}; }}
    QFrame[surface="foot"] {{ background: {t.panel}; border: 0; }}
    QFrame[surface="side"] {{ background: {t.side}; border: 0; border-right: 1px solid {t.line}; }}
    QFrame[surface="card"] {{ background: {t.soft}; border: 0; border-radius: {CARD_RADIUS}px; }}
    QScrollArea, QScrollArea > QWidget > QFrame {{ background: transparent; }}
    QFrame[surface="banner"] {{
        background: {t.warnsoft}; border: 0; border-radius: {CARD_RADIUS}px; }}
    QFrame[surface="notice"] {{
        background: {t.soft}; border: 0; border-radius: {CARD_RADIUS}px; }}
    QFrame[surface="popup"] {{
        background: {t.panel}; border: 1px solid {t.line}; border-radius: {RADIUS}px; }}
    QLabel[role="dim"] {{ color: {t.dim}; }}
    QLabel[role="caption"] {{ color: {t.faint}; }}
    QLabel[role="warn"] {{ color: {t.warn}; font-weight: 600; }}
    QToolTip {{ color: {t.text}; background: {t.panel}; border: 1px solid {t.line}; padding: 4px; }}
    QSplitter::handle {{ background: {t.line}; }}
    QScrollArea[role="scrolled"] {{ border: 2px solid transparent; background: transparent; }}
    QScrollArea[role="scrolled"]:focus {{ border-color: {t.accent}; }}
    """


def _buttons(t: Tokens) -> str:
    return f"""
    QPushButton, QToolButton {{
        color: {t.text}; background: {t.panel}; border: 1px solid {t.line};
        border-radius: {RADIUS}px; padding: 5px 14px; min-height: 20px; }}
    QToolButton {{ padding: 5px; min-width: 20px; }}
    QPushButton:hover, QToolButton:hover {{ background: {t.hover}; }}
    QPushButton:pressed, QToolButton:pressed {{ background: {t.line}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {t.faint}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {t.accent}; padding: 4px 13px; }}
    QToolButton:focus {{ padding: 4px; }}
    QToolButton::menu-indicator {{ image: none; }}
    QPushButton[kind="strong"] {{
        color: {t.on_accent}; background: {t.accent}; border-color: {t.accent}; }}
    QPushButton[kind="strong"]:focus {{ border: 2px solid {t.text}; }}
    QPushButton[kind="strong"]:disabled {{ background: {t.line}; color: {t.dim}; }}
    QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{
        color: {t.dim}; background: transparent; border-color: transparent; }}
    QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{ background: {t.hover}; }}
    QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {{
        border-color: {t.accent}; }}
    QToolButton:checked, QToolButton[kind="quiet"]:checked {{
        background: {t.soft}; border-color: {t.accent}; }}
    QPushButton[kind="link"] {{
        color: {t.accent}; background: transparent; border-color: transparent; padding: 5px 0;
        font-weight: 400; text-decoration: underline; text-align: left; }}
    QPushButton[kind="link"]:focus {{ border: 2px solid {t.accent}; padding: 4px 0; }}
    QPushButton[kind="warn"] {{ background: {t.warnsoft}; border-color: {t.warn}; }}
    """


def _fields(t: Tokens) -> str:
    arrow = resource("icons/combo-arrow.svg").as_posix()
    clear = resource("icons/field-clear.svg").as_posix()
    up = resource("icons/spin-up.svg").as_posix()
    mark = resource(f"icons/checked-{'dark' if t is DARK else 'light'}.svg").as_posix()
    return f"""
    QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QKeySequenceEdit {{
        background: {t.panel}; border: 1px solid {t.line}; border-radius: {RADIUS}px;
        padding: 5px 9px; min-height: 20px;
        selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
    QLineEdit[role="title"] {{
        background: transparent; border-color: transparent; padding: 2px 5px; min-height: 1.4em;
        placeholder-text-color: {t.text}; }}
    QLineEdit[role="title"]:hover {{ border-color: {t.line}; }}
    QLineEdit {{ lineedit-clear-button-icon: url("{clear}"); }}
    QLineEdit > QToolButton {{
        background: transparent; border: 0; padding: 0; min-width: 0; min-height: 0; }}
    QSlider::groove:horizontal {{ background: {t.line}; height: 4px; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {t.accent}; border-radius: 2px; }}
    QSlider::handle:horizontal {{
        background: {t.accent}; width: 14px; margin: -5px 0; border-radius: 7px; }}
    QSlider::handle:horizontal:focus {{ background: {t.text}; }}
    QSlider::handle:horizontal:disabled, QSlider::sub-page:disabled {{ background: {t.line}; }}
    QProgressBar {{ background: {t.line}; border: 0; border-radius: 4px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 4px; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
        border: 2px solid {t.accent}; padding: 4px 8px; }}
    QLineEdit[role="title"]:focus {{
        background: {t.panel}; border: 2px solid {t.accent}; padding: 1px 4px; }}
    QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled {{ color: {t.faint}; }}
    QComboBox::drop-down {{ border: 0; width: 28px; }}
    QComboBox::down-arrow {{ image: url("{arrow}"); width: 16px; height: 16px; }}
    QPlainTextEdit[surface="field"], QAbstractItemView[surface="field"] {{
        background: {t.panel}; border: 1px solid {t.line}; border-radius: {RADIUS}px;
        padding: 4px; selection-background-color: {t.soft}; selection-color: {t.text}; }}
    QPlainTextEdit[surface="field"]:focus, QAbstractItemView[surface="field"]:focus {{
        border: 2px solid {t.accent}; padding: 3px; }}
    QHeaderView, QTableCornerButton::section {{ background: {t.panel}; border: 0; }}
    QHeaderView::section {{
        color: {t.dim}; background: {t.panel}; border: 0; border-bottom: 1px solid {t.line};
        padding: 4px 6px; text-align: left; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QComboBox QLineEdit, QComboBox QLineEdit:focus {{
        background: transparent; border: 0; padding: 0; min-height: 0; }}
    QSpinBox, QDoubleSpinBox {{ padding-right: 30px; }}
    QSpinBox::up-button, QDoubleSpinBox::up-button {{
        subcontrol-position: top right; width: 28px; border: 0; margin-top: 1px; }}
    QSpinBox::down-button, QDoubleSpinBox::down-button {{
        subcontrol-position: bottom right; width: 28px; border: 0; margin-bottom: 1px; }}
    QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{
        image: url("{up}"); width: 14px; height: 14px; }}
    QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{
        image: url("{arrow}"); width: 14px; height: 14px; }}
    QCheckBox, QRadioButton {{ spacing: 8px; min-height: 24px; }}
    QCheckBox::indicator, QTableView::indicator {{
        width: 16px; height: 16px; background: {t.panel}; border: 1px solid {t.faint};
        border-radius: 4px; }}
    QCheckBox::indicator:focus {{ border: 2px solid {t.accent}; }}
    QCheckBox::indicator:checked, QTableView::indicator:checked {{
        background: {t.accent}; border-color: {t.accent}; image: url("{mark}"); }}
    QCheckBox::indicator:checked:focus {{ border-color: {t.text}; }}
    QCheckBox::indicator:disabled {{ border-color: {t.line}; }}
    QCheckBox::indicator:checked:disabled {{ background: {t.line}; }}
    """


def _lists(t: Tokens) -> str:
    return f"""
    QListWidget[surface="nav"] {{
        background: {t.side}; border: 0; border-right: 1px solid {t.line};
        padding: 12px 8px; outline: 0; }}
    QListWidget[surface="nav"]::item {{ padding: 7px 12px; border-radius: {RADIUS}px; }}
    QListWidget[surface="nav"]::item:hover {{ background: {t.hover}; }}
    QListWidget[surface="nav"]::item:selected {{ background: {t.soft}; color: {t.text}; }}
    QListWidget[surface="nav"]::item:selected:focus {{
        border: 2px solid {t.accent}; padding: 5px 10px; }}
    QFrame[surface="popup"] QListWidget {{ background: transparent; }}
    QFrame[surface="popup"] QListWidget::item {{
        padding: 5px 8px; border-radius: {RADIUS - 2}px; color: {t.text}; }}
    QFrame[surface="popup"] QListWidget::item:disabled {{ color: {t.faint}; }}
    QFrame[surface="popup"] QListWidget::item:selected {{ background: {t.soft}; }}
    QMenu {{ background: {t.panel}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: {RADIUS - 2}px; }}
    QMenu::item:selected {{ background: {t.soft}; color: {t.text}; }}
    QMenu::item:disabled {{ color: {t.faint}; }}
    QMenu::icon {{ padding-left: 8px; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
    QScrollBar::handle {{ background: {t.line}; border-radius: 4px; min-height: 32px;
        min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {t.faint}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
