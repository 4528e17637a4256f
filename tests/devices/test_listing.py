"""The list of microphones, read by a fresh child each time."""

import json
import sys
import threading
from pathlib import Path

import pytest

from speechdesk.devices.listing import (
    Device,
    Listing,
    ListingAhead,
    find_device,
    list_devices,
)
from tests.virtual_microphone import VirtualSound

DEADLINE_S = 30.0
DESK = Device("Desk Microphone", "PulseAudio", default=True, pulse_source="microphone")
HEADSET = Device("Blue Headset", "PulseAudio", pulse_source="headset")


def listed() -> Listing:
    return list_devices(DEADLINE_S)


def answering(program: str) -> Listing:
    """List with a child that runs `program`."""
    return list_devices(DEADLINE_S, command=[sys.executable, "-c", program])


class TestSoundServer:
    def test_its_microphones_by_their_descriptions(self, virtual_sound: VirtualSound) -> None:
        assert listed() == Listing((DESK,))

    def test_fresh_each_time(self, virtual_sound: VirtualSound) -> None:
        virtual_sound.add_microphone("headset", "Blue Headset")
        assert listed() == Listing((DESK, HEADSET))
        virtual_sound.remove_microphone("headset")
        assert listed() == Listing((DESK,))

    def test_odd_names_are_names(self, virtual_sound: VirtualSound) -> None:
        name = "Mikrofon – 麦克风 | “USB”"
        virtual_sound.add_microphone("odd", name)
        assert find_device(listed(), "odd") == Device(name, "PulseAudio", pulse_source="odd")

    def test_twins_are_told_apart(self, virtual_sound: VirtualSound) -> None:
        virtual_sound.add_microphone("twin", "Desk Microphone")
        names = [device.name for device in listed().devices]
        assert names == ["Desk Microphone (microphone)", "Desk Microphone (twin)"]

    def test_what_sinks_play_is_listed_only_if_there_is_nothing_else(
        self, virtual_sound: VirtualSound
    ) -> None:
        virtual_sound.remove_microphone()
        assert [device.pulse_source for device in listed().devices] == ["loudspeaker.monitor"]

    def test_a_server_that_hangs_is_given_up(self, virtual_sound: VirtualSound) -> None:
        virtual_sound.freeze()
        assert list_devices(0.5) == Listing((), "timeout")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only: sound servers")
def test_without_a_server_portaudio_lists_and_the_reason_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    assert listed().problem == "no_sound_server"


class TestPoorInstallations:
    """Stand-ins for sounddevice, found first by the child's Python."""

    def listing_with(self, module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Listing:
        (tmp_path / "sounddevice.py").write_text(module)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
        monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
        return listed()

    def test_without_the_portaudio_library(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        module = "raise OSError('PortAudio library not found')"
        expected = Listing((), "portaudio_missing")
        assert self.listing_with(module, tmp_path, monkeypatch) == expected

    def test_names_that_are_not_text_and_noise_on_stdout(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        module = (
            "import os\n"
            "class default: device = (2, -1)\n"
            "def query_hostapis(): return ({'name': 'OSS', 'devices': [0, 1, 2, 3, 4]},)\n"
            "def query_devices(index):\n"
            "    os.write(1, b'a driver prints\\n')\n"
            "    if index == 1: b'\\xff'.decode()\n"
            "    return {'name': ['Line', '', 'Line', 'Speaker', 'Line'][index], 'hostapi': 0,\n"
            "            'max_input_channels': int(index != 3)}\n"
        )
        assert self.listing_with(module, tmp_path, monkeypatch) == Listing(
            (
                Device("Line", "OSS"),
                Device("Line (2)", "OSS", default=True),
                Device("Line (3)", "OSS"),
            ),
            "unreadable_names",
        )


class TestChildrenThatFail:
    @pytest.mark.parametrize(
        "program",
        [
            "",
            "print('[]')",
            "print('{')",
            'print(\'{"devices": [1], "problem": ""}\')',
            "import os; os.abort()",
            "raise SystemExit('no')",
        ],
    )
    def test_say_so(self, program: str) -> None:
        assert answering(program) == Listing((), "listing_failed")

    def test_one_that_cannot_be_started(self, tmp_path: Path) -> None:
        assert list_devices(command=[str(tmp_path / "none")]) == Listing((), "listing_failed")

    def test_one_that_hangs(self) -> None:
        command = [sys.executable, "-c", "import signal; signal.pause()"]
        assert list_devices(0.2, command=command) == Listing((), "timeout")

    def test_the_users_key_stays_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SPEECH_KEY", "secret")
        program = (
            "import json, os\n"
            "print(json.dumps({'devices': [], 'problem': str('SPEECH_KEY' in os.environ)}))"
        )
        assert answering(program) == Listing((), "False")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Desk Microphone|PulseAudio", DESK),
        ("desk microphone", DESK),
        ("microphone", DESK),
        ("headset", HEADSET),
        (" BLUE ", HEADSET),
        ("e", None),
        ("camera", None),
        ("", None),
    ],
)
def test_find_device(wanted: str, found: Device | None) -> None:
    assert find_device(Listing((DESK, HEADSET)), wanted) == found


def test_a_key_survives_json() -> None:
    assert json.loads(json.dumps(DESK.key)) == "Desk Microphone|PulseAudio"


def test_only_the_first_list_is_made_ahead() -> None:
    lists = iter([Listing((DESK,)), Listing((DESK, HEADSET))])
    made = threading.Event()

    def listing() -> Listing:
        made.set()
        return next(lists)

    ahead = ListingAhead(listing)
    assert made.wait(DEADLINE_S)
    assert ahead() == Listing((DESK,))
    assert ahead() == Listing((DESK, HEADSET))
