"""The bar at the bottom: the large button, Pause, timer, level, and the three pickers."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from speechdesk.session.state import State
from speechdesk.sound.level import Level, LevelMeter, LevelWord
from speechdesk.ui import sentences
from speechdesk.ui.elided_label import ElidedLabel
from speechdesk.ui.icons import Icons
from speechdesk.ui.language_picker import LanguagePicker
from speechdesk.ui.level_meter import LevelMeter as LevelBars
from speechdesk.ui.live import Live
from speechdesk.ui.microphone_picker import MicrophonePicker
from speechdesk.ui.picker_button import LONGEST_VALUE, PickerButton
from speechdesk.ui.record_button import HALO, RecordButton
from speechdesk.ui.service_picker import ServicePicker
from speechdesk.ui.shapes import frame
from speechdesk.ui.state_words import shown
from speechdesk.ui.take_timer import TakeTimer
from speechdesk.ui.theme import GRID, TARGET, Theme

_ICON = 18
_LEFT = 5 * GRID - HALO
_RIGHT = 5 * GRID


@dataclass(frozen=True, slots=True)
class Pickers:
    """The three lists of the bar."""

    microphone: MicrophonePicker
    language: LanguagePicker
    service: ServicePicker

    @property
    def all(self) -> tuple[PickerButton, ...]:
        return (self.microphone, self.language, self.service)


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """One way to use the room there is. `values`: characters of what is chosen in a picker."""

    rows: int
    values: int
    bars: bool
    pause_word: bool


_ARRANGEMENTS = (
    _Arrangement(rows=1, values=LONGEST_VALUE, bars=True, pause_word=True),
    _Arrangement(rows=1, values=18, bars=True, pause_word=True),
    _Arrangement(rows=1, values=14, bars=True, pause_word=True),
    _Arrangement(rows=1, values=14, bars=True, pause_word=False),
    _Arrangement(rows=1, values=0, bars=True, pause_word=True),
    _Arrangement(rows=1, values=0, bars=True, pause_word=False),
    _Arrangement(rows=2, values=LONGEST_VALUE, bars=True, pause_word=True),
    _Arrangement(rows=2, values=14, bars=True, pause_word=True),
    _Arrangement(rows=2, values=0, bars=True, pause_word=True),
    _Arrangement(rows=2, values=0, bars=True, pause_word=False),
    _Arrangement(rows=2, values=0, bars=False, pause_word=False),
)
"""From the roomiest to the smallest."""

_PAUSE_STYLES = {
    True: Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
    False: Qt.ToolButtonStyle.ToolButtonIconOnly,
}

_AT_REST = frozenset({State.IDLE, State.PAUSED, State.STOPPING})
PAUSABLE = frozenset({State.STARTING, State.LISTENING, State.RECONNECTING, State.FAILED})


class RecordBar(QWidget):
    """Shows the live take, whose state is never cut. It takes what room it is given: pickers cut
    what is chosen, then shrink to icons, large text puts them into a row of their own, and last go
    the level's bars."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        pickers: Pickers,
        pause_keys: str,
        parent: QWidget | None = None,
    ) -> None:
        """`pause_keys`: the shortcut of Pause, for its tooltip."""
        super().__init__(parent)
        self._pause_keys = pause_keys
        self._theme = theme
        self._icons = icons
        self.pickers = pickers
        self._live = Live()
        self._arrangement = _ARRANGEMENTS[0]
        self._levels = LevelMeter()
        self._word: LevelWord | None = None
        self._lines: tuple[str, ...] = ()  # what the state may read as long as it lasts
        self.record = RecordButton(theme, icons)
        self.pause = QToolButton()
        self.pause.setToolButtonStyle(_PAUSE_STYLES[True])
        icons.fit(self.pause, _ICON, beside=2 * GRID)
        self.pause.setProperty("kind", "quiet")
        self.pause.setMinimumHeight(TARGET)
        self.timer = TakeTimer()
        self.timer.setAccessibleName(self.tr("Length of this take"))
        self.state_icon = QLabel()
        self.state_icon.setAccessibleName(self.tr("State"))
        self.state_text = ElidedLabel("dim")
        self.state_text.setAccessibleName(self.tr("State"))
        self.bars = LevelBars(theme)
        self._lay_out()
        theme.changed.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        state = QHBoxLayout()
        state.setSpacing(GRID + GRID // 2)
        state.addWidget(self.state_icon)
        state.addWidget(self.state_text, 1)
        time = QHBoxLayout()
        time.setSpacing(3 * GRID)
        time.addWidget(self.timer)
        time.addWidget(self.bars)
        time.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addLayout(time)
        words.addLayout(state)
        words.addStretch(1)
        self._first = QHBoxLayout()
        self._first.setSpacing(3 * GRID)
        self._first.addWidget(self.record)
        self._first.addLayout(words, 1)
        self._first.addWidget(self.pause)
        self._second = QHBoxLayout()
        self._second.setSpacing(2 * GRID)
        self._second.addStretch(1)
        for picker in self.pickers.all:
            self._second.addWidget(picker)
        sheet = frame("bar")
        self._rows = QVBoxLayout(sheet)
        self._rows.setContentsMargins(_LEFT, 2 * GRID, _RIGHT, 0)  # the status line has room above
        self._rows.setSpacing(2 * GRID)
        self._rows.addLayout(self._first)
        self._first.addLayout(self._second)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)

    # what the window says

    def show_live(self, live: Live) -> None:
        """Show the state of the live take."""
        before, self._live = self._live, live
        if live.state is not State.LISTENING:
            self._word = None
        if live.state is State.STARTING and before.state is not State.STARTING:
            self._levels = LevelMeter()
        if live.state in _AT_REST:
            self.bars.rest()
        if live.state is before.state:
            self._show_words()
        else:
            self._show()

    def show_length(self, length_ms: int) -> None:
        """Show how long the take is."""
        self.timer.show_length(length_ms)

    def add_level(self, level: Level, duration_ms: int) -> None:
        """Show one more stretch of sound; the last of a take may come after its end."""
        if self._live.state in _AT_REST:
            return
        word = self._levels.update(level, duration_ms)
        self.bars.add(level)
        if word is not self._word:
            self._word = word
            self.bars.say(sentences.level_words(word))
            self._show_words()

    def _show(self) -> None:
        look = shown(self._live.state)
        self.record.show_state(self._live.state)
        self.state_icon.setPixmap(self._icons.scaled(look.icon, look.tint, _ICON))
        self._show_words()
        self._show_pause()

    def _show_words(self) -> None:
        self.state_text.set_full_text(sentences.state_line(self._live, self._word))
        self._make_room()

    def _make_room(self) -> None:
        """Give the line of the state the room it may need: once for a state, not for each word."""
        lines = sentences.state_lines(self._live)
        if lines != self._lines:
            self._lines = lines
            self._arrange()

    def _show_pause(self) -> None:
        paused = self._live.state is State.PAUSED
        text = self.tr("Go on") if paused else self.tr("Pause")
        about = self.tr("Record again") if paused else self.tr("Stop recording for a while")
        self.pause.setIcon(self._icons.icon("microphone" if paused else "pause"))
        self.pause.setText(text)
        self.pause.setAccessibleName(text)
        self.pause.setAccessibleDescription(about)
        self.pause.setToolTip(f"{text} ({self._pause_keys})\n{about}")
        self.pause.setEnabled(self._live.state in PAUSABLE or paused)

    # the room there is

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than the smallest arrangement needs."""
        width = self._width_of(_ARRANGEMENTS[-1], with_state=False)
        return QSize(width, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        room = self.width()
        fitting = (each for each in _ARRANGEMENTS if self._width_of(each) <= room)
        self._use(next(fitting, _ARRANGEMENTS[-1]))

    def _use(self, arrangement: "_Arrangement") -> None:
        if arrangement == self._arrangement:
            return
        self._arrangement = arrangement
        for picker in self.pickers.all:
            picker.set_longest(arrangement.values)
        self.bars.setVisible(arrangement.bars)
        self.pause.setToolButtonStyle(_PAUSE_STYLES[arrangement.pause_word])
        self._rows.removeItem(self._second)
        self._first.removeItem(self._second)
        self._second.setParent(None)
        (self._rows if arrangement.rows == 2 else self._first).addLayout(self._second)

    def _width_of(self, arrangement: "_Arrangement", *, with_state: bool = True) -> int:
        """Return the width that `arrangement` needs for everything, or all but the state, to be
        seen whole."""
        gap = self._first.spacing()
        pickers = sum(each.size_for(arrangement.values).width() for each in self.pickers.all)
        pickers += 2 * self._second.spacing()
        words = self._words_width(arrangement.bars, self._lines if with_state else ())
        first = self.record.sizeHint().width() + gap + words + gap
        first += self._pause_width(arrangement.pause_word)
        whole = max(first, pickers) if arrangement.rows == 2 else first + gap + pickers
        return whole + _LEFT + _RIGHT

    def _words_width(self, bars: bool, lines: Sequence[str]) -> int:
        """Return the width of the timer with what is below it: one of `lines`."""
        timer = self.timer.fontMetrics().horizontalAdvance("00:00:00")
        if bars:
            timer += 3 * GRID + self.bars.sizeHint().width()
            lines = (*lines, *(shown(state).word for state in State))
        metrics = self.state_text.fontMetrics()
        longest = max((metrics.horizontalAdvance(line) for line in lines), default=0)
        return max(self._theme.scaled(_ICON) + 2 * GRID + longest, timer)

    def _pause_width(self, with_word: bool) -> int:
        if not with_word:
            return max(TARGET, self.pause.iconSize().width() + 3 * GRID)
        words = (self.tr("Pause"), self.tr("Go on"))
        metrics = self.pause.fontMetrics()
        return (
            self.pause.iconSize().width()
            + 4 * GRID
            + metrics.horizontalAdvance("  ")  # as tool buttons leave beside their words
            + max(metrics.horizontalAdvance(word) for word in words)
        )
