"""`speechdesk devices`, run as a program."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.virtual_microphone import VirtualSound, sound_server, virtual_sound

__all__ = ["sound_server", "virtual_sound"]


def speechdesk(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """Return exit status, stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "speechdesk", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    return done.returncode, done.stdout, done.stderr


def test_name_host_api_and_default_mark(virtual_sound: VirtualSound) -> None:
    virtual_sound.pactl("set-default-source", "microphone")
    virtual_sound.add_microphone("headset", "Blue Headset")
    status, stdout, stderr = speechdesk("devices")
    assert stdout.splitlines() == [
        "Desk Microphone  (PulseAudio)  default",
        "Blue Headset  (PulseAudio)",
    ]
    assert (status, stderr) == (0, "")


def test_json(virtual_sound: VirtualSound) -> None:
    status, stdout, stderr = speechdesk("devices", "--json")
    assert json.loads(stdout) == {
        "version": 1,
        "devices": [{"name": "Desk Microphone", "host_api": "PulseAudio", "default": True}],
    }
    assert (status, stderr) == (0, "")


def test_without_portaudio_one_line_names_the_package(tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    status, stdout, stderr = speechdesk("devices", PYTHONPATH=str(tmp_path))
    assert (status, stdout) == (1, "")
    assert stderr.count("\n") == 1
    assert "libportaudio2" in stderr


def test_without_a_sound_server_the_reason_is_told(tmp_path: Path) -> None:
    status, stdout, stderr = speechdesk("devices", PULSE_SERVER=f"unix:{tmp_path}/none")
    assert status == 0
    first, *others = stderr.splitlines()
    assert "sound server" in first
    assert others == (
        [] if stdout else ["speechdesk: No microphone was found. Plug one in, or choose another."]
    )
