"""The player: what it asks of the loudspeaker, what it shows, and what it does with the text."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from speechdesk.errors import DeviceError, SpeechDeskError
from speechdesk.ui.icons import Icons
from speechdesk.ui.player import SPEEDS, Phase, Player
from speechdesk.ui.player_bar import PlayerBar
from speechdesk.ui.theme import Theme
from speechdesk.ui.transcript_highlights import Layer
from speechdesk.ui.transcript_menu import TranscriptMenu
from speechdesk.ui.transcript_playback import TranscriptPlayback
from speechdesk.ui.transcript_view import TranscriptView
from tests.ui.transcripts import place_caret, said, show

RECORDING = Path("take.pcm")


@dataclass
class Asked:
    """One passage the loudspeaker was asked to play."""

    start_ms: int
    end_ms: int
    speed: float
    loop: bool
    moved: Callable[[int], None]
    ended: Callable[[SpeechDeskError | None], None]


class FakeSpeaker:
    """Notes what it is asked, and tells what a test lets it tell, on a thread of its own."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.log: list[str] = []

    def play(
        self,
        recording: Path,
        start_ms: int,
        end_ms: int,
        *,
        moved: Callable[[int], None],
        ended: Callable[[SpeechDeskError | None], None],
        speed: float = 1.0,
        loop: bool = False,
    ) -> None:
        assert recording == RECORDING
        self.asked.append(Asked(start_ms, end_ms, speed, loop, moved, ended))
        self.log.append(f"play {start_ms}-{end_ms} x{speed:g}{' loop' if loop else ''}")

    def pause(self) -> None:
        self.log.append("pause")

    def resume(self) -> None:
        self.log.append("resume")

    def stop(self) -> None:
        self.log.append("stop")

    def tells(self, tell: Callable[[Asked], None], which: int = -1) -> None:
        thread = threading.Thread(target=tell, args=(self.asked[which],))
        thread.start()
        thread.join()


@pytest.fixture
def speaker() -> FakeSpeaker:
    return FakeSpeaker()


@pytest.fixture
def player(qtbot: QtBot, speaker: FakeSpeaker) -> Iterator[Player]:
    player = Player(speaker)
    player.set_recording(RECORDING, 60_000)
    yield player
    player.close()


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme, player: Player) -> PlayerBar:
    bar = PlayerBar(player, Icons(theme))
    qtbot.addWidget(bar)
    bar.show()
    return bar


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> TranscriptView:
    view = TranscriptView(theme)
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    show(view, said("One two three.", 1000), said("Four five.", 5000))
    return view


def test_play_pause_resume(player: Player, speaker: FakeSpeaker, qtbot: QtBot) -> None:
    player.play_pause()
    with qtbot.waitSignal(player.moved) as moved:
        speaker.tells(lambda asked: asked.moved(1200))
    assert moved.args == [1200]
    player.play_pause()
    assert player.phase is Phase.PAUSED
    player.play_pause()
    assert player.phase is Phase.PLAYING
    player.stop()
    assert player.position_ms == 1200
    player.play_pause()
    assert speaker.log == ["play 0-60000 x1", "pause", "resume", "stop", "play 1200-60000 x1"]


def test_the_end_of_a_passage(player: Player, speaker: FakeSpeaker, qtbot: QtBot) -> None:
    player.play(1000, 2000)
    with qtbot.waitSignal(player.stopped):
        speaker.tells(lambda asked: asked.ended(None))
    assert (player.phase, player.position_ms) == (Phase.STOPPED, 2000)
    player.seek(60_000)
    player.play_pause()
    assert speaker.log[-1] == "play 0-60000 x1", "at the end it begins anew"


def test_what_an_earlier_play_tells_is_ignored(
    player: Player, speaker: FakeSpeaker, qtbot: QtBot
) -> None:
    player.play(1000, 2000)
    player.play(3000, 4000)
    speaker.tells(lambda asked: asked.moved(1500), which=0)
    speaker.tells(lambda asked: asked.ended(None), which=0)
    with qtbot.waitSignal(player.moved) as moved:
        speaker.tells(lambda asked: asked.moved(3500))
    assert moved.args == [3500]
    assert player.phase is Phase.PLAYING


def test_a_loudspeaker_that_fails(player: Player, speaker: FakeSpeaker, qtbot: QtBot) -> None:
    player.play(1000)
    error = DeviceError("device_gone")
    with qtbot.waitSignals([player.stopped, player.failed]):
        speaker.tells(lambda asked: asked.ended(error))
    assert player.phase is Phase.STOPPED


def test_nothing_is_told_after_closing(player: Player, speaker: FakeSpeaker, qtbot: QtBot) -> None:
    player.play(1000)
    player.close()
    assert speaker.log[-1] == "stop"
    with qtbot.assertNotEmitted(player.moved, wait=1):
        speaker.tells(lambda asked: asked.moved(1500))


def test_without_recording_nothing_plays(player: Player, speaker: FakeSpeaker) -> None:
    player.set_recording(None, 0)
    player.play_pause()
    player.play(0, 10)
    player.set_recording(RECORDING, 1000)
    player.play(2000, 3000)
    assert speaker.log == []


def test_another_recording_stops_the_first(player: Player, speaker: FakeSpeaker) -> None:
    player.play(1000)
    player.set_recording(RECORDING, 70_000)
    assert player.phase is Phase.PLAYING, "it has only grown"
    player.set_recording(Path("other.pcm"), 500)
    assert (player.phase, player.position_ms, player.length_ms) == (Phase.STOPPED, 0, 500)


def test_speed_and_loop_while_playing(player: Player, speaker: FakeSpeaker, qtbot: QtBot) -> None:
    player.play(1000, 9000)
    with qtbot.waitSignal(player.moved):
        speaker.tells(lambda asked: asked.moved(4000))
    player.set_speed(0.5)
    player.set_loop(True)
    assert speaker.log == ["play 1000-9000 x1", "play 4000-9000 x0.5", "play 1000-9000 x0.5 loop"]


def test_the_bar_shows_the_player(bar: PlayerBar, player: Player, speaker: FakeSpeaker) -> None:
    assert bar.play_button.accessibleName() == "Play (Ctrl+Space)"
    player.play(30_000)
    assert bar.play_button.accessibleName() == "Pause (Ctrl+Space)"
    assert bar.slider.value() == 30_000
    player.set_speed(1.5)
    assert bar.speed_button.text() == "1.5×"
    player.set_recording(None, 0)
    assert not any(control.isEnabled() for control in bar.controls)


def test_the_bar_works_the_player(
    bar: PlayerBar, player: Player, speaker: FakeSpeaker, qtbot: QtBot
) -> None:
    qtbot.mouseClick(bar.play_button, Qt.MouseButton.LeftButton)
    bar.slider.setFocus()
    qtbot.keyClick(bar.slider, Qt.Key.Key_Right)
    qtbot.mouseClick(bar.loop_button, Qt.MouseButton.LeftButton)
    menu = bar.speed_button.menu()
    assert [action.text() for action in menu.actions()] == [f"{speed:g}×" for speed in SPEEDS]
    menu.actions()[-1].trigger()
    assert speaker.log == [
        "play 0-60000 x1",
        "play 1000-60000 x1",
        "play 1000-60000 x1 loop",
        "play 1000-60000 x2 loop",
    ]


def test_every_control_is_named(bar: PlayerBar) -> None:
    assert all(control.accessibleName() for control in bar.controls)


# With the transcript


def spoken(view: TranscriptView) -> list[str]:
    texts = []
    for start, end in view.highlights.ranges(Layer.SPOKEN):
        cursor = QTextCursor(view.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        texts.append(cursor.selectedText())
    return texts


def test_words_are_heard_and_seen(
    view: TranscriptView, player: Player, speaker: FakeSpeaker, qtbot: QtBot
) -> None:
    playback = TranscriptPlayback(view, TranscriptMenu(view), player)
    view.word_activated.emit(1, 1)
    assert speaker.log[-1] == "play 1220-1680 x1"
    player.stop()
    place_caret(view, select="two three")
    playback.play_pause()
    assert speaker.log[-1] == "play 1300-1900 x1"
    with qtbot.waitSignal(player.moved):
        speaker.tells(lambda asked: asked.moved(1700))
    assert spoken(view) == ["three."]
    playback.play_pause()
    assert speaker.log[-1] == "pause"
    player.stop()
    assert spoken(view) == []
    place_caret(view, after="Fo")
    playback.play_pause()
    assert speaker.log[-1] == "play 5000-60000 x1"
    player.stop()
    place_caret(view, after="five.")
    player.seek(7000)
    playback.play_from_caret()
    assert speaker.log[-1] == "play 7000-60000 x1", "no word there: from the present position"
