"""The card of the first start: a sentence to read, and the way to Azure."""

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from speechdesk.ui.flow_layout import FlowLayout
from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import frame, label
from speechdesk.ui.theme import GRID

_LEAST_LINES = 3


class FirstStartCard(QWidget):
    """Stands over the empty transcript until something was said, or it is closed.

    On a desktop in another language than English, Connect Azure is the strong action.
    """

    connect_asked = Signal()
    menu_entry_asked = Signal()
    closed = Signal()

    def __init__(
        self,
        icons: Icons,
        *,
        offer_menu_entry: bool,
        system: QLocale | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("First steps"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        language = (system or QLocale.system()).language()
        english = language in (QLocale.Language.English, QLocale.Language.C)
        self.connect_button = QPushButton(self.tr("Connect Azure…"))
        self.connect_button.setAccessibleDescription(
            self.tr("Opens the settings where key and region of your Azure resource go")
        )
        self.connect_button.setProperty("kind", "" if english else "strong")
        self.connect_button.clicked.connect(self.connect_asked)
        self.menu_button = QPushButton(self.tr("Add to the applications menu"))
        self.menu_button.setProperty("kind", "quiet")
        self.menu_button.setAccessibleDescription(
            self.tr("Lets you start SpeechDesk like any other program")
        )
        self.menu_button.setVisible(offer_menu_entry)
        self.menu_button.clicked.connect(self.menu_entry_asked)
        self._close = QToolButton()
        self._close.setProperty("kind", "quiet")
        self._close.setIcon(icons.icon("close"))
        icons.fit(self._close, 16)
        self._close.setAccessibleName(self.tr("Close the card"))
        self._close.setToolTip(self.tr("Close the card"))
        self._close.clicked.connect(self.closed)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        heading = label("heading", self.tr("Try it now: press Record and read this aloud"))
        heading.setWordWrap(True)
        head.addWidget(heading, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        sentence = label("sample", self.tr("“Please open the window and close the door.”"))
        terms = label(
            "dim",
            self.tr(
                "This computer recognizes it, and nothing leaves it: English only; about one word "
                "in four comes out wrong. For your language and good accuracy connect Azure."
            ),
        )
        buttons = FlowLayout()
        buttons.addWidget(self.connect_button)
        buttons.addWidget(self.menu_button)
        card = frame("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(6 * GRID, 4 * GRID, 4 * GRID, 5 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(head)
        for text in (sentence, terms):
            text.setWordWrap(True)
            text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            column.addWidget(text)
        column.addSpacing(GRID)
        column.addLayout(buttons)
        self._card = card
        area = QScrollArea()
        area.setWidget(card)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(area)
        self.set_edge(4 * GRID)

    def set_edge(self, pixels: int) -> None:
        """Leave so much free at both sides, so that the card stands over a column of text."""
        self._outer.setContentsMargins(pixels, 4 * GRID, pixels, 0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the height at which nothing of the card has to be scrolled."""
        edges = self._outer.contentsMargins()
        inner = max(self.width() - edges.left() - edges.right(), 1)
        height = self._card.heightForWidth(inner) + edges.top() + edges.bottom()
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LEAST_LINES * self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What can be reached with Tab, in order."""
        return (self.connect_button, self.menu_button, self._close)

    def menu_entry_made(self) -> None:
        """Show that the entry is in the menu now."""
        self.menu_button.setText(self.tr("Added to the applications menu"))
        self.menu_button.setEnabled(False)
