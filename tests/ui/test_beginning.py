"""The first moments: the card, the last take, and what an earlier run did not finish."""

import pytest
from PySide6.QtCore import QLocale, QPoint
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from speechdesk.devices.listing import Listing
from speechdesk.domain.connection import Service
from speechdesk.session.events import JobProgress
from speechdesk.session.interrupted import Interrupted
from speechdesk.ui.first_start_card import FirstStartCard
from speechdesk.ui.icons import Icons
from speechdesk.ui.main_window import SMALLEST, MainWindow
from tests.ui.conftest import OpenWindow
from tests.ui.drawn import drawn
from tests.ui.fakes import BUILT_IN, Behind


def interrupt(behind: Behind) -> int:
    take_id = behind.take("Letter")
    behind.interrupted.append(Interrupted(behind.history.take(take_id), recorded_ms=9000))
    return take_id


def test_here_the_rest_is_written_at_once(
    open_window: OpenWindow, behind: Behind, qtbot: QtBot
) -> None:
    take_id = interrupt(behind)
    window = open_window()
    qtbot.waitUntil(lambda: behind.session.orders == [f"recognize {take_id}"])
    assert "job: Letter: 0 % recognized [Cancel]" in drawn(window)


def test_an_interrupted_take_shows_how_long_it_is(
    open_window: OpenWindow, behind: Behind, qtbot: QtBot
) -> None:
    take_id = interrupt(behind)
    window = open_window()
    qtbot.waitUntil(lambda: window.controllers.open_take.take_id == take_id)
    window.handle(JobProgress(take_id + 1, 0, 7_000))
    assert "[Record] 0:00 Ready" in drawn(window)
    window.handle(JobProgress(take_id, 0, 9_000))
    assert "[Record] 0:09 Ready" in drawn(window)


def test_elsewhere_the_user_decides(open_window: OpenWindow, behind: Behind, qtbot: QtBot) -> None:
    behind.preferences.change(service=Service.AZURE, region="westeurope")
    take_id = interrupt(behind)
    window = open_window()
    qtbot.waitUntil(lambda: "A dictation was interrupted." in drawn(window))
    assert behind.session.orders == []
    window.parts.banner.mend_button.click()
    assert behind.session.orders == [f"recognize {take_id}"]
    assert "banner" not in drawn(window)


@pytest.mark.parametrize(("size", "zoom"), [((1280, 800), 100), (SMALLEST, 100), ((1600, 900), 60)])
def test_the_card_stands_over_the_column_of_text(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int], zoom: int
) -> None:
    paper = window.parts.paper
    (card,) = (
        each for each in paper.card.findChildren(QFrame) if each.property("surface") == "card"
    )
    window.resize(*size)
    paper.transcript.set_zoom(zoom)

    def lefts() -> tuple[int, int]:
        text = paper.transcript.viewport().mapTo(paper, paper.transcript.cursorRect().topLeft())
        return card.mapTo(paper, QPoint()).x(), text.x()

    qtbot.waitUntil(lambda: lefts()[0] == lefts()[1])


def test_no_card_once_azure_is_connected(open_window: OpenWindow, behind: Behind) -> None:
    behind.preferences.change(service=Service.AZURE, region="westeurope")
    window = open_window()
    assert "card" not in drawn(window)
    assert window.parts.status.sentence == (
        "Ready. Press Record and speak; recognized by: Azure, West Europe."
    )


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("portaudio_missing", "The PortAudio library is missing"),
        ("no_alsa_bridge", "The sound server's microphones cannot be reached."),
    ],
)
def test_what_is_missing_for_a_microphone_is_said_before_one_records(
    open_window: OpenWindow, behind: Behind, problem: str, said: str
) -> None:
    behind.listing = Listing((), problem)
    window = open_window()
    assert f"banner: {said}" in drawn(window)
    assert "[Copy command]" in drawn(window)
    assert window.parts.status.sentence.startswith(said)
    assert "sudo apt install" in window.parts.status.sentence
    assert window.parts.pickers.microphone.text() == "None found"


def test_without_a_microphone_the_status_line_says_so_until_there_is_one(
    open_window: OpenWindow, behind: Behind, qtbot: QtBot
) -> None:
    behind.listing = Listing((), "no_sound_server")
    window = open_window()
    assert drawn(window).endswith("No microphone was found. Plug one in, then press Record.")
    behind.listing = Listing((BUILT_IN,))
    with qtbot.waitSignal(window.parts.pickers.microphone.listed):
        window.parts.pickers.microphone.refresh()
    assert window.parts.status.sentence.startswith("Ready. Press Record and speak")


def test_microphones_that_could_not_be_listed_may_be_there(
    open_window: OpenWindow, behind: Behind
) -> None:
    behind.listing = Listing((), "timeout")
    assert open_window().parts.status.sentence.startswith("Ready. Press Record and speak")


def test_a_microphone_that_is_not_there(open_window: OpenWindow, behind: Behind) -> None:
    behind.preferences.change(device="Desk|ALSA")
    window = open_window()
    assert window.parts.pickers.microphone.text() == "Desk (not connected)"


def test_what_the_takes_need_on_the_disk(
    open_window: OpenWindow, behind: Behind, qtbot: QtBot
) -> None:
    footer = open_window().parts.panel.footer
    qtbot.waitUntil(lambda: footer.full_text == "Kept on this computer · 214 MB")


@pytest.mark.parametrize(
    ("locale", "kind"), [("en_GB", ""), ("C", ""), ("de_DE", "strong"), ("ja_JP", "strong")]
)
def test_the_strong_action_of_the_card(qtbot: QtBot, icons: Icons, locale: str, kind: str) -> None:
    card = FirstStartCard(icons, offer_menu_entry=False, system=QLocale(locale))
    qtbot.addWidget(card)
    assert card.connect_button.property("kind") == kind
    assert not card.menu_button.isVisibleTo(card)
