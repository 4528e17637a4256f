"""The page with the licence texts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from speechdesk.resources import resource
from speechdesk.ui.about_dialog import AboutDialog
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import Theme


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:
    tasks = Tasks()
    yield tasks
    assert tasks.close(10_000)


class Opened:
    """A dialog, and the two of its parts that matter."""

    def __init__(self, qtbot: QtBot, tasks: Tasks, folder: Path) -> None:
        self.dialog = AboutDialog(tasks, folder)
        qtbot.addWidget(self.dialog)
        self.parts = self.dialog.findChild(QComboBox)
        self.page = self.dialog.findChild(QPlainTextEdit)

    @property
    def text(self) -> str:
        return self.page.toPlainText()


def test_the_programs_own_notice_is_shown_first(qtbot: QtBot, tasks: Tasks) -> None:
    about = Opened(qtbot, tasks, resource("licences"))
    qtbot.waitUntil(lambda: "MIT licence" in about.text)


def test_its_lines_do_not_wrap(qtbot: QtBot, theme: Theme, tasks: Tasks) -> None:
    about = Opened(qtbot, tasks, resource("licences"))
    about.dialog.show()
    qtbot.waitUntil(lambda: "MIT licence" in about.text)
    metrics = about.page.fontMetrics()
    widest = max(metrics.horizontalAdvance(line) for line in about.text.splitlines())
    margins = 2 * about.page.document().documentMargin()
    assert widest + margins <= about.page.viewport().width()


def test_the_parts_of_a_bundle_can_be_chosen(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    for name in ("Zlib", "azure", "PySide6_Essentials-6.8", "terms", "notice"):
        (tmp_path / f"{name}.txt").write_text(f"text of {name}")

    about = Opened(qtbot, tasks, tmp_path)

    qtbot.waitUntil(lambda: about.text == "text of notice")
    names = [about.parts.itemText(index) for index in range(about.parts.count())]
    assert names == ["notice", "terms", "azure", "PySide6-Essentials-6.8", "Zlib"]
    about.parts.setCurrentText("azure")
    qtbot.waitUntil(lambda: about.text == "text of azure")


def test_a_text_that_cannot_be_read_is_said(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_bytes(b"\xff\xfe\xff")
    about = Opened(qtbot, tasks, tmp_path)
    qtbot.waitUntil(lambda: about.text.startswith("The text cannot be read"))
