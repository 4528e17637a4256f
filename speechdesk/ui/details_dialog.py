"""Recognition in detail: where, by which model, how fast, and how much was sent this month."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from speechdesk.ui.latencies import Latencies
from speechdesk.ui.messages_for import problem_message
from speechdesk.ui.places import place_name
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.recognition_words import free_tier, languages_line, models_line, sent_line
from speechdesk.ui.shapes import label
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import GRID

_WIDTH = 150 * GRID


class DetailsDialog(QDialog):
    """Keeps up to date while it is open. `check_asked` is the way to the check of the set-up."""

    check_asked = Signal()

    def __init__(
        self,
        preferences: Preferences,
        latencies: Latencies,
        sent_this_month: Callable[[], Mapping[str, int]],
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Details of recognition"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._preferences = preferences
        self._latencies = latencies
        self.place = _value()
        self.languages = _value()
        self.models = _value()
        self.latency = _value()
        self.sent = _value()
        self._lay_out()
        preferences.changed.connect(self._show)
        latencies.changed.connect(self._show)
        self._show()
        self.sent.setText("…")
        tasks.run(sent_this_month, self._show_sent, self._not_known)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(6 * GRID)
        grid.setVerticalSpacing(3 * GRID)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(
            (
                (self.tr("Recognized by"), self.place),
                (self.tr("Language"), self.languages),
                (self.tr("Custom model"), self.models),
                (self.tr("Latency"), self.latency),
                (self.tr("Sent this month"), self.sent),
            )
        ):
            caption = label("strong", name)
            caption.setAlignment(Qt.AlignmentFlag.AlignTop)
            caption.setBuddy(value)
            value.setAccessibleName(name)
            grid.addWidget(caption, row, 0)
            grid.addWidget(value, row, 1)
        note = label("dim", free_tier())
        note.setWordWrap(True)
        note.setTextInteractionFlags(_SELECTABLE)
        note.setAccessibleName(self.tr("The free tier"))
        check = QPushButton(self.tr("Check my setup…"))
        check.setAutoDefault(False)
        check.clicked.connect(self.check_asked)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(check, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 6 * GRID, 6 * GRID, 4 * GRID)
        column.setSpacing(5 * GRID)
        column.addLayout(grid)
        column.addWidget(note)
        column.addStretch(1)
        column.addWidget(buttons)
        width = min(_WIDTH, self.screen().availableSize().width() * 9 // 10)
        self.setMinimumWidth(width)
        self.ensurePolished()
        # By themselves, lines that wrap ask for the height of a narrower dialog.
        self.resize(width, column.totalHeightForWidth(width))

    @Slot()
    def _show(self) -> None:
        settings = self._preferences.settings
        self.place.setText(place_name(settings))
        self.languages.setText(languages_line(settings))
        self.models.setText(models_line(settings))
        self.latency.setText(
            self._latencies.words or self.tr("Nothing was recognized since the start.")
        )

    @Slot(object)
    def _show_sent(self, sent_ms: Mapping[str, int]) -> None:
        self.sent.setText(sent_line(sent_ms))

    @Slot(object)
    def _not_known(self, error: Exception) -> None:
        self.sent.setText(problem_message(error).what)


_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


def _value() -> QLabel:
    value = label("")
    value.setWordWrap(True)
    value.setTextInteractionFlags(_SELECTABLE)
    return value
