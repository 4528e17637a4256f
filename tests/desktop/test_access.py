"""The whole window by keyboard alone, and by ear."""

from functools import partial
from pathlib import Path

import pytest

from tests.desktop.accessible import Seen
from tests.desktop.desk import Desk, Program, use_service
from tests.hosts import script_host
from tests.waiting import wait_until

pytestmark = pytest.mark.desktop

RING_COLOUR = (0x2F, 0x5D, 0x8A)
RING_PX = 4
MOST = 60
CONTROLS = frozenset({"push button", "button menu", "check box", "slider", "text", "list"})
TICKS = {"repeat_ms": 1000, "phrases": [{"text": "Tick.", "at_ms": 100, "end_ms": 900}]}


def focused(program: Program) -> Seen | None:
    for each in program.look():
        if "focused" in each.states and each.role in CONTROLS | {"list item"}:
            return each
    return None


def go_on(program: Program, before: Seen | None, key: str = "Tab") -> Seen:
    """Press Tab and return where that leads."""
    found: list[Seen] = []

    def moved() -> bool:
        now = focused(program)
        if now is not None and (before is None or now.area != before.area):
            found.append(now)
        return bool(found)

    program.press(key)
    program.until(moved, lambda: f"{key} leads nowhere from {before}")
    return found[0]


def has_ring(desk: Desk, seen: Seen) -> bool:
    x, y, width, height = seen.area
    around = (x - RING_PX, y - RING_PX, width + 2 * RING_PX, height + 2 * RING_PX)
    return RING_COLOUR in desk.screen.colours(around)


def test_tab_goes_round_and_is_seen_where_it_is(desk: Desk, tmp_path: Path) -> None:
    with desk.program(tmp_path / "home") as program:
        program.wait_for("Microphone: ")
        start = program.wait_for("Transcript", "text")
        reached = [go_on(program, start, "ctrl+Tab")]
        while reached[-1].name != "Transcript":
            here = reached[-1]
            wait_until(partial(has_ring, desk, here))
            reached.append(go_on(program, here))
            assert len(reached) < MOST, f"round and round: {reached}"
        usable = {
            each.name
            for each in program.look()
            if each.role in CONTROLS and each.is_enabled and each.name
        }
        assert usable - {each.name for each in reached} == set()


def test_each_word_of_the_window_can_be_heard(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with script_host(TICKS, key="") as host:
        use_service(home, host)
        with desk.program(home) as program:
            program.press("F9")
            program.wait_for_transcript(lambda text: text.startswith("Tick."))
            program.wait_for_state("Listening")
            wait_until(lambda: program.wait_for("Length of this take").about >= "0:01")
            assert program.wait_for("Status").about.startswith("Listening.")
            assert program.wait_for("Level of the microphone").about
            program.press("F9")
            program.wait_for_state("Ready")
            length = program.wait_for("Length of this take").about
            wait_until(lambda: program.wait_for("Time", "label").about == f"0:00 / {length}")


def test_settings_are_changed_by_keyboard_alone(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with desk.program(home) as program:
        program.press("ctrl+comma")
        dialog = program.dialog("Settings")
        desk.screen.press(dialog, "Tab", "Right")
        program.until(
            lambda: "checked" in program.wait_for("Azure Speech", "radio button").states,
            lambda: "Azure is not chosen",
        )
        desk.screen.press(dialog, "Escape")
        program.wait_for("Recognized by: Azure")
