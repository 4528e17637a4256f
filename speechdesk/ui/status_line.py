"""The bottom line: one plain sentence, and now and then one offer such as Undo."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from speechdesk.ui.elided_label import ElidedLabel
from speechdesk.ui.theme import GRID

_OFFER_MS = 8000


class StatusLine(QWidget):
    """Says how things stand; `tell` and `offer` put a sentence over it for 8 seconds or longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = ""
        self._covered = False
        self._text = ElidedLabel("caption")
        self._text.setAccessibleName(self.tr("Status"))
        self._button = QPushButton()
        self._button.setProperty("kind", "quiet")
        self._button.hide()
        self._button.clicked.connect(self._taken)
        self._accept: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_OFFER_MS)
        self._timer.timeout.connect(self.withdraw)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)

    def sizeHint(self) -> QSize:
        return self._with_button(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._with_button(super().minimumSizeHint())

    def _with_button(self, size: QSize) -> QSize:
        """Be as high without an offer as with one, so that nothing above moves when it comes."""
        return size.expandedTo(QSize(0, self._button.sizeHint().height()))

    @property
    def sentence(self) -> str:
        """What is written now, the offer's sentence included."""
        return self._text.full_text

    def say(self, sentence: str) -> None:
        """Show `sentence` until the next; an offer in force stays until its time is over."""
        self._sentence = sentence
        if not self._covered:
            self._text.set_full_text(sentence)

    def tell(self, sentence: str, *, lasting: bool = False) -> None:
        """Show `sentence` over what is said otherwise: for a few seconds, or until the next."""
        self._button.hide()
        self._accept = None
        self._covered = True
        self._text.set_full_text(sentence)
        if lasting:
            self._timer.stop()
        else:
            self._timer.start()

    def offer(
        self, sentence: str, button: str, accept: Callable[[], object], *, lasting: bool = False
    ) -> None:
        """Show `sentence` and, as long as that, a `button` that calls `accept`."""
        if not isinstance(getattr(accept, "__self__", None), QObject):
            raise TypeError(f"{accept!r} is not a bound method of a QObject")
        self.tell(sentence, lasting=lasting)
        self._button.setText(button)
        self._button.setAccessibleDescription(sentence)
        self._button.show()
        self._accept = accept

    def _taken(self) -> None:
        accept = self._accept
        self.withdraw()
        if accept is not None:
            accept()

    def withdraw(self) -> None:
        """Go back to the sentence that says how things stand."""
        self._timer.stop()
        self._covered = False
        self._accept = None
        self._button.hide()
        self._text.set_full_text(self._sentence)
