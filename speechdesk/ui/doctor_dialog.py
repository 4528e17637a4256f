"""Check my setup: each part with what is wrong and how it is mended, to read and to copy."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from speechdesk.ui.announcer import Announcer
from speechdesk.ui.icons import Icons
from speechdesk.ui.messages_for import problem_message
from speechdesk.ui.sdk_log_dialog import SdkLogDialog
from speechdesk.ui.shapes import label
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import GRID

if TYPE_CHECKING:  # it knows the recognizers, which the first paint does not need
    from speechdesk.session.checks import Check
    from speechdesk.session.examination import Examined

_SIZE = QSize(680, 620)
_ICON = 20


class DoctorDialog(QDialog):
    """Runs the checks when it opens. `examine(with_log)` is called on a pool thread."""

    def __init__(
        self,
        examine: "Callable[[bool], Examined]",
        tasks: Tasks,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Check my setup"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._examine = examine
        self._tasks = tasks
        self._icons = icons
        self._announcer = Announcer(self)
        self._examined: Examined | None = None
        self.headline = label("strong")
        self.headline.setWordWrap(True)
        self.rows = QWidget()
        self._column = QVBoxLayout(self.rows)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4 * GRID)
        self.with_log = QCheckBox(self.tr("Let the Speech SDK write down what it does, too"))
        self.with_log.setToolTip(
            self.tr(
                "You see this log first, and may then save it. It holds nothing of what is said."
            )
        )
        self.again = QPushButton(self.tr("Check again"))
        self.copy = QPushButton(self.tr("Copy report"))
        self.log = QPushButton(self.tr("Show log…"))
        self._lay_out()
        self._begin()

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidget(self.rows)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(self.tr("What was found"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button, slot in (
            (self.again, self._begin),
            (self.copy, self._copy),
            (self.log, self._show_log),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 4 * GRID)
        column.setSpacing(4 * GRID)
        column.addWidget(self.headline)
        column.addWidget(area, 1)
        column.addWidget(self.with_log)
        column.addWidget(buttons)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))

    @Slot()
    def _begin(self) -> None:
        self._examined = None
        self._show_buttons(busy=True)
        self.headline.setText(
            self.tr("Checking… The microphone listens for a moment, and a clip of ours is sent.")
        )
        work = partial(self._examine, self.with_log.isChecked())
        self._tasks.run(work, self._show, self._failed)

    @Slot(object)
    def _show(self, examined: "Examined") -> None:
        self._examined = examined
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for check in examined.checks:
            self._column.addWidget(self._row(check))
        self._column.addStretch(1)
        problems = sum(check.status == "problem" for check in examined.checks)
        headline = self.tr("All is well.")
        if problems:
            many = self.tr("{count} things are to be mended.").format(count=problems)
            headline = self.tr("One thing is to be mended.") if problems == 1 else many
        self.headline.setText(headline)
        self._show_buttons(busy=False)
        self._announcer.say(headline)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.headline.setText(problem_message(error).what)
        self._show_buttons(busy=False)

    def _show_buttons(self, *, busy: bool) -> None:
        self.again.setEnabled(not busy)
        self.copy.setEnabled(self._examined is not None)
        self.log.setVisible(self._examined is not None and bool(self._examined.sdk_log))

    def _row(self, check: "Check") -> QWidget:
        icon, tint, word = {
            "ok": ("check", "ok", self.tr("in order")),
            "problem": ("warning", "warn", self.tr("to be mended")),
        }.get(check.status, ("info", "faint", self.tr("not checked")))
        sign = QLabel()
        self._icons.show_on(sign, icon, tint, _ICON)
        sign.setAccessibleName(word)
        words = QVBoxLayout()
        words.setSpacing(GRID)
        words.addWidget(label("strong", f"{name_of(check.name)}: {word}"))
        for role, text in (("", check.message), ("dim", check.mend)):
            line = label(role, text)
            line.setWordWrap(True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.setVisible(bool(text))
            words.addWidget(line)
        row = QWidget()
        row.setObjectName(check.name)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(3 * GRID)
        across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        return row

    @Slot()
    def _copy(self) -> None:
        if self._examined is not None:
            QGuiApplication.clipboard().setText(self._examined.report)
            self.headline.setText(self.tr("The report is on the clipboard. It holds no secrets."))

    @Slot()
    def _show_log(self) -> None:
        if self._examined is not None:
            SdkLogDialog(self._examined.sdk_log, self._tasks, self).open()


def name_of(check: str) -> str:
    """Return the name of a check, as the doctor calls it, in the user's language."""
    names = {
        "microphone": _tr("Microphone"),
        "disk": _tr("Disk"),
        "keyring": _tr("Keyring"),
        "display": _tr("Display"),
        "network": _tr("Network"),
        "service": _tr("Service"),
        "clock": _tr("Clock"),
        "versions": _tr("Versions"),
    }
    return names.get(check, check)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Doctor", text)
