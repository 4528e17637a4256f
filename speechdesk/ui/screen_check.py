"""One line, and status 1, where Qt finds no screen: it would write seven lines and abort."""

import os
import sys
from types import TracebackType
from typing import Self

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler


class ScreenCheck:
    """Holds what Qt says while the application is made: `with ScreenCheck(): QApplication([])`."""

    def __init__(self) -> None:
        self._said: list[str] = []

    def __enter__(self) -> Self:
        self._before = qInstallMessageHandler(self._take)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        qInstallMessageHandler(self._before)
        for text in self._said:
            sys.stderr.write(f"{text}\n")

    def _take(self, kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind is not QtMsgType.QtFatalMsg:
            self._said.append(message)
            return
        why = self._said[0] if self._said else message.partition("\n")[0]
        sys.stderr.write(
            f"speechdesk: The window cannot open ({why.strip()}). The commands need no screen: "
            "speechdesk --help\n"
        )
        sys.stderr.flush()
        os._exit(1)  # Qt aborts as soon as this returns.
