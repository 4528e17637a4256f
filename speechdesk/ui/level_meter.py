"""The level of the microphone as a row of bars."""

from collections import defaultdict, deque

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from speechdesk.sound.level import Level
from speechdesk.ui.theme import Theme

_BARS = 16
_STEP = 5
_WIDTH = 3.0
_HEIGHT = 26
_FRESH = 4
_SILENCE_DB = -60.0


class LevelMeter(QWidget):
    """The last seconds of sound, newest at the right; a row of dots while nothing comes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heights: deque[tuple[float, bool]] = deque(maxlen=_BARS)
        self._live = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Level of the microphone"))
        self.say("")
        theme.changed.connect(self.update)

    def add(self, level: Level) -> None:
        """Show one more stretch of sound."""
        loudness = 1.0 - max(level.rms_db, _SILENCE_DB) / _SILENCE_DB
        self._heights.append((min(loudness, 1.0), level.clipped))
        self._live = True
        self.update()

    def rest(self) -> None:
        """Show that no sound is coming."""
        self._heights.clear()
        self._live = False
        self.say("")
        self.update()

    def say(self, word: str) -> None:
        """Give the level in words to those who do not see the bars."""
        text = word or self.tr("No sound is being recorded")
        self.setAccessibleDescription(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        return QSize(_BARS * _STEP, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        bars: defaultdict[str, QPainterPath] = defaultdict(QPainterPath)  # by colour
        missing = _BARS - len(self._heights)
        for index in range(_BARS):
            height, clipped = self._heights[index - missing] if index >= missing else (0.0, False)
            tall = max(_WIDTH, height * _HEIGHT)
            left = index * _STEP + (_STEP - _WIDTH) / 2
            top = (self.height() - tall) / 2
            bars[self._colour(index, missing, clipped)].addRoundedRect(
                left, top, _WIDTH, tall, _WIDTH / 2, _WIDTH / 2
            )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, path in bars.items():
            painter.fillPath(path, self._theme.color(colour))
        painter.end()

    def _colour(self, index: int, missing: int, clipped: bool) -> str:
        if not self._live or index < missing:
            return "line"
        if clipped:
            return "warn"
        return "rec" if index >= _BARS - _FRESH else "dim"
