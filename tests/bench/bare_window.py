"""The reference: a PySide6 window with a text edit and nothing else."""

import sys
import threading

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QTextEdit

from tests.bench.telling import say


class Watch(QObject):
    """Tells the first paint, and ends the program with its stdin."""

    over = Signal()

    def __init__(self, edit: QTextEdit) -> None:
        super().__init__()
        self._painted = False
        edit.viewport().installEventFilter(self)
        threading.Thread(target=self._wait, daemon=True).start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._tell)
        return False

    @Slot()
    def _tell(self) -> None:
        say("painted")

    def _wait(self) -> None:
        sys.stdin.read()
        self.over.emit()


def main() -> int:
    application = QApplication([])
    window = QMainWindow()
    edit = QTextEdit()
    window.setCentralWidget(edit)
    window.resize(1280, 800)
    watch = Watch(edit)
    watch.over.connect(application.quit)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
