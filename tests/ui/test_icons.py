"""Icons are whole, of one family, and take the theme's colours."""

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QIcon, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from speechdesk.resources import resource
from speechdesk.settings.choices import Theme as Appearance
from speechdesk.ui.icons import Icons, application_icon
from speechdesk.ui.theme import Theme

FAMILY = sorted(
    path.stem for path in resource("icons").glob("*.svg") if "currentColor" in path.read_text()
)


def colours(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    """Return the colours of the opaque pixels."""
    image = icon.pixmap(QSize(48, 48), mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    found = set()
    for x in range(48):
        for y in range(48):
            colour = image.pixelColor(x, y)
            if colour.alpha() == 255:
                found.add(colour.name())
    return found


@pytest.mark.parametrize("name", FAMILY)
def test_one_family(name: str) -> None:
    root = ElementTree.parse(resource(f"icons/{name}.svg")).getroot()
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke-width") == "1.7"
    assert (root.get("stroke-linecap"), root.get("stroke-linejoin")) == ("round", "round")


@pytest.mark.parametrize("name", FAMILY)
def test_drawn_in_the_themes_colour(theme: Theme, icons: Icons, name: str) -> None:
    assert colours(icons.icon(name, "accent")) <= {theme.tokens.accent}


def test_a_change_of_theme_needs_no_new_icon(theme: Theme, icons: Icons) -> None:
    icon = icons.icon("stop", "rec")
    light = theme.tokens.rec
    assert colours(icon) == {light}
    theme.set_appearance(Appearance.DARK)
    assert colours(icon) == {theme.tokens.rec} != {light}


def test_a_label_takes_the_colour_of_the_theme(theme: Theme, icons: Icons, qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    icons.show_on(label, "warning", "warn", 48)
    assert colours(QIcon(label.pixmap())) == {theme.tokens.warn}
    theme.set_appearance(Appearance.DARK)
    assert colours(QIcon(label.pixmap())) == {theme.tokens.warn}


def test_a_disabled_icon_is_pale(icons: Icons) -> None:
    assert colours(icons.icon("stop"), QIcon.Mode.Disabled) == set()


def test_an_icon_that_is_not_there(icons: Icons) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")


def test_the_programs_own_icon() -> None:
    svg = resource("icons/speechdesk.svg").read_bytes()
    assert len(svg) <= 4096  # the most that a portal takes
    assert re.search(rb'viewBox="0 0 (\d+) \1"', svg), "square"
    assert QColor("#2f5d8a").name() in colours(application_icon())


def test_icons_grow_with_the_text(
    qapp: QApplication, theme: Theme, icons: Icons, qtbot: QtBot
) -> None:
    before = qapp.font()
    button = QToolButton()
    qtbot.addWidget(button)
    icons.fit(button, 18, beside=8)
    try:
        for pixels, side in ((13, 18), (17, 24), (26, 27), (10, 18)):  # at most half as large again
            font = QFont(before)
            font.setPixelSize(pixels)
            qapp.setFont(font)
            theme.refresh()
            assert (button.iconSize().width(), button.iconSize().height()) == (side + 8, side)
            assert icons.scaled("close", "dim", 18).height() == side
    finally:
        qapp.setFont(before)
        theme.refresh()
