"""The row above the transcript: the title, and what can be done with the take."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from speechdesk.ui.actions import Actions
from speechdesk.ui.icons import Icons
from speechdesk.ui.theme import GRID, TARGET, Theme
from speechdesk.ui.title_field import TitleField

_ICON = 18
_BESIDE = 2 * GRID
"""Pixels by which the word stands apart from the icon."""

_TITLE_CHARACTERS = (18, 36)
"""The room for the title that words on the buttons must leave: at least, and for a long one."""

_TITLE_FACTOR = 1.3


class Header(QWidget):
    """Its buttons show words while there is room, and only icons where there is not."""

    renamed = Signal(str)
    save_asked = Signal(str)
    """Carries a format such as "docx"."""

    def __init__(
        self, actions: Actions, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._words = True
        self._title = ""
        self.side_button = self._button(actions["side"])
        self.title = TitleField()
        self.title.setProperty("role", "title")
        self.title.setPlaceholderText(self.tr("New dictation"))
        self.title.setAccessibleName(self.tr("Title of this take"))
        self.title.setAccessibleDescription(self.tr("Enter gives the take this title"))
        self.title.setMaxLength(200)
        self.title.editingFinished.connect(self._title_edited)
        self.title.escaped.connect(self._title_escaped)
        self.copy_button = self._button(actions["copy"], beside=_BESIDE)
        self.save_button = self._button(actions["save"], beside=_BESIDE)
        self.save_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save_button.setMenu(self._save_menu(actions))
        self.save_button.setText(self.tr("Export"))
        self.save_button.setAccessibleName(self.tr("Export"))
        self.open_button = self._button(actions["open"], beside=_BESIDE)
        self.find_button = self._button(actions["find"])
        self.settings_button = self._button(actions["settings"])
        self.more_button = self._more_button(actions)
        self._worded = (self.copy_button, self.save_button, self.open_button)
        self._plain = (self.side_button, self.find_button, self.settings_button, self.more_button)
        for button in self._worded:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.side_button)
        row.addWidget(self.title, 1)
        row.addSpacing(2 * GRID)
        for button in (*self._worded, *self._plain[1:]):
            row.addWidget(button)
        theme.changed.connect(self._look_changed)
        self._look_changed()

    def _look_changed(self) -> None:
        # Not by the style sheet: a line edit does not ask for more room when that enlarges it.
        font = self._theme.font(_TITLE_FACTOR, strong=True)
        self.title.setFont(font)
        self.title.updateGeometry()

    def _button(self, action: QAction, *, beside: int = 0) -> QToolButton:
        button = QToolButton()
        button.setIcon(action.icon())
        self._icons.fit(button, _ICON, beside=beside)
        button.setText(action.text().rstrip("…"))
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text().rstrip("…"))
        button.setAccessibleDescription(action.toolTip())
        button.setProperty("kind", "quiet")
        button.setMinimumSize(TARGET, TARGET)
        button.clicked.connect(action.trigger)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _save_menu(self, actions: Actions) -> QMenu:
        menu = QMenu(self)
        menu.addAction(actions["save"])
        menu.addSeparator()
        for form, text in (
            ("docx", self.tr("Word document (docx)")),
            ("md", self.tr("Markdown (md)")),
            ("html", self.tr("Web page (html)")),
            ("srt", self.tr("Subtitles (srt)")),
            ("vtt", self.tr("Subtitles (vtt)")),
            ("json", self.tr("Data with times (json)")),
        ):
            action = menu.addAction(text)
            action.setData(form)
        menu.triggered.connect(self._export_chosen)
        return menu

    def _export_chosen(self, action: QAction) -> None:
        if action.data():
            self.save_asked.emit(action.data())

    def _more_button(self, actions: Actions) -> QToolButton:
        menu = QMenu(self)
        for name in (
            *("new", "rename", "copy_plain", "-", "play", "doubtful", "search", "-"),
            *("larger", "smaller", "normal", "-"),
        ):
            if name == "-":
                menu.addSeparator()
            else:
                menu.addAction(actions[name])
        for name in ("commands", "details", "doctor", "shortcuts", "about", "quit"):
            menu.addAction(actions[name])
        button = QToolButton()
        button.setIcon(self._icons.icon("more"))
        self._icons.fit(button, _ICON)
        button.setText(self.tr("More"))
        button.setToolTip(self.tr("More"))
        button.setAccessibleName(self.tr("More"))
        button.setAccessibleDescription(self.tr("Opens a menu"))
        button.setProperty("kind", "quiet")
        button.setMinimumSize(TARGET, TARGET)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    # the title

    def show_title(self, title: str) -> None:
        """Show the title of the take that is open."""
        self._title = title
        self.title.setText(title)
        self.title.setCursorPosition(0)
        self._arrange()

    def edit_title(self) -> None:
        self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.title.selectAll()

    def _title_edited(self) -> None:
        title = self.title.text().strip()
        if not title:
            self.title.setText(self._title)
        elif title != self._title:
            self._title = title
            self.renamed.emit(title)
        self.title.setModified(False)

    def _title_escaped(self) -> None:
        self.title.setText(self._title)
        self.title.selectAll()

    # the room there is

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self._buttons_width(words=False) + 24 * GRID, super().minimumSizeHint().height()
        )

    def _arrange(self) -> None:
        metrics = self.title.fontMetrics()
        least, most = (metrics.averageCharWidth() * each for each in _TITLE_CHARACTERS)
        title = min(max(metrics.horizontalAdvance(self._title) + 4 * GRID, least), most)
        words = self._buttons_width(words=True) + title <= self.width()
        if words != self._words:
            self._words = words
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            for button in self._worded:
                button.setToolButtonStyle(style if words else Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _buttons_width(self, *, words: bool) -> int:
        width = 2 * GRID
        metrics = self.copy_button.fontMetrics()
        for button in (*self._worded, *self._plain):
            width += max(TARGET, button.iconSize().width() + 3 * GRID) + GRID
            if words and button in self._worded:
                width += metrics.horizontalAdvance(button.text()) + GRID
        return width
