"""The pages for words to expect, replacement rules and the user's own words for commands."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from speechdesk.domain.spoken.vocabulary import OwnWords
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.settings.option import Section
from speechdesk.settings.schema import OPTIONS, Settings
from speechdesk.ui.command_words_editor import CommandWordsEditor
from speechdesk.ui.phrases_editor import PhrasesEditor
from speechdesk.ui.rules_editor import RulesEditor
from speechdesk.ui.settings_dialog import SettingsDialog
from speechdesk.ui.theme import Theme
from tests.ui.settings_parts import Desk, desk, eventually

E = TypeVar("E", bound=QWidget)
SLOW = ReplacementRule("(a|aa)+$", "x", regex=True)


@pytest.fixture
def made(theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(
        language="de-DE",
        phrases=("Kubernetes",),
        replacements=(ReplacementRule("speech desk", "SpeechDesk"), SLOW),
    )
    with desk(theme, tmp_path, settings) as parts:
        yield parts


@pytest.fixture
def dialog(qtbot: QtBot, made: Desk) -> SettingsDialog:
    dialog = SettingsDialog(made.parts)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open_section(Section.VOCABULARY)
    dialog.show()
    return dialog


def editor(dialog: SettingsDialog, name: str, kind: type[E]) -> E:
    found = dialog.form(OPTIONS[name].section).row(name).editor
    assert isinstance(found, kind)
    return found


def note(dialog: SettingsDialog, name: str) -> str:
    return dialog.form(OPTIONS[name].section).row(name).note.text()


# Words to expect


def imported(qtbot: QtBot, dialog: SettingsDialog, path: Path) -> str:
    phrases = editor(dialog, "phrases", PhrasesEditor)
    before = phrases.count.text()
    phrases.import_file(path)
    eventually(qtbot, lambda: phrases.count.text() != before)
    return phrases.count.text()


def test_phrases_are_imported_one_a_line(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk, tmp_path: Path
) -> None:
    assert editor(dialog, "phrases", PhrasesEditor).count.text() == "1 of 500"
    file = tmp_path / "words.txt"
    file.write_bytes("\ufeffGroß-Gerau\r\n\r\n Kubernetes \r\nGroß-Gerau\r\nAnna, Müller".encode())
    assert imported(qtbot, dialog, file) == "2 added, 1 already there."
    assert made.settings.phrases == ("Kubernetes", "Groß-Gerau", "Anna, Müller")


def test_what_does_not_fit_is_counted(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "words.txt"
    file.write_text("x" * 201 + "\n" + "\n".join(f"word {each}" for each in range(600)))
    assert imported(qtbot, dialog, file) == (
        "499 added, 0 already there. 102 left out: at most 500 phrases of 200 characters."
    )
    assert len(made.settings.phrases) == 500


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "it is no text file"),
        (b"a\x00b", "it is no text file"),
        (b"a\n" * 600_000, "it is no text file"),
        (None, "No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_place(
    qtbot: QtBot, dialog: SettingsDialog, tmp_path: Path, data: bytes | None, reason: str
) -> None:
    file = tmp_path / "words.txt"
    if data is not None:
        file.write_bytes(data)
    assert imported(qtbot, dialog, file) == f"The file cannot be read: {reason}."


def test_a_wide_file_is_read(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "words.txt"
    file.write_bytes("Füße\r\n東京\r\n".encode("utf-16"))
    imported(qtbot, dialog, file)
    assert made.settings.phrases[1:] == ("Füße", "東京")


# Replacement rules


def test_rules_are_tried_on_a_sentence(qtbot: QtBot, dialog: SettingsDialog) -> None:
    preview = editor(dialog, "replacements", RulesEditor).preview
    qtbot.keyClicks(preview.sample, "Use speech desk")
    assert preview.result.text() == "Use SpeechDesk"
    assert not preview.warning.isVisible()
    preview.sample.setText("a" * 60 + "b")
    assert preview.warning.isVisible()
    assert preview.warning.text() == "Takes too long and is left out: rule 2"


def test_the_preview_follows_the_table(dialog: SettingsDialog, made: Desk) -> None:
    rules = editor(dialog, "replacements", RulesEditor)
    rules.preview.sample.setText("speech desk")
    item = rules.table.item(0, 1)
    assert item is not None
    item.setText("Desk")
    assert rules.preview.result.text() == "Desk"
    assert made.settings.replacements[0].replace == "Desk"


def test_a_bad_expression_is_told_with_its_place(dialog: SettingsDialog, made: Desk) -> None:
    rules = editor(dialog, "replacements", RulesEditor)
    item = rules.table.item(1, 0)
    assert item is not None
    item.setText("(a|aa")
    assert note(dialog, "replacements") == "must be sound; rule 2 is not: missing ) at character 6"
    assert made.settings.replacements[1] == SLOW, "what held before still holds"
    item.setText("(a|aa)")
    assert made.settings.replacements[1].find == "(a|aa)"
    assert "must" not in note(dialog, "replacements")


# Commands


@pytest.fixture
def words(dialog: SettingsDialog) -> CommandWordsEditor:
    return editor(dialog, "command_words", CommandWordsEditor)


def row_of(words: CommandWordsEditor, action: str) -> int:
    for row in range(words.table.rowCount()):
        item = words.table.item(row, 0)
        if item is not None and item.text() == action:
            return row
    raise AssertionError(f"no row for {action}")


def write(words: CommandWordsEditor, action: str, text: str) -> None:
    item = words.table.item(row_of(words, action), 1)
    assert item is not None
    item.setText(text)


def ways(words: CommandWordsEditor, action: str) -> str:
    item = words.table.item(row_of(words, action), 1)
    assert item is not None
    return item.text()


def test_the_commands_of_the_language_in_use_are_shown(words: CommandWordsEditor) -> None:
    assert words.language == "de"
    assert [words.languages.itemText(row) for row in range(words.languages.count())] == [
        "Deutsch",
        "English",
        "Español",
        "Français",
    ]
    assert ways(words, "Start a new line") == "neue zeile, nächste zeile"


def test_own_words_hold_at_once_and_can_be_taken_back(
    words: CommandWordsEditor, made: Desk
) -> None:
    write(words, "Start a new line", "Zeilenumbruch, neue zeile")
    own = OwnWords("de", "line", ("Zeilenumbruch", "neue zeile"))
    assert made.settings.command_words == (own,)
    words.table.selectRow(row_of(words, "Start a new line"))
    words.reset_button.click()
    assert made.settings.command_words == ()
    assert ways(words, "Start a new line") == "neue zeile, nächste zeile"
    assert not words.reset_button.isEnabled()


def test_a_command_without_words_is_not_heeded(words: CommandWordsEditor, made: Desk) -> None:
    write(words, "Insert a tab", "")
    assert made.settings.command_words == (OwnWords("de", "tab", ()),)


def test_words_that_say_two_commands_are_told_in_place(
    dialog: SettingsDialog, words: CommandWordsEditor, made: Desk
) -> None:
    write(words, "Start a new line", "Punkt")
    assert note(dialog, "command_words") == "must be clear: “punkt” says two commands"
    assert made.settings.command_words == ()
    write(words, "Start a new line", "Umbruch")
    assert made.settings.command_words == (OwnWords("de", "line", ("Umbruch",)),)


def test_each_language_has_its_own(words: CommandWordsEditor, made: Desk) -> None:
    write(words, "Start a new line", "Umbruch")
    words.languages.setCurrentIndex(words.languages.findData("en"))
    words.languages.activated.emit(words.languages.currentIndex())
    assert ways(words, "Start a new line") == "new line, next line"
    write(words, "Start a new line", "line break")
    assert made.settings.command_words == (
        OwnWords("de", "line", ("Umbruch",)),
        OwnWords("en", "line", ("line break",)),
    )


def test_groups_are_written_as_expressions_write_them(dialog: SettingsDialog, made: Desk) -> None:
    rules = editor(dialog, "replacements", RulesEditor)
    find, written = rules.table.item(1, 0), rules.table.item(1, 1)
    assert find is not None and written is not None
    find.setText(r"(\d+) percent")
    written.setText(r"\1 %\n")
    assert made.settings.replacements[1].replace == r"\1 %\n"
    rules.preview.sample.setText("5 percent")
    assert rules.preview.result.text() == "5 %\n"


def test_columns_are_named_above_their_words(
    dialog: SettingsDialog, words: CommandWordsEditor
) -> None:
    for table in (words.table, editor(dialog, "replacements", RulesEditor).table):
        assert table.horizontalHeader().defaultAlignment() & Qt.AlignmentFlag.AlignLeft
