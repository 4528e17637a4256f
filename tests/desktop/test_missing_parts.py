"""Without a microphone, without a network, without a keyring: it says so and goes on."""

from pathlib import Path

import pytest

from speechdesk.storage.history import History
from speechdesk.storage.takes import Take, TakeState
from tests.desktop.connecting import Dialog
from tests.desktop.desk import Desk, files_with, use_service
from tests.hosts import script_host
from tests.waiting import wait_until

pytestmark = pytest.mark.desktop

SAID = "Hello world."
SCRIPT = {"phrases": [{"text": SAID, "at_ms": 300, "end_ms": 1200}]}


def takes(home: Path) -> list[Take]:
    history = History(home / "history.sqlite3")
    try:
        return history.takes()
    finally:
        history.close()


def test_without_a_microphone_it_says_so_and_text_can_be_typed(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with desk.program(home, PULSE_SERVER=f"unix:{tmp_path}/nobody") as program:
        program.wait_for("Microphone: None found")
        program.wait_until_says("Plug one in, then press Record.")
        program.press("F9")
        program.wait_for_state("Needs attention")
        program.wait_for("No microphone was found.", "label")
        program.press("F9")
        program.wait_for_state("Ready")
        program.type("Typed all the same.")
        program.wait_for_transcript(lambda text: text == "Typed all the same.")
        program.press("ctrl+q")
        assert program.wait() == 0
        assert program.output() == ""


def test_without_a_network_all_is_recorded_and_written_when_it_is_back(
    desk: Desk, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with script_host(SCRIPT, key="") as host:
        use_service(home, host)
        host.refuse()
        with desk.program(home) as program:
            program.press("F9")
            program.wait_for_state("Reconnecting · 2 s behind")
            program.wait_until_says("Your recording is kept and goes on.")
            program.press("F9")
            program.wait_until_says("The rest is recorded")
            program.wait_for_state("Ready")
            assert [take.state for take in takes(home)] == [TakeState.PARTLY]
            host.accept()
            program.wait_for_transcript(lambda text: text == SAID)
            wait_until(lambda: [take.state for take in takes(home)] == [TakeState.COMPLETE])


def test_without_a_keyring_the_key_is_kept_for_this_run_only(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with script_host(SCRIPT) as host:
        use_service(home, host)
        # The screen reader has a bus of its own.
        without = {
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "AT_SPI_BUS_ADDRESS": desk.reader.address,
        }
        with desk.program(home, **without) as program:
            dialog = Dialog(program)
            dialog.enter("Key", host.key)
            program.wait_until_says("This system has no keyring")
            program.click("Keep for this run only", "push button")
            program.wait_until_says("Kept for this run only")
            dialog.test()
            program.wait_until_says("It works.")
            dialog.close()
            program.press("F9")
            program.wait_for_transcript(lambda text: text == SAID)
        assert not files_with(tmp_path, host.key)
