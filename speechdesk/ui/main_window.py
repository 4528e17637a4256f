"""The main window: what is seen, from its first paint on, and what follows from Qt's own events."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QAccessible, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from speechdesk.ui import sentences
from speechdesk.ui.actions import Actions
from speechdesk.ui.announcer import Announcer, Send
from speechdesk.ui.attention import Attention
from speechdesk.ui.icons import Icons
from speechdesk.ui.languages import short_name
from speechdesk.ui.live import Live
from speechdesk.ui.places import place_name
from speechdesk.ui.services import Services
from speechdesk.ui.shown_settings import ShownSettings
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.theme import Theme
from speechdesk.ui.window_parts import WindowParts

if TYPE_CHECKING:  # imported once the window is painted
    from speechdesk.session.events import SessionEvent
    from speechdesk.ui.controllers import Controllers

SMALLEST = (760, 520)
_USUAL = (1280, 800)
_WIDE = 960
"""From this width on the list of takes is shown, unless the user folded it."""


class MainWindow(QMainWindow):
    """Everything the user sees. It reacts once it has begun, for which its first paint does not
    wait.
    """

    closed = Signal()

    def __init__(
        self,
        services: Services,
        theme: Theme,
        icons: Icons,
        say: Send = QAccessible.updateAccessibility,
    ) -> None:
        super().__init__()
        self._services = services
        self._theme = theme
        self._icons = icons
        self._announcer = Announcer(self, say)
        self._controllers: Controllers | None = None
        self._wants_side: bool | None = None
        self.commands = Actions(self, icons)
        self.commands["side"].triggered.connect(self.toggle_list)
        self.commands["quit"].triggered.connect(self.close)
        self.model = TakesModel(services.history, services.tasks, short_name, parent=self)
        self.parts = WindowParts(services, self.model, self.commands, theme, icons)
        self.attention = Attention(self)
        self.attention.changed.connect(self.parts.banner.show_message)
        self.parts.banner.dismissed.connect(self.attention.hide_shown)
        self._settings = ShownSettings(
            services.preferences, self.parts, self.commands["record"], theme, self
        )
        self.setCentralWidget(self.parts.body)
        self.setMinimumSize(*SMALLEST)
        self.resize(QSize(*_USUAL).boundedTo(self.screen().availableSize()))
        self.show_title("")
        self.parts.status.say(sentences.status(Live(), place_name(services.preferences.settings)))
        self.parts.paper.transcript.setFocus()

    # what the program asks

    def begin(self, files: Sequence[Path] = (), *, record: bool = False) -> None:
        """Make what reacts and fill the window in the background; then open `files`, or record.

        Called once, when the window has been painted.
        """
        from speechdesk.ui.controllers import Controllers

        self._controllers = Controllers(self, self._services, self._icons, self._announcer)
        self._controllers.beginning.begin(files, record=record)

    @property
    def begun(self) -> bool:
        return self._controllers is not None

    @property
    def controllers(self) -> "Controllers":
        """What reacts to the user and to the session; RuntimeError before the window has begun."""
        if self._controllers is None:
            raise RuntimeError("the window has not begun")
        return self._controllers

    @Slot(object)
    def handle(self, event: "SessionEvent") -> None:
        """Take one event of the session, in the GUI thread."""
        self.controllers.display.handle(event)

    def come_to_front(self) -> None:
        """Show the window above the others, as far as the desktop lets a program do that."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot(str)
    def show_title(self, title: str) -> None:
        """Show the title of the take that is open."""
        # As Qt writes it for dialogs.
        self.setWindowTitle(f"{title or self.tr('New dictation')} — SpeechDesk")

    # the list of takes

    @property
    def wants_list(self) -> bool | None:
        """Whether the user unfolded or folded the list; None where the width decides."""
        return self._wants_side

    def show_list(self, wanted: bool) -> None:
        """Unfold or fold the list of takes."""
        self._wants_side = wanted
        self.parts.panel.setVisible(wanted)
        if not wanted and self.focusWidget() is None:
            self.parts.paper.transcript.setFocus()

    @Slot()
    def toggle_list(self) -> None:
        self.show_list(not self.parts.panel.isVisible())

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        was_wide = event.oldSize().width() >= _WIDE
        wide = event.size().width() >= _WIDE
        if wide != was_wide and event.oldSize().isValid():
            # What the user folded in a narrow window comes back in a wide one, and so on.
            self._wants_side = None
        if self._wants_side is None:
            self.parts.panel.setVisible(wide)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        kinds = (QEvent.Type.ApplicationFontChange, QEvent.Type.FontChange)
        if event.type() in kinds:
            self._theme.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._controllers is not None and not self._controllers.leaving.may_close():
            event.ignore()
            return
        event.accept()
        self.closed.emit()
