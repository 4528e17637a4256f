"""Audio files come into the window: with its start, by a second start, by drag and drop."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, TakeState
from tests.desktop import drag_source
from tests.desktop.desk import Desk, use_service
from tests.hosts import script_host
from tests.waiting import wait_until

pytestmark = pytest.mark.desktop

SAID = "What the file says."
SCRIPT = {"phrases": [{"text": SAID, "at_ms": 100, "end_ms": 900}]}
OTHER = "Another program"


def speech(desk: Desk, folder: Path, name: str) -> Path:
    file = desk.sound.say_to_file("hello world")
    return file.rename(folder / name)


def taken(home: Path) -> list[tuple[str, Source, TakeState, str]]:
    history = History(home / "history.sqlite3")
    try:
        takes = history.takes()
        return [
            (take.title, take.source, take.state, history.load_document(take.id).text)
            for take in takes
        ]
    finally:
        history.close()


@contextmanager
def other_window(desk: Desk, file: Path) -> Iterator[str]:
    """Show a window of another program over ours, with `file` to be dragged out of it."""
    process = subprocess.Popen(
        [sys.executable, drag_source.__file__, OTHER, file], env=desk.environment
    )
    with process:
        try:
            window = desk.screen.window(OTHER)
            desk.screen.activate(window)
            yield window
        finally:
            process.terminate()


def test_a_file_given_at_the_start(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    file = speech(desk, tmp_path, "lecture.wav")
    with script_host(SCRIPT, key="") as host:
        use_service(home, host)
        with desk.program(home, str(file)) as program:
            program.wait_for_transcript(lambda text: text == SAID)
            wait_until(
                lambda: taken(home) == [("lecture.wav", Source.FILE, TakeState.COMPLETE, SAID)]
            )


def test_a_second_start_hands_its_file_over_and_brings_the_first_to_the_front(
    desk: Desk, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    file = speech(desk, tmp_path, "interview.wav")
    with script_host(SCRIPT, key="") as host:
        use_service(home, host)
        with desk.program(home) as program, other_window(desk, file) as other:
            wait_until(lambda: desk.screen.active() == other)
            second = desk.run(home, str(file))
            assert second.returncode == 0, second.stderr
            wait_until(lambda: desk.screen.active() == program.window)
            program.wait_for_transcript(lambda text: text == SAID)
            assert desk.screen.title(program.window) == "interview.wav — SpeechDesk"


def test_a_file_is_dropped_on_the_window(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    file = speech(desk, tmp_path, "dropped.wav")
    with script_host(SCRIPT, key="") as host:
        use_service(home, host)
        with desk.program(home) as program, other_window(desk, file):
            handle = program.wait_for(file.name)
            paper = program.wait_for("Transcript", "text")
            x, y, width, _ = paper.area
            desk.screen.drag(handle.middle, (x + width // 2, y + 40))
            program.wait_for_transcript(lambda text: text == SAID)


def test_what_is_no_sound_is_named(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    file = tmp_path / "letter.wav"
    file.write_text("Dear Sir or Madam,\n")
    with desk.program(home, str(file)) as program:
        program.wait_until_says("letter.wav")
        program.wait_until_says("not an audio file")
