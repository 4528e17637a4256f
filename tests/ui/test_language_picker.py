"""Choosing among 145 locales by typing, the recent ones first."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from speechdesk.settings.tables import Locale, locales
from speechdesk.ui.icons import Icons
from speechdesk.ui.language_picker import LanguageList, LanguagePicker
from speechdesk.ui.languages import compact_name, matches, named, short_name
from speechdesk.ui.theme import Theme


@pytest.fixture
def picker(qtbot: QtBot, theme: Theme, icons: Icons) -> LanguagePicker:
    picker = LanguagePicker(theme, icons)
    qtbot.addWidget(picker)
    picker.show()
    return picker


def opened(picker: LanguagePicker) -> LanguageList:
    picker.open()
    (popup,) = picker.findChildren(LanguageList)
    return popup


def rows(popup: LanguageList) -> list[str]:
    return [popup.list.item(row).text() for row in range(popup.list.count())]


def test_all_locales_with_their_own_names(picker: LanguagePicker) -> None:
    picker.show_choice("en-US", (), local=False)
    popup = opened(picker)
    assert len(rows(popup)) == len(locales())
    assert "Deutsch (Österreich)   de-AT" in rows(popup)
    assert popup.list.currentItem().text().endswith("en-US")


def test_recent_ones_first(picker: LanguagePicker) -> None:
    picker.show_choice("de-DE", ("de-DE", "en-GB"), local=False)
    found = rows(opened(picker))
    assert found[0] == "Recent"
    assert [each.split()[-1] for each in found[1:3]] == ["de-DE", "en-GB"]
    assert found[3] == "All languages"


def test_favourites_come_before_the_recent_ones(picker: LanguagePicker) -> None:
    favourites = ("de-DE", "fr-FR")
    picker.show_choice("de-DE", ("fr-FR", "en-GB"), local=False, favourites=favourites)
    found = [each.split()[-1] for each in rows(opened(picker))][:6]
    assert found == ["next)", "de-DE", "fr-FR", "Recent", "en-GB", "languages"]


def test_the_languages_that_are_told_apart_are_shown(picker: LanguagePicker) -> None:
    picker.show_choice("de-DE", (), local=False, others=("en-US", "fr-FR"))
    assert picker.text() == "Deutsch (DE) +2"
    assert "Français (France)" in picker.toolTip()


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("port", ["pt-BR", "pt-PT"]),
        ("german swi", ["de-CH"]),
        ("österr", ["de-AT"]),
        ("es-mx", ["es-MX"]),
        ("no such language", []),
    ],
)
def test_typing_finds(picker: LanguagePicker, typed: str, tags: list[str]) -> None:
    picker.show_choice("en-US", (), local=False)
    popup = opened(picker)
    popup.search.setText(typed)
    assert [each.split()[-1] for each in rows(popup)] == tags


def test_the_keyboard_alone(picker: LanguagePicker, qtbot: QtBot) -> None:
    picker.show_choice("en-US", (), local=False)
    picker.setFocus()
    qtbot.keyClick(picker, Qt.Key.Key_Down)
    (popup,) = picker.findChildren(LanguageList)
    qtbot.keyClicks(popup.search, "port")
    qtbot.keyClick(popup.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.chosen) as chosen:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert chosen.args == ["pt-PT"]
    assert not popup.isVisible()


def test_this_computer_says_why_there_is_one_language(picker: LanguagePicker, qtbot: QtBot) -> None:
    picker.show_choice("de-DE", ("de-DE",), local=True)
    assert picker.text() == "English (US)"
    assert "English (United States) only" in picker.toolTip()
    popup = opened(picker)
    assert [each.split()[-1] for each in rows(popup)] == ["en-US"]
    with qtbot.waitSignal(picker.connect_asked):
        popup.connect_button.click()


def test_names() -> None:
    assert short_name("de-DE") == "Deutsch"
    assert compact_name("zh-CN") == f"{short_name('zh-CN')} (CN)"
    assert named("tlh-KX") == Locale("tlh-KX", "tlh-KX", "tlh-KX")
    assert matches(named("de-DE"), ["ger"])
    assert not matches(named("de-DE"), ["er"])
