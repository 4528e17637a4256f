"""What needs a hand: what happened, what is safe, one button that mends it, and details."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from speechdesk.messages import Mend, Message
from speechdesk.ui.icons import Icons
from speechdesk.ui.scrolled import Scrolled
from speechdesk.ui.shapes import frame, label
from speechdesk.ui.theme import GRID

_ICON = 20
_LEAST_LINES = 4


class Banner(QWidget):
    """Shows one message, or nothing. `mend_asked` says which button was pressed."""

    mend_asked = Signal(object)
    dismissed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message: Message | None = None
        self.setObjectName("banner")
        self.setAccessibleName(self.tr("What needs attention"))
        self._icon = QLabel()
        self._icon.setAccessibleName(self.tr("Warning"))
        icons.show_on(self._icon, "warning", "warn", _ICON)
        self._what = _wrapping("strong")
        self._safe = _wrapping("")
        self._details = _wrapping("dim")
        self._details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.mend_button = QPushButton()
        self.mend_button.setProperty("kind", "warn")
        self.mend_button.clicked.connect(self._mend_clicked)
        self._more = QPushButton(self.tr("Details"))
        self._more.setProperty("kind", "quiet")
        self._more.setCheckable(True)
        self._more.setAccessibleDescription(self.tr("Shows or hides what support asks for"))
        self._more.toggled.connect(self._details.setVisible)
        self._close = QToolButton()
        self._close.setProperty("kind", "quiet")
        self._close.setIcon(icons.icon("close"))
        icons.fit(self._close, 16)
        self._close.setAccessibleName(self.tr("Hide this message"))
        self._close.setToolTip(self.tr("Hide this message"))
        self._close.clicked.connect(self.dismissed)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        said = QWidget()
        words = QVBoxLayout(said)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(GRID // 2)
        for part in (self._what, self._safe, self._details):
            words.addWidget(part)
        self._words = Scrolled(said, _LEAST_LINES)
        self._words.setAccessibleName(self.tr("What needs attention"))
        sheet = frame("banner")
        row = self._row = QHBoxLayout(sheet)
        row.setContentsMargins(4 * GRID, 3 * GRID, 2 * GRID, 3 * GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        for button in (self.mend_button, self._more, self._close):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What can be reached with Tab, in order."""
        return (self._words, self.mend_button, self._more, self._close)

    @property
    def message(self) -> Message | None:
        """The message that is shown now."""
        return self._message

    def show_message(self, message: Message | None) -> None:
        """Show `message` in place of the one before; None hides the banner."""
        if message == self._message:
            return
        self._message = message
        self._more.setChecked(False)
        self._details.hide()
        if message is None:
            self.hide()
            return
        self._what.setText(message.what)
        self._safe.setText(message.safe)
        self._words.setAccessibleDescription(f"{message.what} {message.safe}".strip())
        self._safe.setVisible(bool(message.safe))
        # Beside the first of two lines, or the only one, which stands in the middle.
        one_line = Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop if message.safe else one_line)
        details = "\n".join(part for part in (message.command, message.details) if part)
        self._details.setText(details)
        self._more.setVisible(bool(details))
        self.mend_button.setVisible(message.mend is not Mend.NONE)
        self.mend_button.setText(message.mend_label)
        self.mend_button.setAccessibleDescription(message.what)
        self.show()

    def _mend_clicked(self) -> None:
        self.mend_asked.emit(self._message)


def _wrapping(role: str) -> QLabel:
    result = label(role)
    result.setWordWrap(True)
    result.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return result
