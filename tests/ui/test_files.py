"""Audio that is opened, and text that is saved, from the window."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from speechdesk.domain.transcript import Block, Document, Run
from speechdesk.errors import Failure, FailureCode, SoundError
from speechdesk.session.events import JobEnded, JobProgress, JobWaiting
from speechdesk.session.interrupted import Interrupted
from speechdesk.storage.takes import Take
from speechdesk.ui.main_window import MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.drawn import drawn, takes
from tests.ui.fakes import Behind, Spoken

# PySide 6.12 takes a new form of the event for it, which 6.8 does not have.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Function. 'QDragEnterEvent.QDragEnterEvent:DeprecationWarning"
)


def drop(target: QWidget, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), action, data, buttons, keys)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), action, data, buttons, keys))


@pytest.mark.parametrize("on_text", [False, True], ids=["on the window", "on the text"])
def test_a_dropped_file_becomes_a_take_of_its_own(
    window: MainWindow, behind: Behind, qtbot: QtBot, on_text: bool
) -> None:
    target = window.parts.paper.transcript.viewport() if on_text else window
    drop(target, Path("/sound/lecture.m4a"))
    assert "job: lecture.m4a: 0 % recognized [Cancel]" in drawn(window)
    qtbot.waitUntil(lambda: behind.session.orders != [])
    (take,) = behind.history.takes()
    assert behind.session.orders == [f"recognize {take.id}"]
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == take.id)
    window.handle(JobProgress(take.id, 500, 1000))
    assert "job: lecture.m4a: 50 % recognized [Cancel]" in drawn(window)
    window.handle(JobWaiting(take.id, Failure(FailureCode.REFUSED), was_connected=False))
    assert "job: lecture.m4a: waiting for the service, goes on by itself" in drawn(window)
    window.handle(JobEnded(take.id, complete=True))
    assert "job" not in drawn(window)
    assert window.parts.paper.transcript.plain_text() == ""


def test_several_files(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    drop(window, Path("/a.wav"), Path("/b.wav"))
    qtbot.waitUntil(lambda: len(behind.session.orders) == 2)
    assert "(and 1 more)" in window.parts.jobs.text
    qtbot.waitUntil(lambda: sorted(takes(window)) == ["a.wav", "b.wav"])


def test_a_job_that_gave_up_can_be_tried_again(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    drop(window, Path("/a.wav"))
    qtbot.waitUntil(lambda: behind.session.orders != [])
    (take,) = behind.history.takes()
    behind.interrupted.append(Interrupted(take, recorded_ms=9000))
    window.handle(JobEnded(take.id, complete=False, failure=Failure(FailureCode.TIMEOUT)))
    assert "banner: The service took too long to answer." in drawn(window)
    window.parts.banner.mend_button.click()
    qtbot.waitUntil(lambda: behind.session.orders == [f"recognize {take.id}"] * 2)
    assert "banner" not in drawn(window)


def test_cancel(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    drop(window, Path("/a.wav"))
    qtbot.waitUntil(lambda: behind.session.orders != [])
    (take,) = behind.history.takes()
    window.parts.paper.transcript.setFocus()
    qtbot.mouseClick(window.parts.jobs.controls[0], Qt.MouseButton.LeftButton)
    assert window.parts.paper.transcript.hasFocus()
    assert behind.session.orders[-1] == f"cancel {take.id}"


def test_a_file_that_cannot_be_read(
    window: MainWindow, behind: Behind, qtbot: QtBot, spoken: Spoken
) -> None:
    behind.file_error = SoundError("not_audio")
    with qtbot.waitSignal(window.controllers.files.failed):
        drop(window, Path("/letter.wav"))
    assert "banner: letter.wav: This is not an audio file that can be read." in drawn(window)
    assert "job" not in drawn(window)
    assert spoken.heard[-1] == "! letter.wav: This is not an audio file that can be read."


def test_several_files_that_cannot_be_read(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.file_error = SoundError("not_audio")
    drop(window, Path("/a.wav"), Path("/b.wav"))
    qtbot.waitUntil(lambda: "banner: 2 files cannot be opened." in drawn(window))
    message = window.attention.message
    assert message is not None
    assert sorted(message.details.splitlines()) == [
        f"{name}: This is not an audio file that can be read." for name in ("a.wav", "b.wav")
    ]
    behind.file_error = None
    drop(window, Path("/c.wav"))
    assert "banner" not in drawn(window)


def test_text_is_still_dropped_as_text(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("plain")
    enter = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


# Saving


@pytest.fixture
def written(window: MainWindow, qtbot: QtBot) -> MainWindow:
    with qtbot.waitSignal(window.controllers.saver.saved):
        qtbot.keyClicks(window.parts.paper.transcript, "Dear tenants,")
    return window


def test_save_as_text(written: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    written.commands["save"].trigger()
    (dialog,) = written.findChildren(QFileDialog)
    today = f"{datetime.now():%Y-%m-%d}"
    assert [Path(each).name for each in dialog.selectedFiles()] == [f"{today} Dear tenants.txt"]
    dialog.close()
    target = tmp_path / "letter.txt"
    with qtbot.waitSignal(written.controllers.saving.saved):
        written.controllers.saving.write(target)
    assert target.read_text() == "Dear tenants,\n"
    assert written.parts.status.sentence == f"Saved as {target}"


def test_a_long_take_is_saved_while_it_is_still_being_opened(
    window: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    lines = [f"Paragraph {number}: " + "a word " * 190 for number in range(40)]
    take_id = behind.take("Long")
    blocks = tuple(Block(number, (Run(line),)) for number, line in enumerate(lines, start=1))
    behind.written(take_id, Document(blocks).as_change())
    target = tmp_path / "long.txt"
    loading: list[bool] = []

    def save(_take: Take) -> None:
        window.commands["save"].trigger()
        window.controllers.saving.write(target)
        window.controllers.open_take.save()
        loading.append(window.parts.paper.transcript.is_loading)

    window.controllers.open_take.opened.connect(save)
    with qtbot.waitSignal(window.controllers.saving.saved):
        window.controllers.open_take.open(take_id)
    assert loading == [True], "nobody waits for the editor"
    assert len(window.findChildren(QFileDialog)) == 1
    assert target.read_text().splitlines() == lines


def test_export_waits_for_what_was_just_typed(
    written: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.keyClicks(written.parts.paper.transcript, " more")
    with qtbot.waitSignal(written.controllers.saving.saved):
        written.controllers.saving.write(tmp_path / "letter.docx")
    (take,) = behind.history.takes()
    assert (tmp_path / "letter.docx").read_bytes() == f"docx of {take.id}".encode()
    assert behind.history.load_document(take.id).text == "Dear tenants, more"


def test_a_place_that_cannot_be_written(written: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(written.controllers.saving.failed):
        written.controllers.saving.write(tmp_path / "missing" / "letter.txt")
    assert "banner: letter.txt cannot be saved there: No such file or directory." in drawn(written)


def test_nothing_to_save(window: MainWindow) -> None:
    window.commands["save"].trigger()
    assert window.findChildren(QFileDialog) == []
    assert window.parts.status.sentence == "There is no text yet."


# What an earlier run left


def test_files_of_the_command_line(open_window: OpenWindow, behind: Behind, qtbot: QtBot) -> None:
    window = open_window()
    window.controllers.file_routes.open([Path("/a.wav")])
    qtbot.waitUntil(lambda: window.windowTitle() == "a.wav — SpeechDesk")
