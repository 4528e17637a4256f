"""Files of the open take, each of which waits for what was typed before."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from speechdesk.ui.main_window import MainWindow
from tests.ui.fakes import Behind


def test_a_take_is_exported_though_another_page_is_open_by_then(
    window: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "letter.docx"
    with qtbot.waitSignal(window.controllers.saver.saved):
        qtbot.keyClicks(window.parts.paper.transcript, "Dear tenants,")
    (take,) = behind.history.takes()
    qtbot.keyClicks(window.parts.paper.transcript, " more")
    with qtbot.waitSignal(window.controllers.saving.saved):
        window.controllers.saving.write(target)
        window.controllers.open_take.new()
    assert target.read_bytes() == f"docx of {take.id}".encode()


def test_a_take_is_exported_as_soon_as_there_is_one(
    window: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "letter.docx"
    qtbot.keyClicks(window.parts.paper.transcript, "Dear tenants,")
    with qtbot.waitSignal(window.controllers.saving.saved):
        window.controllers.saving.write(target)
    (take,) = behind.history.takes()
    assert target.read_bytes() == f"docx of {take.id}".encode()


def test_of_two_exports_that_wait_neither_is_forgotten(
    window: MainWindow, behind: Behind, tmp_path: Path, qtbot: QtBot
) -> None:
    targets = (tmp_path / "letter.docx", tmp_path / "letter.html")
    with qtbot.waitSignal(window.controllers.saver.saved):
        qtbot.keyClicks(window.parts.paper.transcript, "Dear tenants,")
    (take,) = behind.history.takes()
    qtbot.keyClicks(window.parts.paper.transcript, " more")
    for target in targets:
        window.controllers.saving.write(target)
    qtbot.waitUntil(lambda: all(target.exists() for target in targets))
    assert [target.read_text() for target in targets] == [
        f"docx of {take.id}",
        f"html of {take.id}",
    ]


def test_of_two_files_the_one_that_failed_is_named(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.controllers.saver.saved):
        qtbot.keyClicks(window.parts.paper.transcript, "Dear tenants,")
    saving = window.controllers.saving
    with qtbot.waitSignal(saving.saved) as saved, qtbot.waitSignal(saving.failed) as failed:
        saving.write(tmp_path / "missing" / "letter.docx")
        saving.write(tmp_path / "letter.txt")
    assert (saved.args[0].path.name, failed.args[0].name) == ("letter.txt", "letter.docx")


@pytest.mark.parametrize(("made", "shown"), [(("Documents",), "Documents"), ((), ".")])
def test_a_file_is_saved_among_the_documents_or_at_home(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    made: tuple[str, ...],
    shown: str,
) -> None:
    home = tmp_path / "ada"
    for folder in (".", *made):
        (home / folder).mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    qtbot.keyClicks(window.parts.paper.transcript, "Dear tenants,")
    dialog = window.controllers.saving.ask()
    assert dialog is not None
    assert Path(dialog.directory().path()) == home / shown
    dialog.reject()
