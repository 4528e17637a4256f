"""Details of recognition: model, languages, latency, and what was sent."""

import pytest
from pytestqt.qtbot import QtBot

from speechdesk.domain.connection import Service
from speechdesk.domain.events import Segment
from speechdesk.session.events import SegmentCommitted
from speechdesk.settings.choices import Identify
from speechdesk.settings.schema import Settings
from speechdesk.ui.details_dialog import DetailsDialog
from speechdesk.ui.doctor_dialog import DoctorDialog
from speechdesk.ui.main_window import MainWindow
from speechdesk.ui.recognition_words import (
    free_tier,
    languages_line,
    model_of,
    models_line,
    sent_line,
    spoken_time,
)
from tests.ui.fakes import Behind

AZURE = Settings(
    service=Service.AZURE,
    region="westeurope",
    language="de-DE",
    endpoint_id="main-1",
    endpoint_ids=(("fr-FR", "french-1"),),
)
IDENTIFIED = Settings(
    service=Service.AZURE,
    region="westeurope",
    language="de-DE",
    endpoint_id="main-1",
    endpoint_ids=(("fr-FR", "french-1"),),
    identify=Identify.CONTINUOUSLY,
    identify_languages=("en-US", "fr-FR"),
)


def final(latency_ms: int | None) -> SegmentCommitted:
    return SegmentCommitted(1, 1, Segment("Hello.", 0, 900, "de-DE"), latency_ms)


def details(window: MainWindow) -> DetailsDialog:
    window.commands["details"].trigger()
    (dialog,) = window.findChildren(DetailsDialog)
    return dialog


@pytest.mark.parametrize(
    ("settings", "models", "languages"),
    [
        (Settings(), "None: the service's own", "English (United States)"),
        (AZURE, "main-1", "Deutsch (Deutschland)"),
        (
            IDENTIFIED,
            "Deutsch (Deutschland): main-1\nFrançais (France): french-1",
            "Found out again and again among Deutsch (Deutschland), English (United States), "
            "Français (France)",
        ),
    ],
)
def test_models_and_languages_in_words(settings: Settings, models: str, languages: str) -> None:
    assert models_line(settings) == models
    assert languages_line(settings) == languages


def test_a_model_of_another_language_is_not_claimed() -> None:
    assert model_of(AZURE, "fr-FR") == "french-1"
    assert model_of(AZURE, "it-IT") == ""


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (400, "0 s"),
        (59_000, "59 s"),
        (61_000, "1 min"),
        (3_599_900, "1 h 0 min"),
        (4_320_000, "1 h 12 min"),
        (360_000_000, "100 h 0 min"),
    ],
)
def test_time_in_words(milliseconds: int, words: str) -> None:
    assert spoken_time(milliseconds) == words


def test_what_was_sent_by_place() -> None:
    sent = {"azure:westeurope": 4_320_000, "container:wss://speech.example": 30_000, "azure:x": 0}
    assert sent_line(sent) == "1 h 12 min to Azure, West Europe\n30 s to wss://speech.example"
    assert sent_line({}) == "Nothing"
    assert "one session at a time" in free_tier()


def test_the_dialog_shows_it_and_keeps_up(window: MainWindow, behind: Behind, qtbot: QtBot) -> None:
    behind.preferences.take_over(AZURE)
    behind.sent = {"azure:westeurope": 60_000}
    dialog = details(window)
    qtbot.waitUntil(lambda: dialog.sent.text() == "1 min to Azure, West Europe")
    assert dialog.place.text() == "Azure, West Europe"
    assert dialog.models.text() == "main-1"
    assert dialog.latency.text() == "Nothing was recognized since the start."
    for latency in (100, 900, None, 300):
        window.handle(final(latency))
    assert dialog.latency.text().startswith("A sentence was there 300 ms after it was said, 900 ms")
    behind.preferences.change(endpoint_id="main-2")
    assert dialog.models.text() == "main-2"
    dialog.check_asked.emit()
    assert window.findChildren(DoctorDialog)
    dialog.close()


def test_only_the_last_twenty_count(window: MainWindow) -> None:
    for latency in (5000, *[100] * 20):
        window.handle(final(latency))
    assert "100 ms at the latest" in window.controllers.display.latencies.words


def test_the_button_of_the_place_tells_model_and_latency(
    window: MainWindow, behind: Behind, qtbot: QtBot
) -> None:
    picker = window.parts.pickers.service
    assert "Custom model" not in picker.toolTip()
    behind.preferences.take_over(AZURE)
    window.handle(final(250))
    assert "Custom model: main-1" in picker.toolTip()
    assert picker.accessibleName() == "By a custom model of: Azure, West Europe"
    assert "250 ms" in picker.toolTip()
    picker.open()
    (entry,) = [each for each in picker.menu.actions() if each.data() == "details"]
    entry.trigger()
    picker.menu.close()
    assert window.findChildren(DetailsDialog)


def test_the_dialog_is_as_high_as_its_words(window: MainWindow) -> None:
    dialog = details(window)
    layout = dialog.layout()
    assert dialog.height() == layout.totalHeightForWidth(dialog.width())
