"""What the lines stand on: a screen, a microphone, services, homes, and sound to recognize."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.children import Child, child, python
from tests.bench.harness import UnavailableError
from tests.desktop.screens import screen
from tests.virtual_microphone import MICROPHONE, VirtualSound

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sounds" / "sample.wav"
RATE = 16_000


@contextlib.contextmanager
def desk() -> Iterator[tuple[dict[str, str], VirtualSound]]:
    """Give the environment of a screen and a microphone, and the sound server behind it."""
    with display() as environment, microphone() as sound:
        yield environment | sound.environment, sound


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """Give the environment of a screen with a window manager."""
    with contextlib.ExitStack() as stack:
        try:
            shown = stack.enter_context(screen())
        except pytest.skip.Exception as missing:
            raise UnavailableError(str(missing)) from missing
        yield {"DISPLAY": shown.display, "QT_QPA_PLATFORM": "xcb"}


@contextlib.contextmanager
def microphone() -> Iterator[VirtualSound]:
    """Give a sound server with one microphone."""
    for program, package in (("pulseaudio", "pulseaudio"), ("pactl", "pulseaudio-utils")):
        if shutil.which(program) is None:
            raise UnavailableError(f"needs the package {package}")
    with tempfile.TemporaryDirectory(prefix="speechdesk-sound-") as folder:
        server = VirtualSound(Path(folder))
        try:
            yield server
        finally:
            server.close()


def home(folder: Path, url: str = "") -> Path:
    """Make a home that recognizes at `url`, or on this computer."""
    folder.mkdir(parents=True, exist_ok=True)
    if url:
        (folder / "settings.toml").write_text(f'service = "container"\nurl = "{url}"\n')
    return folder


@contextlib.contextmanager
def window(
    environment: dict[str, str], place: Path, *, fast_microphone: int = 0
) -> Iterator[Child]:
    """Run the program's window with the pilot in it; see `piloted`."""
    more = [str(fast_microphone)] if fast_microphone else []
    with child(python("tests.bench.piloted", str(place), *more), environment) as pilot:
        pilot.wait_for("ready")
        yield pilot


@contextlib.contextmanager
def speaking(sound: VirtualSound, file: Path) -> Iterator[None]:
    """Let somebody read a sound file into the microphone while the block runs."""
    command = ["paplay", f"--device=into_{MICROPHONE}", str(file)]
    player = subprocess.Popen(command, env=os.environ | sound.environment)
    try:
        yield
    finally:
        player.terminate()
        player.wait()


def sample_pcm() -> bytes:
    """Return the clip that SpeechDesk carries: one spoken sentence."""
    with wave.open(str(SAMPLE)) as clip:
        return bytes(clip.readframes(clip.getnframes()))


def speech(path: Path, seconds: int) -> Path:
    """Write a WAV file of the clip again and again, with pauses, of a whole length."""
    piece = sample_pcm() + bytes(RATE * 2)
    pcm = (piece * (seconds * RATE * 2 // len(piece) + 1))[: seconds * RATE * 2]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm)
    return path
