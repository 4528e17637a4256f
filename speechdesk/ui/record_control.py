"""What the large button and its key do: record until pressed again, one sentence, or while held."""

from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu

from speechdesk.settings.choices import RecordMode
from speechdesk.settings.kinds import Choice
from speechdesk.settings.schema import option
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.record_button import RecordButton
from speechdesk.ui.settings_editors import shown
from speechdesk.ui.state_words import is_recording


class RecordControl(QObject):
    """Leads button and key to the dictation as the setting `record_mode` says.

    While the key is held, its release is watched for wherever the keyboard is; a window that is
    left hears of no release, so leaving it counts as one.
    """

    def __init__(
        self,
        button: RecordButton,
        action: QAction,
        dictation: Dictation,
        preferences: Preferences,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._button = button
        self._action = action
        self._dictation = dictation
        self._preferences = preferences
        self._application = cast(QCoreApplication, QCoreApplication.instance())
        self._watching = False
        action.setAutoRepeat(False)
        action.triggered.connect(self._key_pressed)
        button.clicked.connect(self._clicked)
        button.pressed.connect(self._button_pressed)
        button.released.connect(self._button_released)
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(self.open_menu)

    @property
    def mode(self) -> RecordMode:
        return self._preferences.settings.record_mode

    def menu(self) -> QMenu:
        """Return the menu of the modes, the present one checked."""
        menu = QMenu(self._button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(shown(option("record_mode").label))
        group = QActionGroup(menu)
        kind = option("record_mode").kind
        for mode, text in kind.labels if isinstance(kind, Choice) else ():
            entry = QAction(shown(text), group)
            entry.setCheckable(True)
            entry.setChecked(mode is self.mode)
            entry.setData(mode)
            menu.addAction(entry)
        menu.triggered.connect(self._chosen)
        return menu

    @Slot(QPoint)
    def open_menu(self, point: QPoint) -> None:
        """Let the mode be chosen where the button is."""
        self.menu().popup(self._button.mapToGlobal(point))

    @Slot(QAction)
    def _chosen(self, entry: QAction) -> None:
        self._preferences.change(record_mode=RecordMode(entry.data()))

    @Slot()
    def _clicked(self) -> None:
        if self.mode is not RecordMode.HOLD:
            self._dictation.toggle(once=self.mode is RecordMode.SENTENCE)

    @Slot()
    def _button_pressed(self) -> None:
        if self.mode is RecordMode.HOLD:
            self._hold()

    @Slot()
    def _button_released(self) -> None:
        if self.mode is RecordMode.HOLD:
            self._dictation.let_go()

    @Slot()
    def _key_pressed(self) -> None:
        if self.mode is not RecordMode.HOLD:
            self._clicked()
        elif not self._watching:
            self._watching = True
            self._application.installEventFilter(self)
            self._hold()

    def _hold(self) -> None:
        """Record; what already records, whatever began it, is ended instead."""
        if is_recording(self._dictation.live.state):
            self._dictation.stop()
        else:
            self._dictation.record()

    def _key_released(self) -> None:
        self._watching = False
        self._application.removeEventFilter(self)
        self._dictation.let_go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the end of the key; nothing is taken away from anybody."""
        if not self._watching:
            return False
        if event.type() is QEvent.Type.WindowDeactivate and watched is self._button.window():
            self._key_released()
        elif event.type() is QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            # The modifiers may be gone already: "R" ends Ctrl+R.
            keys = {each.toString().rpartition("+")[2] for each in self._action.shortcuts()}
            if QKeySequence(event.key()).toString() in keys and not event.isAutoRepeat():
                self._key_released()
        return False
