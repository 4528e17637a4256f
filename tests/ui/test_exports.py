"""Takes that are exported from the list: the dialog, the files, and what is said of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from speechdesk.domain.transcript import DocumentChange
from speechdesk.errors import StorageError
from speechdesk.storage.history import History
from speechdesk.ui.export_dialog import ExportDialog
from speechdesk.ui.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.drawn import drawn
from tests.ui.fakes import Behind

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def window(open_window: OpenWindow, behind: Behind) -> MainWindow:
    for title in ("Shopping", "Letter", "Interview"):
        behind.take(title, started=NOON)
    return open_window()


def ask(window: MainWindow, *positions: int) -> ExportDialog:
    """Ask to export takes of the list."""
    window.parts.panel.export_asked.emit(tuple(window.model.row(each) for each in positions))
    (dialog,) = window.findChildren(ExportDialog)
    return dialog


def choose(dialog: ExportDialog, form: str, folder: Path, template: str = "{title}") -> None:
    dialog.format.setCurrentIndex(dialog.format.findData(form))
    dialog.folder.setText(str(folder))
    dialog.template.setText(template)
    dialog.export_button.click()


def told(window: MainWindow, qtbot: QtBot, sentence: str) -> None:
    qtbot.waitUntil(lambda: window.parts.status.sentence == sentence, timeout=20_000)


@pytest.mark.parametrize("form", ["txt", "docx", "md", "html", "srt", "vtt", "json"])
def test_several_takes_into_a_folder_that_is_made(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, form: str
) -> None:
    folder = tmp_path / "out" / "of the window"
    choose(ask(window, 0, 1), form, folder)
    told(window, qtbot, f"Exported 2 takes to {folder}")
    assert {file.name: file.read_text() for file in folder.iterdir()} == {
        f"Interview.{form}": f"{form} of 3",
        f"Letter.{form}": f"{form} of 2",
    }


def test_files_that_are_there_are_kept(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "Letter.txt").write_text("mine")
    choose(ask(window, 1), "txt", tmp_path)
    told(window, qtbot, f"Exported 1 take to {tmp_path}")
    assert (tmp_path / "Letter.txt").read_text() == "mine"
    assert (tmp_path / "Letter (2).txt").read_text() == "txt of 2"


def test_the_names_follow_the_template_which_is_kept(
    window: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = ask(window, 1)
    assert dialog.template.text() == "{date} {title}"
    dialog.template.setText("{language} {title}")
    assert "Such as “en-US Letter.docx”" in dialog.name_note.text()
    choose(dialog, "md", tmp_path / "out", "{title}, {date}, {language}")
    told(window, qtbot, f"Exported 1 take to {tmp_path / 'out'}")
    names = [file.name for file in (tmp_path / "out").iterdir()]
    assert names == ["Letter, 2026-05-04, en-US.md"]
    assert behind.preferences.settings.file_names == "{title}, {date}, {language}"
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    again = ask(window, 0)
    assert (again.choice.form, again.choice.folder) == ("md", tmp_path / "out")


def test_what_cannot_be_a_template(window: MainWindow) -> None:
    dialog = ask(window, 1)
    dialog.template.setText("{titel}")
    assert not dialog.export_button.isEnabled()
    assert dialog.name_note.text() == (
        "It must have only {title}, {date}, {time} and {language} in braces."
    )
    dialog.template.setText("{title}")
    assert dialog.export_button.isEnabled()
    dialog.folder.clear()
    assert not dialog.export_button.isEnabled()


def test_a_take_that_cannot_be_read_does_not_keep_the_others(
    window: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    behind.unreadable.add(2)
    choose(ask(window, 0, 1, 2), "srt", tmp_path / "out")
    told(window, qtbot, f"Exported 2 of 3 takes to {tmp_path / 'out'}")
    assert "banner: Letter: " in drawn(window)


def test_a_folder_that_cannot_be_written(
    window: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("no folder")
    choose(ask(window, 0, 1, 2), "txt", tmp_path / "file" / "folder")
    told(window, qtbot, "Nothing was exported.")
    assert "banner: Interview cannot be saved there: Not a directory." in drawn(window)
    assert behind.exported == [3], "the others would fail for the same reason"


def test_what_is_being_typed_is_exported(
    window: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == 3)
    qtbot.keyClicks(window.parts.paper.transcript, "Just now")
    choose(ask(window, 0), "txt", tmp_path / "out")
    told(window, qtbot, f"Exported 1 take to {tmp_path / 'out'}")
    assert behind.history.load_document(3).text == "Just now"


def test_cancelled(window: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot) -> None:
    cancel = window.parts.status.findChild(QPushButton)
    window.controllers.exports.exporting.progress.connect(cancel.click)
    choose(ask(window, 0, 1, 2), "txt", tmp_path / "out")
    told(window, qtbot, f"Exported 1 of 3 takes to {tmp_path / 'out'}")
    assert behind.exported == [3]


class HistoryOnFullDisk(History):
    """Takes no text."""

    def save_blocks(self, take_id: int, change: DocumentChange) -> None:
        raise StorageError("disk_full")


def test_cancelled_while_it_waits_for_what_is_typed(
    open_window: OpenWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    behind.history.close()
    behind.history = HistoryOnFullDisk(behind.folder / "history.sqlite3")
    for title in ("Shopping", "Letter"):
        behind.take(title, started=NOON)
    window = open_window()
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == 2)
    qtbot.keyClicks(window.parts.paper.transcript, "Just now")
    choose(ask(window, 1, 0), "txt", tmp_path / "out")
    qtbot.waitUntil((tmp_path / "out" / "Shopping.txt").exists)
    qtbot.waitUntil(lambda: window.parts.status.sentence == "Exporting 1 of 2…")
    window.controllers.exports.exporting.cancel()
    told(window, qtbot, f"Exported 1 of 2 takes to {tmp_path / 'out'}")
    assert not window.controllers.exports.exporting.busy


def test_one_export_at_a_time(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    choose(ask(window, 0, 1, 2), "txt", tmp_path / "out")
    window.parts.panel.export_asked.emit((window.model.row(0),))
    assert window.parts.status.sentence == "An export is under way: wait until it has ended."
    told(window, qtbot, f"Exported 3 takes to {tmp_path / 'out'}")


class Desktop(QObject):
    """Opens folders in the place of a file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "open")
    yield desktop
    QDesktopServices.unsetUrlHandler("file")


def test_the_folder_is_one_click_away(
    window: MainWindow, desktop: Desktop, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(ask(window, 0), "txt", tmp_path / "out")
    told(window, qtbot, f"Exported 1 take to {tmp_path / 'out'}")
    window.parts.status.findChild(QPushButton).click()
    window.parts.panel.folder_button.click()
    assert desktop.opened == [str(tmp_path / "out"), str(behind.folder)]
