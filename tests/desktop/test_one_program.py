"""One program for one home: what other starts of it do, and how it ends."""

import subprocess
from pathlib import Path

import psutil
import pytest

from speechdesk.storage.history import History
from speechdesk.storage.takes import Take, TakeState
from tests.desktop.desk import Desk, Program, use_service
from tests.hosts import ScriptHost, script_host
from tests.waiting import wait_until

pytestmark = pytest.mark.desktop

TICKS = {
    "repeat_ms": 1000,
    "phrases": [{"text": "Tick.", "partials": ["tick"], "at_ms": 100, "end_ms": 900}],
}


def the_take(home: Path) -> tuple[Take, list[int]]:
    """Return the one take, and when each of its phrases began, in milliseconds."""
    history = History(home / "history.sqlite3")
    try:
        (take,) = history.takes()
        return take, [stored.segment.offset_ms for stored in history.segments(take.id)]
    finally:
        history.close()


def assert_whole(home: Path) -> None:
    """All sound of the take is recognized: each tick once, none missing."""
    take, offsets = the_take(home)
    assert take.state is TakeState.COMPLETE
    ends = [0, *(offset + 800 for offset in offsets)]
    # A recognizer that starts anew begins at the last end, where the script begins anew too.
    assert all(start - end in (100, 200) for start, end in zip(offsets, ends, strict=False))
    assert take.length_ms - ends[-1] < 1000
    assert (home / "recordings" / take.recording).stat().st_size == take.length_ms * 32


def dictate(program: Program, ticks: int) -> None:
    """Record until there are so many phrases."""
    program.press("F9")
    program.wait_for_transcript(lambda text: text.count("Tick.") >= ticks)


def test_toggle_and_stop_from_a_desktop_shortcut(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with script_host(TICKS, key="") as host:
        use_service(home, host)
        assert desk.run(home, "--stop").returncode == 0, "there is no window, nothing to stop"
        with desk.program(home, "--toggle") as program:
            program.wait_for_state("Listening")
            assert desk.run(home, "--toggle").returncode == 0
            program.wait_for_state("Ready")
            assert desk.run(home, "--toggle").returncode == 0
            program.wait_for_state("Listening")
            assert desk.run(home, "--stop").returncode == 0
            program.wait_for_state("Ready")
            assert desk.run(home, "--stop").returncode == 0
            assert program.state.startswith("Ready"), "--stop never starts"


@pytest.mark.parametrize("keys", ["ctrl+q", "alt+F4"])
def test_closed_in_mid_dictation_it_ends_well_and_the_take_is_whole(
    desk: Desk, tmp_path: Path, keys: str
) -> None:
    home = tmp_path / "home"
    with script_host(TICKS, key="") as host:
        use_service(home, host)
        with desk.program(home) as program:
            dictate(program, ticks=1)
            program.press(keys)
            assert program.wait() == 0, program.output()
        recorded = b"".join(path.read_bytes() for path in (home / "recordings").iterdir())
        (sent,) = (each for each in host.requests() if each["turns"])
        assert sent["turns"][0]["audio_bytes"] == len(recorded), "to the last frame"
    assert program.output() == ""
    assert_whole(home)


def test_sigterm_ends_it_as_well(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with script_host(TICKS, key="") as host:
        use_service(home, host)
        with desk.program(home) as program:
            dictate(program, ticks=1)
            program.process.terminate()
            assert program.wait() == 0, program.output()
    assert_whole(home)


def test_reopened_it_shows_the_last_take_as_it_was(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with script_host(TICKS, key="") as host:
        use_service(home, host)
        with desk.program(home) as program:
            dictate(program, ticks=2)
            program.press("F9")
            program.wait_for_state("Ready")
            program.press("ctrl+End")
            program.type(" And typed.")
            text, title = program.transcript, desk.screen.title(program.window)
            assert text.endswith(" And typed.")
            program.press("ctrl+q")
            assert program.wait() == 0
        with desk.program(home) as program:
            program.wait_for_transcript(lambda shown: shown == text)
            wait_until(lambda: desk.screen.title(program.window) == title)


def test_killed_in_mid_dictation_it_offers_the_take_and_finishes_it(
    desk: Desk, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with script_host(TICKS, key="") as host:
        use_service(home, host)
        with desk.program(home) as program:
            dictate(program, ticks=2)
            leave_behind(program, host)
        take, offsets = the_take(home)
        assert take.state is TakeState.RECORDING
        host.accept()
        with desk.program(home) as program:
            program.wait_for_transcript(lambda text: text.count("Tick.") >= len(offsets))
            program.wait_until_says("A dictation was interrupted.")
            program.click("Finish it now", "push button")
            wait_until(lambda: the_take(home)[0].state is TakeState.COMPLETE)
            program.wait_for_transcript(lambda text: text.count("Tick.") > len(offsets))
    assert_whole(home)


def leave_behind(program: Program, host: ScriptHost) -> None:
    """Record more than is recognized, then kill the program; its children end by themselves."""
    host.refuse()
    host.strike("reset")
    program.wait_for_state("Reconnecting · 2 s behind")
    children = program.family()[1:]
    program.kill()
    gone, alive = psutil.wait_procs(children, timeout=60)
    assert gone and not alive


def test_killed_while_typing_it_loses_the_last_words_at_most(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with desk.program(home) as program:
        program.type("These words are old. ")
        wait_until(lambda: on_disk(home) == "These words are old. ")
        program.type("These are new.")
        program.kill()
    with desk.program(home) as program:
        program.wait_for_transcript(lambda text: text.startswith("These words are old. "))
        assert "These words are old. These are new.".startswith(program.transcript)


def on_disk(home: Path) -> str:
    if not (home / "history.sqlite3").exists():
        return ""
    history = History(home / "history.sqlite3")
    try:
        return "".join(history.load_document(take.id).text for take in history.takes())
    finally:
        history.close()


def test_the_small_caller_does_not_load_qt(desk: Desk, tmp_path: Path) -> None:
    loaded = subprocess.run(
        ["python3", "-X", "importtime", "-m", "speechdesk", "--home", tmp_path, "--stop"],
        env=desk.environment,
        capture_output=True,
        text=True,
    )
    assert "PySide6" not in loaded.stderr
