"""Speaking shapes the text: the real program, the real Speech SDK, and a service with a script."""

from pathlib import Path

import pytest

from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.settings.store import SettingsStore
from tests.desktop.desk import Desk, use_service
from tests.hosts import script_host
from tests.waiting import wait_until

pytestmark = pytest.mark.desktop


def script(*said: str) -> dict[str, object]:
    """A service that hears these phrases, one a second."""
    return {
        "phrases": [
            {"text": text, "at_ms": 1000 * number + 100, "end_ms": 1000 * number + 800}
            for number, text in enumerate(said)
        ]
    }


def test_a_letter_is_shaped_and_the_dictation_ended_by_voice(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    said = script(
        "dear tenants comma",
        "New paragraph.",
        "The heating will be off.",
        "Nonsense.",
        "Scratch that.",
        "literal period exclamation mark",
        "Copy all.",
        "Stop dictation.",
    )
    with script_host(said, key="") as host:
        use_service(home, host)
        with desk.program(home) as program:
            program.press("F9")
            program.wait_for_transcript(lambda text: "heating" in text)
            program.wait_for_state("Ready")
            assert program.transcript == "Dear tenants,\nThe heating will be off. Period!"
            wait_until(lambda: desk.clipboard() == program.transcript)


def test_the_chip_takes_a_command_back(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with script_host(script("Hello speech desk.", "New paragraph."), key="") as host:
        use_service(home, host)
        rules = (ReplacementRule("speech desk", "SpeechDesk"),)
        SettingsStore(home / "settings.toml").change({"replacements": rules})
        with desk.program(home) as program:
            program.press("F9")
            program.click("Undo", "push button")
            program.wait_for_transcript(lambda text: text == "Hello SpeechDesk.")
            program.press("F9")
            program.wait_for_state("Ready")


def test_what_can_be_said_is_one_key_away(desk: Desk, tmp_path: Path) -> None:
    with desk.program(tmp_path / "home") as program:
        program.press("ctrl+F1")
        desk.screen.window("What can I say")
        program.wait_for("Search the commands", "text")
