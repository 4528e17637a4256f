"""The bar takes what room it is given."""

import itertools

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from speechdesk.errors import Failure, FailureCode
from speechdesk.session.events import BehindChanged, Half, StateChanged
from speechdesk.session.state import State
from speechdesk.sound.level import Level
from speechdesk.ui.main_window import SMALLEST, MainWindow
from speechdesk.ui.record_bar import RecordBar
from speechdesk.ui.record_button import HALO
from speechdesk.ui.theme import Theme

NOTHING = Level(-96, 0.0, clipped=False, zeros=True)
GOOD = Level(-24, 0.4, clipped=False, zeros=False)
LOUD = Level(-3, 1.0, clipped=True, zeros=False)
WORDED = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


@pytest.fixture
def bar(window: MainWindow) -> RecordBar:
    return window.parts.bar


@pytest.mark.parametrize(
    ("microphone", "language", "place"),
    [
        ("Jabra Evolve2 65", "English (US)", "Azure, West Europe"),
        ("Built-in Audio Analog Stereo", "Português (Brasil)", "Azure, Germany West Central"),
    ],
)
def test_pause_keeps_its_word_in_the_usual_window(
    window: MainWindow, bar: RecordBar, qtbot: QtBot, microphone: str, language: str, place: str
) -> None:
    values = (microphone, language, place)
    for picker, value in zip(bar.pickers.all, values, strict=True):
        picker.show_value(value)
    qtbot.waitUntil(lambda: bar.pause.toolButtonStyle() is WORDED)
    assert not any(picker.compact for picker in bar.pickers.all)
    assert window.width() == 1280
    edges = [each.geometry().right() for each in (bar.record, bar.pause, *bar.pickers.all)]
    assert edges == sorted(edges)
    assert edges[-1] < bar.width()


def test_pickers_are_cut_before_they_are_icons(bar: RecordBar) -> None:
    microphone = bar.pickers.microphone
    microphone.show_value("Built-in Audio Analog Stereo")
    seen = []
    for width in range(1400, 560, -20):
        bar.resize(width, bar.height())
        seen.append("icon" if microphone.compact else str(microphone.sizeHint().width()))
    shown = list(dict.fromkeys(seen))
    assert shown[-1] == "icon"
    assert len(shown) > 2
    assert shown[:-1] == sorted(shown[:-1], key=int, reverse=True)
    assert "Built-in Audio Analog Stereo" in microphone.toolTip()


def is_whole(bar: RecordBar) -> bool:
    return bar.state_text.text() == bar.state_text.full_text


@pytest.mark.parametrize(
    "values",
    [
        ("Jabra Evolve2 65", "English (US)", "Azure, West Europe"),
        ("Built-in Audio Analog Stereo", "Português (Brasil)", "Azure, Germany West Central"),
    ],
)
def test_the_state_is_never_cut_pickers_give_way(
    window: MainWindow, bar: RecordBar, qtbot: QtBot, values: tuple[str, str, str]
) -> None:
    for picker, value in zip(bar.pickers.all, values, strict=True):
        picker.show_value(value)
    lost = Failure(FailureCode.CONNECTION_LOST)
    window.handle(StateChanged(State.STARTING, 1))
    window.handle(StateChanged(State.RECONNECTING, 1, lost, Half.RECOGNITION))
    window.handle(BehindChanged(1, 12))
    for width in range(SMALLEST[0], 1400, 20):
        window.resize(width, 800)
        qtbot.waitUntil(lambda: bar.state_text.text() == "Reconnecting · 12 s behind")
    for seconds in (9, 127, 60):
        window.handle(BehindChanged(1, seconds))
        qtbot.waitUntil(lambda: is_whole(bar))
    window.handle(StateChanged(State.FAILED, 1, lost, Half.RECOGNITION))
    qtbot.waitUntil(lambda: is_whole(bar))


def test_words_that_come_and_go_move_nothing(
    window: MainWindow, bar: RecordBar, qtbot: QtBot
) -> None:
    window.handle(StateChanged(State.STARTING, 1))
    window.handle(StateChanged(State.LISTENING, 1))
    qtbot.waitUntil(lambda: is_whole(bar))
    places, words = set(), set()
    for level in (GOOD, LOUD, NOTHING):
        for _ in range(20):
            bar.add_level(level, 200)
        qtbot.waitUntil(lambda: is_whole(bar))
        places.add(tuple(each.geometry().left() for each in bar.pickers.all))
        words.add(bar.state_text.text())
    assert (len(places), len(words)) == (1, 3)


def test_the_last_sound_of_a_take_moves_no_bar_at_rest(window: MainWindow, bar: RecordBar) -> None:
    window.handle(StateChanged(State.STARTING, 1))
    window.handle(StateChanged(State.STOPPING, 1))
    resting = bar.bars.grab().toImage()
    bar.add_level(GOOD, 20)
    assert bar.bars.grab().toImage() == resting


@pytest.mark.parametrize(
    ("state", "token"),
    [
        (State.IDLE, "rec"),
        (State.LISTENING, "rec"),
        (State.RECONNECTING, "warn"),
        (State.STOPPING, "soft"),
    ],
)
def test_the_disc_has_the_colour_of_the_state(
    window: MainWindow, bar: RecordBar, theme: Theme, state: State, token: str
) -> None:
    window.handle(StateChanged(state, 1))
    disc = bar.record.grab().toImage()
    beside_the_icon = QPoint(HALO + 8, bar.record.height() // 2)
    assert disc.pixelColor(beside_the_icon) == theme.color(token)


def darkest(widget: QWidget) -> int:
    """Return the lightness of the darkest pixel, 0 to 255."""
    place = QRect(widget.mapTo(widget.window(), QPoint()), widget.size())
    image = widget.window().grab(place).toImage()
    spots = itertools.product(range(image.width()), range(image.height()))
    return min(image.pixelColor(x, y).lightness() for x, y in spots)


def test_pause_is_pale_where_there_is_nothing_to_pause(window: MainWindow, bar: RecordBar) -> None:
    pale = darkest(bar.pause)
    window.handle(StateChanged(State.STARTING, 1))
    window.handle(StateChanged(State.LISTENING, 1))
    assert darkest(bar.pause) + 40 < pale
