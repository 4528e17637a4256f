"""Check my setup: what was found, how it is mended, the report and the log."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from speechdesk.errors import StorageError
from speechdesk.session.checks import Check, Status
from speechdesk.session.examination import Examined
from speechdesk.ui.doctor_dialog import DoctorDialog
from speechdesk.ui.icons import Icons
from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.saving import documents_folder
from speechdesk.ui.sdk_log_dialog import SdkLogDialog
from speechdesk.ui.tasks import Tasks
from tests.ui.fakes import Behind

CHECKS = (
    Check("microphone", Status.OK, "ok", "Headset works: it is quiet now (-52 dB)."),
    Check("keyring", Status.SKIPPED, "no_keyring", "This system has no keyring.", "Install one."),
    Check(
        "service", Status.PROBLEM, "key_refused", "The service refused the key.", "Open settings"
    ),
)


class Doctor:
    """Answers with what the test put there, and notes whether a log was asked for."""

    def __init__(self) -> None:
        self.found: Examined | Exception = Examined(CHECKS, "SpeechDesk doctor\nservice: problem\n")
        self.asked: list[bool] = []
        self.may_end = threading.Event()

    def __call__(self, with_log: bool) -> Examined:
        self.asked.append(with_log)
        assert self.may_end.wait(20)
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


@pytest.fixture
def doctor() -> Doctor:
    return Doctor()


@pytest.fixture
def dialog(qtbot: QtBot, doctor: Doctor, tasks: Tasks, icons: Icons) -> Iterator[DoctorDialog]:
    dialog = DoctorDialog(doctor, tasks, icons)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.headline.text().startswith("Checking…")
    assert not dialog.again.isEnabled()
    assert not dialog.copy.isEnabled()
    doctor.may_end.set()
    yield dialog


def lines(dialog: DoctorDialog) -> list[str]:
    """Draw the rows: "Service: to be mended / The service … / Open settings"."""
    found = []
    for check in CHECKS:
        row = dialog.rows.findChild(QWidget, check.name)
        if row is not None:
            texts = [each.text() for each in row.findChildren(QLabel) if each.text()]
            found.append(" / ".join(texts))
    return found


def test_each_part_is_told_with_its_mend(dialog: DoctorDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.again.isEnabled)
    assert lines(dialog) == [
        "Microphone: in order / Headset works: it is quiet now (-52 dB).",
        "Keyring: not checked / This system has no keyring. / Install one.",
        "Service: to be mended / The service refused the key. / Open settings",
    ]
    assert dialog.headline.text() == "One thing is to be mended."
    assert not dialog.log.isVisible()


def test_when_all_is_well_it_says_so(dialog: DoctorDialog, doctor: Doctor, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.again.isEnabled)
    doctor.found = Examined(CHECKS[:1], "")
    dialog.again.click()
    qtbot.waitUntil(lambda: dialog.headline.text() == "All is well.")
    qtbot.waitUntil(lambda: len(lines(dialog)) == 1)


def test_the_report_is_copied_as_it_is(dialog: DoctorDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.copy.isEnabled)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == "SpeechDesk doctor\nservice: problem\n"
    assert "no secrets" in dialog.headline.text()


def test_a_failure_of_the_doctor_is_said(
    dialog: DoctorDialog, doctor: Doctor, qtbot: QtBot
) -> None:
    qtbot.waitUntil(dialog.again.isEnabled)
    doctor.found = StorageError("locked")
    dialog.again.click()
    qtbot.waitUntil(lambda: "in use by another program" in dialog.headline.text())
    assert dialog.again.isEnabled()
    assert not dialog.copy.isEnabled()


def test_the_log_comes_only_when_asked_for_and_is_seen_before_it_is_saved(
    dialog: DoctorDialog, doctor: Doctor, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(dialog.again.isEnabled)
    doctor.found = Examined(CHECKS, "report", "step one\nstep two")
    dialog.with_log.setChecked(True)
    dialog.again.click()
    qtbot.waitUntil(dialog.log.isVisible)
    assert doctor.asked == [False, True]
    dialog.log.click()
    (log,) = dialog.findChildren(SdkLogDialog)
    assert log.text.toPlainText() == "step one\nstep two"
    assert log.text.isReadOnly()
    file = tmp_path / "log.txt"
    log.save(file)
    qtbot.waitUntil(lambda: log.note.text() == "The log is saved.")
    assert file.read_text() == "step one\nstep two\n"
    assert file.stat().st_mode & 0o077 == 0
    log.save(tmp_path / "not there" / "log.txt")
    qtbot.waitUntil(lambda: log.note.text().startswith("The log cannot be saved"))
    chooser = log.ask()
    assert Path(chooser.directory().path()) == documents_folder()
    assert chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert Path(chooser.selectedFiles()[0]).name == "speech-sdk-log.txt"
    chooser.reject()


def test_the_menu_opens_it_for_the_language_that_is_spoken(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    window.commands["doctor"].trigger()
    (dialog,) = window.findChildren(DoctorDialog)
    qtbot.waitUntil(dialog.again.isEnabled)
    assert behind.examinations == [("en-US", False)]
    dialog.close()
