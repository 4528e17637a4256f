"""Click, speak, read, copy: the whole program in a real window, with a real microphone."""

from functools import partial
from pathlib import Path

import pytest

from speechdesk.storage.history import History
from tests.desktop.desk import Desk, use_service
from tests.hosts import script_host
from tests.waiting import wait_until

pytestmark = pytest.mark.desktop

SAID = ["please", "open", "the", "window", "and", "close", "the", "door"]
PARTIAL_COLOUR = (0x6B, 0x68, 0x60)
FIRST = {"text": "First things first.", "at_ms": 200, "end_ms": 900}
LONG = {"text": "And then a long one without any end.", "at_ms": 1000, "end_ms": 40_000}
TICKS = {"repeat_ms": 1000, "phrases": [{"text": "Tick.", "at_ms": 100, "end_ms": 900}]}


def words(text: str) -> list[str]:
    """Return the words of `text` alone, without what a recognizer adds."""
    return "".join(filter(_is_of_words, text.casefold())).split()


def _is_of_words(character: str) -> bool:
    return character.isalpha() or character.isspace()


def test_by_keyboard_spoken_words_come_into_the_clipboard(desk: Desk, tmp_path: Path) -> None:
    with desk.program(tmp_path / "home") as program:
        program.wait_for("Microphone: ")
        program.press("F9")
        program.wait_for_state("Listening")
        desk.sound.speak(" ".join(SAID))
        program.wait_for_transcript(lambda text: words(text)[-1:] == SAID[-1:])
        program.press("F9")
        program.wait_for_state("Ready")
        program.press("ctrl+shift+c")
        wait_until(lambda: desk.clipboard() == program.transcript)
        # On a busy computer, where the sound server stumbles, it may misunderstand a word or two.
        assert len(set(SAID) & set(words(desk.clipboard()))) >= len(SAID) - 2


def test_record_is_heard_as_soon_as_there_is_a_window(desk: Desk, tmp_path: Path) -> None:
    with script_host(TICKS, key="") as host:
        use_service(tmp_path / "home", host)
        with desk.program(tmp_path / "home") as program:
            program.press("F9")
            program.wait_for_transcript(lambda text: "Tick." in text)


def test_by_mouse_and_a_second_record_appends(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with script_host(TICKS, key="") as host:
        use_service(home, host)
        with desk.program(home) as program:
            for ticks in (1, 2):
                program.click("Record", "push button")
                program.wait_for_transcript(partial(_has, ticks=ticks))
                program.click("Stop", "push button")
                program.wait_for_state("Ready")
            program.click("Copy all", "push button")
            wait_until(lambda: desk.clipboard() == program.transcript)
            _assert_one_take(home)


def _has(text: str, ticks: int) -> bool:
    return text.count("Tick.") >= ticks


def _assert_one_take(home: Path) -> None:
    history = History(home / "history.sqlite3")
    try:
        assert len(history.takes()) == 1
    finally:
        history.close()


def test_what_is_being_said_is_seen_and_is_not_yet_text(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with script_host({"phrases": [FIRST, LONG]}, key="") as host:
        use_service(home, host)
        with desk.program(home) as program:
            program.press("F9")
            program.wait_for_transcript(lambda text: text == FIRST["text"])
            paper = program.wait_for("Transcript", "text")
            wait_until(lambda: PARTIAL_COLOUR in desk.screen.colours(paper.area))
            assert program.transcript == FIRST["text"]
            program.press("ctrl+shift+c")
            wait_until(lambda: desk.clipboard() == FIRST["text"])
            program.press("F9")
            program.wait_for_state("Ready")
            assert PARTIAL_COLOUR not in desk.screen.colours(paper.area)


def test_pause_stops_the_recording_and_goes_on(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with script_host({"phrases": [FIRST]}, key="") as host:
        use_service(home, host)
        with desk.program(home) as program:
            program.press("F9")
            program.wait_for_state("Listening")
            program.click("Pause", "push button")
            program.wait_for_state("Paused")
            recording = next((home / "recordings").iterdir())
            length = recording.stat().st_size
            program.wait_until_says("nothing is recorded")
            assert recording.stat().st_size == length
            program.press("F8")
            program.wait_for_state("Listening")
            wait_until(lambda: recording.stat().st_size > length)
            program.press("Escape")
            program.wait_for_state("Ready")
