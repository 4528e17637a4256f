"""Tokens that can be read, and a look that follows the system at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from speechdesk.settings.choices import Theme as Appearance
from speechdesk.ui.theme import TARGET, Theme, palette
from speechdesk.ui.tokens import DARK, LIGHT, Tokens

READABLE = 4.5
PAIRS = [
    *(
        (text, ground)
        for text in ("text", "dim", "faint")
        for ground in ("bg", "panel", "side", "soft", "hover")
    ),
    ("warn", "soft"),
    ("text", "warnsoft"),
    ("dim", "warnsoft"),
    ("warn", "panel"),
    ("warn", "side"),
    ("ok", "panel"),
    ("accent", "panel"),
    ("on_accent", "accent"),
    ("on_rec", "rec"),
    ("on_warn", "warn"),
]


def luminance(colour: str) -> float:
    parts = QColor(colour).getRgbF()[:3]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_texts_can_be_read(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= READABLE


def test_the_system_is_followed_at_once(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp)
    assert theme.tokens is LIGHT
    with qtbot.waitSignal(theme.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(DARK.panel)
    assert DARK.panel in qapp.styleSheet()
    theme.deleteLater()


def test_the_users_choice_wins(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp, Appearance.LIGHT)
    with qtbot.assertNotEmitted(theme.changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    theme.set_appearance(Appearance.DARK)
    assert theme.dark
    theme.deleteLater()


def test_high_contrast_is_the_systems_own(qapp: QApplication) -> None:
    theme = Theme(qapp, Appearance.LIGHT, wants_contrast=lambda: True)
    assert theme.high_contrast
    assert "background" not in qapp.styleSheet()
    system = qapp.style().standardPalette()
    assert theme.tokens.panel == system.color(QPalette.ColorRole.Base).name()
    theme.deleteLater()


def test_larger_letters_make_larger_labels(qapp: QApplication, theme: Theme) -> None:
    before = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(20)
    qapp.setFont(larger)
    theme.refresh()
    size_pt = QFontInfo(larger).pointSizeF()
    assert f"font-size: {size_pt * 1.3:.1f}pt" in qapp.styleSheet()
    qapp.setFont(before)
    theme.refresh()


def test_the_palette_has_the_tokens() -> None:
    made = palette(DARK)
    assert made.color(QPalette.ColorRole.WindowText) == QColor(DARK.text)
    assert made.color(QPalette.ColorRole.Highlight) == QColor(DARK.accent)


def test_fields_are_of_one_height(theme: Theme, qtbot: QtBot) -> None:
    fields = (QLineEdit(), QComboBox(), QSpinBox(), QDoubleSpinBox(), QPushButton("OK"))
    for field in fields:
        qtbot.addWidget(field)
        field.ensurePolished()
    assert {field.sizeHint().height() for field in fields} == {TARGET}
