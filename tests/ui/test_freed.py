"""Windows and dialogs are freed when they are closed."""

import gc
import weakref

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from speechdesk.ui.export_dialog import ExportDialog
from speechdesk.ui.icons import Icons
from speechdesk.ui.language_picker import LanguageList
from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.shortcuts_dialog import ShortcutsDialog
from speechdesk.ui.takes_model import Row
from speechdesk.ui.theme import Theme
from tests.ui.fakes import Behind, Spoken


def delete_later() -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_window(
    theme: Theme, icons: Icons, behind: Behind, spoken: Spoken, qtbot: QtBot
) -> None:
    window = MainWindow(behind.services(), theme, icons, spoken.hear)
    with qtbot.waitSignals([window.model.loaded, window.parts.pickers.microphone.listed]):
        window.show()
        window.begin()
    parts = [
        window.parts.bar,
        window.parts.paper.transcript,
        window.controllers.dictation,
        window.model,
    ]
    gone = weakref.ref(window)
    window.close()
    window.deleteLater()
    delete_later()
    assert not any(isValid(part) for part in parts)
    del window, parts
    gc.collect()
    assert gone() is None


def test_dialogs(window: MainWindow) -> None:
    window.controllers.dialogs.show_shortcuts()
    window.parts.pickers.language.open()
    window.parts.panel.export_asked.emit((Row(1, "Letter", ""),))
    (exporting,) = window.findChildren(ExportDialog)
    (dialog,) = window.findChildren(ShortcutsDialog)
    (languages,) = window.findChildren(LanguageList)
    dialog.close()
    languages.close()
    exporting.reject()
    delete_later()
    assert not isValid(dialog)
    assert not isValid(languages)
    assert not isValid(exporting)
