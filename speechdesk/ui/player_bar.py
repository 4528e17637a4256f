"""The bar with which one listens to a take: play, position, loop, speed."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QToolButton, QWidget

from speechdesk.ui.icons import Icons
from speechdesk.ui.player import SPEEDS, Phase, Player
from speechdesk.ui.shapes import label
from speechdesk.ui.state_words import duration
from speechdesk.ui.theme import GRID, TARGET

_ICON = 16
_STEP_MS = 1000
_PAGE_MS = 10_000


class PlayerBar(QWidget):
    """Shows a Player and works it."""

    def __init__(self, player: Player, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._icons = icons
        self.play_button = self._button("play")
        self.play_button.clicked.connect(player.play_pause)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setSingleStep(_STEP_MS)
        self.slider.setPageStep(_PAGE_MS)
        self.slider.setMinimumHeight(TARGET)
        self.slider.setAccessibleName(self.tr("Position in the recording"))
        self.slider.setAccessibleDescription(self.tr("The arrow keys go one second on or back"))
        self.slider.valueChanged.connect(self._moved_by_hand)
        self._time = label("caption")
        self._time.setAccessibleName(self.tr("Time"))
        self.loop_button = self._button("loop")
        self.loop_button.setCheckable(True)
        self.loop_button.toggled.connect(player.set_loop)
        _name(self.loop_button, self.tr("Again and again"))
        self.speed_button = self._button("speed")
        self.speed_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.speed_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed_button.setMenu(self._speed_menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self.play_button)
        row.addWidget(self.slider, 1)
        row.addWidget(self._time)
        row.addWidget(self.loop_button)
        row.addWidget(self.speed_button)
        player.changed.connect(self._show_state)
        player.moved.connect(self._show_position)
        self._show_state()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What can be reached with Tab, in order."""
        return (self.play_button, self.slider, self.loop_button, self.speed_button)

    def _button(self, icon: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "quiet")
        button.setIcon(self._icons.icon(icon))
        self._icons.fit(button, _ICON)
        return button

    def _speed_menu(self) -> QMenu:
        menu = QMenu(self)
        self._speeds = QActionGroup(menu)
        for speed in SPEEDS:
            action = menu.addAction(_times(speed))
            action.setCheckable(True)
            action.setData(speed)
            self._speeds.addAction(action)
        self._speeds.triggered.connect(self._speed_chosen)
        return menu

    @Slot(QAction)
    def _speed_chosen(self, action: QAction) -> None:
        self._player.set_speed(action.data())

    @Slot(int)
    def _moved_by_hand(self, position_ms: int) -> None:
        self._player.seek(position_ms)

    @Slot()
    def _show_state(self) -> None:
        player = self._player
        playing = player.phase is Phase.PLAYING
        self.play_button.setIcon(self._icons.icon("pause" if playing else "play"))
        word = self.tr("Pause") if playing else self.tr("Play")
        _name(self.play_button, self.tr("{0} (Ctrl+Space)").format(word))
        self.play_button.setText(word)
        _name(self.speed_button, self.tr("Speed: {0}").format(_times(player.speed)))
        self.speed_button.setText(_times(player.speed))
        for action in self._speeds.actions():
            action.setChecked(action.data() == player.speed)
        self.loop_button.setChecked(player.loop)
        for control in self.controls:
            control.setEnabled(player.length_ms > 0)
        self._show_position(player.position_ms)

    @Slot(int)
    def _show_position(self, position_ms: int) -> None:
        length_ms = self._player.length_ms
        self.slider.blockSignals(True)
        self.slider.setMaximum(length_ms)
        if not self.slider.isSliderDown():
            self.slider.setValue(position_ms)
        self.slider.blockSignals(False)
        time = f"{duration(position_ms)} / {duration(length_ms)}"
        self._time.setText(time)
        self._time.setAccessibleDescription(time)


def _times(speed: float) -> str:
    return f"{speed:g}×"


def _name(button: QToolButton, text: str) -> None:
    button.setAccessibleName(text)
    button.setToolTip(text)
