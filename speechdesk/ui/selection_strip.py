"""What can be done with several takes at once, while several are selected."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from speechdesk.ui.elided_label import ElidedLabel
from speechdesk.ui.icons import Icons
from speechdesk.ui.shapes import frame
from speechdesk.ui.theme import GRID, TARGET

_ICON = 18


class SelectionStrip(QWidget):
    """Hidden unless at least two takes are selected."""

    star_asked = Signal()
    export_asked = Signal()
    delete_asked = Signal()
    end_asked = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ElidedLabel("strong")
        self._text.setAccessibleName(self.tr("Selected takes"))
        self.controls = tuple(
            self._button(icons, icon, text, asked)
            for icon, text, asked in (
                ("star", self.tr("Star the selected takes"), self.star_asked),
                ("save", self.tr("Export the selected takes"), self.export_asked),
                ("delete", self.tr("Delete the selected takes"), self.delete_asked),
                ("close", self.tr("Select no longer"), self.end_asked),
            )
        )
        sheet = frame("card")
        row = QHBoxLayout(sheet)
        row.setContentsMargins(3 * GRID, GRID, GRID, GRID)
        row.setSpacing(0)
        row.addWidget(self._text, 1)
        for button in self.controls:
            row.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)
        self.hide()

    @property
    def text(self) -> str:
        """What is said of the selection, such as "3 selected"."""
        return self._text.full_text

    @Slot(int)
    def show_count(self, count: int) -> None:
        """Show how many takes are selected."""
        self._text.set_full_text(self.tr("{count} selected").format(count=count))
        self.setVisible(count > 1)

    def _button(self, icons: Icons, icon: str, text: str, asked: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(icon, "text"))
        icons.fit(button, _ICON)
        button.setProperty("kind", "quiet")
        button.setMinimumSize(TARGET, TARGET)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.clicked.connect(asked)
        return button
