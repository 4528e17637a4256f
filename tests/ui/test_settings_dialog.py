"""The settings dialog: every option has its place, holds at once, and is within reach of all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTranslator
from PySide6.QtGui import QFont, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from speechdesk.domain.connection import Service
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.settings.choice import Environment, with_environment
from speechdesk.settings.choices import Identify, ProxyMode, Segmentation
from speechdesk.settings.choices import Theme as Look
from speechdesk.settings.option import Section
from speechdesk.settings.schema import OPTIONS, Settings
from speechdesk.ui.phrases_editor import PhrasesEditor
from speechdesk.ui.picked_editors import LanguagesEditor
from speechdesk.ui.rules_editor import RulesEditor
from speechdesk.ui.settings_dialog import SettingsDialog
from speechdesk.ui.settings_editors import SliderEditor
from speechdesk.ui.settings_form import OptionRow
from speechdesk.ui.theme import TARGET, Theme
from tests.ui.settings_parts import KEY, Desk, desk, eventually

AZURE = Settings(
    service=Service.AZURE,
    region="westeurope",
    proxy=ProxyMode.OWN,
    proxy_host="proxy.example",
    proxy_user="anna",
    segmentation=Segmentation.PAUSES,
    identify=Identify.AT_START,
    favourite_languages=("de-DE",),
    replacements=(ReplacementRule("speech desk", "SpeechDesk"),),
)
CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)
LISTS = (QListWidget, QTableWidget)


@pytest.fixture
def made(theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    with desk(theme, tmp_path, AZURE) as parts:
        yield parts


@pytest.fixture
def dialog(qtbot: QtBot, made: Desk) -> SettingsDialog:
    return opened(qtbot, made)


def opened(qtbot: QtBot, made: Desk) -> SettingsDialog:
    dialog = SettingsDialog(made.parts)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    eventually(qtbot, lambda: not dialog.connection.key.busy)
    return dialog


def row(dialog: SettingsDialog, name: str) -> OptionRow:
    return dialog.form(OPTIONS[name].section).row(name)


def phrases_field(dialog: SettingsDialog) -> QWidget:
    editor = row(dialog, "phrases").editor
    assert isinstance(editor, PhrasesEditor)
    return editor.lines.field


def controls(dialog: SettingsDialog) -> list[QWidget]:
    """Return what a user can operate; not the parts that Qt builds such widgets from."""
    for section in Section:
        dialog.form(section)
    return [
        widget
        for widget in dialog.findChildren(QWidget)
        if isinstance(widget, CONTROLS + LISTS)
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QAbstractSpinBox | QComboBox | QTableWidget)
    ]


def test_every_option_has_one_place(dialog: SettingsDialog) -> None:
    listed = [each.option.name for section in Section for each in dialog.form(section).rows]
    on_page = {"service", "region", "url", "sign_in", "token_command", "endpoint_id"}
    assert len(listed) == len(set(listed))
    assert set(listed) | on_page == {name for name, option in OPTIONS.items() if option.shown}


@pytest.fixture
def plain_theme(qapp: QApplication) -> Iterator[Theme]:
    """The system's own high contrast, which is not styled."""
    theme = Theme(qapp, wants_contrast=lambda: True)
    yield theme
    theme.deleteLater()


def test_pages_are_easy_to_hit_without_a_style_of_ours(
    qtbot: QtBot, plain_theme: Theme, tmp_path: Path
) -> None:
    with desk(plain_theme, tmp_path, AZURE) as parts:
        dialog = opened(qtbot, parts)
        pages = dialog.pages
        heights = {pages.visualItemRect(pages.item(n)).height() for n in range(pages.count())}
        assert min(heights) >= TARGET


def test_every_control_tells_its_name(dialog: SettingsDialog) -> None:
    found = controls(dialog)
    assert len(found) > 40
    for widget in found:
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        assert widget.accessibleName() or text, f"{widget} has no name"


def test_every_control_is_reached_by_tab(dialog: SettingsDialog) -> None:
    for widget in controls(dialog):
        if isinstance(widget, QRadioButton) and not widget.isChecked():
            continue  # the arrow keys go there from the chosen one
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget.accessibleName()


def test_tab_goes_as_one_reads(qtbot: QtBot, dialog: SettingsDialog) -> None:
    dialog.activateWindow()
    page = dialog.connection
    eventually(qtbot, dialog.pages.hasFocus)
    stops = [
        page.cards[Service.AZURE],
        page.key.edit,
        page.region.combo,
        page.model.edit,
        page.language,
        page.sign_in.box,
        page.help_button,
        page.test.button,
        dialog.form(Section.RECOGNITION).row("endpoint_ids").editor.field,
        dialog.form(Section.RECOGNITION).row("catch_up").editor.field,
        dialog.close_button,
        dialog.pages,
    ]
    for stop in stops:
        dialog.focusNextChild()
        focused = dialog.focusWidget()
        assert focused is stop or focused.parent() is stop, stop.accessibleName()


def test_what_is_changed_holds_at_once_and_is_written(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk
) -> None:
    dialog.open_section(Section.TEXT)
    box = row(dialog, "copy_on_stop").editor.field
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))
    row(dialog, "text_size").editor.edited.emit(20)
    colours = row(dialog, "theme").editor.field
    assert isinstance(colours, QComboBox)
    colours.setCurrentIndex(2)
    colours.activated.emit(2)
    assert made.settings.copy_on_stop
    assert made.settings.theme is Look.DARK
    eventually(qtbot, lambda: made.store.load().settings.text_size == 20)
    eventually(qtbot, lambda: made.store.load().settings.theme is Look.DARK)


def test_what_others_change_is_shown(dialog: SettingsDialog, made: Desk) -> None:
    made.parts.preferences.change(text_size=31, phrases=("Contoso", "Müller, Anna"))
    size = row(dialog, "text_size").editor.field
    assert isinstance(size, QAbstractSpinBox)
    assert size.text() == "31 pt"
    phrases = phrases_field(dialog)
    assert isinstance(phrases, QPlainTextEdit)
    assert phrases.toPlainText() == "Contoso\nMüller, Anna"


def test_an_option_without_effect_is_grey_and_says_why(dialog: SettingsDialog, made: Desk) -> None:
    refinement = row(dialog, "post_refinement")
    assert not refinement.editor.isEnabled()
    assert refinement.note.text().endswith("identification is on.")
    made.parts.preferences.change(identify=Identify.OFF)
    assert refinement.editor.isEnabled()
    made.parts.preferences.change(post_refinement=True)
    assert not row(dialog, "true_text").editor.isEnabled()


def test_a_number_may_be_left_to_the_service(dialog: SettingsDialog, made: Desk) -> None:
    box = row(dialog, "pause_ms").editor.field
    assert isinstance(box, QAbstractSpinBox)
    assert box.text() == "the service's own"
    box.stepUp()
    assert made.settings.pause_ms == 100
    box.stepUp()
    assert made.settings.pause_ms == 200
    box.stepBy(-9)
    assert made.settings.pause_ms == 100
    box.stepDown()
    assert made.settings.pause_ms is None


def test_what_cannot_be_taken_is_said_in_place(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk
) -> None:
    host = row(dialog, "proxy_host")
    edit = host.editor.field
    assert isinstance(edit, QLineEdit)
    edit.setText("http://proxy")
    host.editor.complete()
    assert host.note.text().startswith("must be the name of a computer")
    assert host.note.property("role") == "warn"
    assert made.settings.proxy_host == "proxy.example"
    edit.setText("other.example")
    host.editor.complete()
    assert made.settings.proxy_host == "other.example"
    assert host.note.text() == OPTIONS["proxy_host"].help


def test_lines_are_taken_when_one_leaves_them(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk
) -> None:
    phrases = phrases_field(dialog)
    assert isinstance(phrases, QPlainTextEdit)
    phrases.setPlainText("Müller, Anna\n\nContoso\nContoso")
    row(dialog, "phrases").editor.complete()
    assert made.settings.phrases == ("Müller, Anna", "Contoso")
    models = row(dialog, "endpoint_ids").editor
    assert isinstance(models.field, QPlainTextEdit)
    models.field.setPlainText("de-de=abc-1")
    eventually(qtbot, lambda: made.settings.endpoint_ids == (("de-DE", "abc-1"),))


def test_languages_are_added_and_removed(dialog: SettingsDialog, made: Desk) -> None:
    editor = row(dialog, "favourite_languages").editor
    assert isinstance(editor, LanguagesEditor)
    editor.edited.emit(("de-DE", "fr-FR"))
    assert [editor.list.item(line).text() for line in range(2)] == [
        "Deutsch (Deutschland)   de-DE",
        "Français (France)   fr-FR",
    ]
    editor.list.setCurrentRow(0)
    editor.remove_button.click()
    assert made.settings.favourite_languages == ("fr-FR",)


def test_rules_are_a_table(dialog: SettingsDialog, made: Desk) -> None:
    editor = row(dialog, "replacements").editor
    assert isinstance(editor, RulesEditor)
    editor.add_button.click()
    table = editor.table
    table.item(1, 0).setText("(")
    table.item(1, 1).setText(r"a\nb\\n")
    assert made.settings.replacements[1] == ReplacementRule("(", "a\nb\\n")
    table.item(1, 2).setCheckState(Qt.CheckState.Checked)
    assert (
        "must be sound; rule 2 is not: missing ) at character 2"
        in row(dialog, "replacements").note.text()
    )
    assert not made.settings.replacements[1].regex
    table.item(1, 0).setText(r"\bx\b")
    table.item(1, 4).setText("de-de")
    assert made.settings.replacements[1] == ReplacementRule(
        r"\bx\b", r"a\nb\\n", regex=True, language="de-DE"
    )
    table.selectRow(0)
    editor.remove_button.click()
    assert [rule.find for rule in made.settings.replacements] == [r"\bx\b"]


def test_the_wheel_over_a_value_scrolls_the_page(dialog: SettingsDialog, made: Desk) -> None:
    dialog.open_section(Section.TEXT)
    box = row(dialog, "punctuation").editor.field
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, event)
    assert made.settings.punctuation is AZURE.punctuation


def test_the_proxys_password_is_kept_by_its_own_name(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk
) -> None:
    name = "proxy:anna@proxy.example:8080"
    assert name not in made.keyring.asked, "its page was not looked at yet"
    dialog.open_section(Section.NETWORK)
    dialog.proxy_password.edit.setText("secret")
    dialog.proxy_password.complete()
    eventually(qtbot, lambda: not dialog.proxy_password.busy)
    assert made.keyring.entries == {name: "secret"}
    made.parts.preferences.change(proxy=ProxyMode.SYSTEM)
    assert dialog.proxy_password.isHidden()


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "What you say is sent to westeurope.stt.speech.microsoft.com."),
        ({"region": "usgovvirginia"}, "What you say is sent to usgovvirginia.stt.speech.azure.us."),
        ({"service": Service.LOCAL}, "What you say stays on this computer."),
        ({"service": Service.CONTAINER, "url": "wss://speech.example:5000/x"},
         "What you say is sent to speech.example."),
        ({"region": ""}, "Nothing is sent yet: no place is set."),
    ],
)  # fmt: skip
def test_the_privacy_line_is_true(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk, changes: dict[str, object], line: str
) -> None:
    made.parts.preferences.change(**changes)
    assert dialog.privacy.text() == line
    eventually(qtbot, lambda: not dialog.connection.key.busy)


def test_the_privacy_line_is_true_to_what_wins_over_the_settings(qtbot: QtBot, made: Desk) -> None:
    environment = Environment(key="k", region="uksouth")
    parts = replace(made.parts, in_effect=lambda settings: with_environment(settings, environment))
    dialog = opened(qtbot, replace(made, parts=parts))
    assert dialog.privacy.text() == "What you say is sent to uksouth.stt.speech.microsoft.com."
    dialog.connection.test.button.click()
    eventually(qtbot, lambda: "by uksouth" in dialog.connection.test.text.text())


def test_it_opens_where_it_was_asked_to(qtbot: QtBot, dialog: SettingsDialog, made: Desk) -> None:
    dialog.open_section(Section.RECOGNITION, Service.CONTAINER)
    assert made.settings.service is Service.CONTAINER
    assert dialog.connection.address.isVisible()
    eventually(qtbot, lambda: not dialog.connection.key.busy)


def test_enter_in_a_field_closes_nothing_and_escape_closes(
    qtbot: QtBot, dialog: SettingsDialog
) -> None:
    qtbot.keyClick(dialog.connection.model.edit, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_still_being_typed_is_taken_when_it_closes(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk
) -> None:
    phrases = phrases_field(dialog)
    assert isinstance(phrases, QPlainTextEdit)
    phrases.setPlainText("Contoso")
    dialog.connection.key.edit.setText(KEY)
    dialog.connection.model.edit.setText("model-1")
    dialog.close_button.click()
    assert made.settings.phrases == ("Contoso",)
    assert made.settings.endpoint_id == "model-1"
    eventually(qtbot, lambda: not dialog.connection.key.busy)
    assert made.keyring.entries == {"azure:westeurope": KEY}


def test_it_is_freed_when_it_is_closed(qtbot: QtBot, made: Desk) -> None:
    dialog = SettingsDialog(made.parts)
    dialog.show()
    eventually(qtbot, lambda: not dialog.connection.key.busy)
    with qtbot.waitSignal(dialog.destroyed, timeout=20_000):
        dialog.close_button.click()
    made.parts.preferences.change(text_size=22)


def test_closing_while_the_keyring_and_a_test_are_busy_harms_nothing(
    qtbot: QtBot, made: Desk
) -> None:
    made.keyring.answers.clear()
    made.keyring.entries["azure:westeurope"] = KEY
    made.check.waits_for_cancel = True
    dialog = SettingsDialog(made.parts)
    dialog.show()
    dialog.connection.test.start(made.settings)
    with qtbot.waitSignal(dialog.destroyed, timeout=20_000):
        dialog.close()
    made.keyring.answers.set()


class Longer(QTranslator):
    """Makes every text a third longer, as German is."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, number: int = -1
    ) -> str:
        return text + "n" * (len(text) // 3)


@pytest.fixture
def longer(qapp: QApplication) -> Iterator[None]:
    translator = Longer()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
def twice_as_large(qapp: QApplication, theme: Theme) -> Iterator[None]:
    before = qapp.font()
    font = QFont(before)
    font.setPointSizeF(before.pointSizeF() * 2)
    qapp.setFont(font)
    theme.refresh()
    yield
    qapp.setFont(before)
    theme.refresh()


def assert_fits(dialog: SettingsDialog, size: QSize) -> None:
    """Nothing is cut off sideways on any page; downwards a page scrolls."""
    dialog.resize(size)
    for section in Section:
        dialog.open_section(section)
        dialog.grab()  # lays everything out, as showing it would
        area = dialog.findChild(QWidget, f"page-{section.name}")
        assert isinstance(area, QScrollArea)
        assert area.horizontalScrollBar().maximum() == 0, section


def test_it_fits(dialog: SettingsDialog) -> None:
    assert_fits(dialog, QSize(880, 680))
    assert_fits(dialog, QSize(640, 480))


@pytest.mark.usefixtures("longer")
def test_it_fits_with_longer_texts(dialog: SettingsDialog) -> None:
    assert_fits(dialog, QSize(880, 680))


@pytest.mark.usefixtures("twice_as_large")
def test_it_fits_with_text_twice_as_large(dialog: SettingsDialog) -> None:
    assert_fits(dialog, QSize(1000, 700))


def test_the_length_of_a_pause_can_be_slid(
    qtbot: QtBot, dialog: SettingsDialog, made: Desk
) -> None:
    made.parts.preferences.change(segmentation=Segmentation.PAUSES)
    dialog.open_section(Section.TEXT)
    editor = row(dialog, "pause_ms").editor
    assert isinstance(editor, SliderEditor)
    assert editor.isEnabled()
    assert (editor.slider.minimum(), editor.slider.maximum()) == (100, 5000)
    editor.slider.setValue(1260)
    assert made.settings.pause_ms == 1300
    editor.field.stepBy(1)  # type: ignore[attr-defined]
    assert made.settings.pause_ms == 1400
    assert editor.slider.value() == 1400
    editor.field.setValue(editor.field.minimum())  # type: ignore[attr-defined]
    assert made.settings.pause_ms is None
    made.parts.preferences.change(segmentation=Segmentation.MEANING)
    assert not editor.isEnabled()
    assert "Only where sentences end at pauses." in row(dialog, "pause_ms").note.text()
