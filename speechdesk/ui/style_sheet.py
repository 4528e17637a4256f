"""The style sheet: how large, round and coloured what Qt draws is."""

from speechdesk.resources import resource
from speechdesk.ui.tokens import DARK, Tokens

RADIUS = 8
"""Corner of a control; paper and cards have `CARD_RADIUS`."""

CARD_RADIUS = 12


def pale(colour: str) -> str:
    """Return `colour`, a token, as the words of what cannot be used now have it."""
    return f"#99{colour.removeprefix('#')}"


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
    QPushButton[kind="quiet"]:disabled, QToolButton[kind="quiet"]:disabled {{
        color: {pale(t.faint)}; }}
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
        padding: 4px 3px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QComboBox QLineEdit, QComboBox QLineEdit:focus {{
        background: transparent; border: 0; padding: 0; min-height: 0; }}
    QSpinBox, QDoubleSpinBox {{ padding: 4px 30px 3px 9px; }}
    QSpinBox:focus, QDoubleSpinBox:focus {{ padding: 3px 29px 2px 8px; }}
    QComboBox:!editable {{ padding-left: 11px; }}
    QComboBox:!editable:focus {{ padding-left: 10px; }}
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
