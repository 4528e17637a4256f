"""A sound server of the tests' own, with microphones to speak into and a loudspeaker to listen to.

It is a private PulseAudio: the machine's own sound is neither needed nor touched. Each microphone
is the monitor of a null sink, renamed; what is played into that sink is what the microphone hears.
Programs reach it by `VirtualSound.environment`; PortAudio does so through ALSA's PCM `pulse`.

To use the fixture `virtual_sound`, a test module or conftest imports it and `sound_server`.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import wave
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from tests.waiting import wait_until

MICROPHONE = "microphone"
DESCRIPTION = "Desk Microphone"
_PACKAGES = {
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
    "flite": "flite",
}
_DEADLINE_S = 30.0


class VirtualSound:
    """The running server with one microphone. `environment` is what a program needs to reach it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "native"
        self.environment = {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_RUNTIME_PATH": str(folder),
        }
        self._modules: dict[str, list[str]] = {}
        self._listeners: dict[str, subprocess.Popen[bytes]] = {}
        self._server = self._start_server()
        try:
            self.add_microphone()
        except BaseException:
            self.close()
            raise

    def add_microphone(self, name: str = MICROPHONE, description: str = DESCRIPTION) -> None:
        """Plug in a microphone: a source `name` that people know as `description`."""
        sink = f"into_{name}"
        self._modules[name] = [
            self._load("module-null-sink", f"sink_name={sink}", "rate=48000"),
            self._load(
                "module-remap-source",
                f"source_name={name}",
                f"master={sink}.monitor",
                f"source_properties=\"device.description='{description}'\"",
            ),
        ]
        # Without a client that asks for little delay, a null sink hands its sound on every 2 s.
        self._listeners[name] = self._start("parec", f"--device={sink}.monitor")

    def remove_microphone(self, name: str = MICROPHONE) -> None:
        """Unplug it."""
        for module in reversed(self._modules.pop(name)):
            self.pactl("unload-module", module)
        _end(self._listeners.pop(name))

    @property
    def microphones(self) -> list[str]:
        """The names of those that are plugged in."""
        return list(self._modules)

    def speak(self, text: str, microphone: str = MICROPHONE) -> int:
        """Say `text` into the microphone; return, when it is said, its length in milliseconds."""
        return self.play(self.say_to_file(text), microphone)

    def say_to_file(self, text: str) -> Path:
        """Return a WAV file (16 kHz mono) of Flite's `rms` voice saying `text`."""
        sound = self._folder / "speech.wav"
        self._run("flite", "-voice", "rms", "-t", text, "-o", str(sound))
        return sound

    def play(self, sound: Path, microphone: str = MICROPHONE) -> int:
        """Play a WAV file into the microphone; return its length in ms when it is over."""
        with wave.open(str(sound)) as file:
            length_ms = int(file.getnframes() * 1000 / file.getframerate())
        self._run("paplay", f"--device=into_{microphone}", str(sound), extra_s=length_ms / 1000)
        return length_ms

    @contextmanager
    def listening(self, rate: int = 16_000) -> Iterator[Path]:
        """Record what the loudspeaker plays, into the file given, as raw 16-bit mono of `rate`."""
        heard = self._folder / "heard.pcm"
        sound_format = (f"--rate={rate}", "--channels=1", "--format=s16le", "--raw")
        with heard.open("wb") as file:
            listener = self._start("parec", "--device=loudspeaker.monitor", *sound_format, to=file)
            try:
                wait_until(lambda: heard.stat().st_size > 0)
                yield heard
            finally:
                _end(listener)

    def pactl(self, *arguments: str) -> str:
        """Run pactl on the server and return what it prints."""
        return self._run("pactl", *arguments)

    def freeze(self) -> None:
        """Make the server keep its connections and answer nothing."""
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._server.send_signal(signal.SIGCONT)

    def restart(self) -> None:
        """Kill the server and start it anew, as after a crash, with its one microphone."""
        self._server.kill()
        self._server.wait()
        for listener in self._listeners.values():
            _end(listener)
        self._modules.clear()
        self._listeners.clear()
        self._server = self._start_server()
        self.add_microphone()

    def close(self) -> None:
        self.thaw()
        for listener in self._listeners.values():
            _end(listener)
        _end(self._server)

    def _start_server(self) -> "subprocess.Popen[bytes]":
        server = subprocess.Popen(
            [
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--use-pid-file=no",
                "--exit-idle-time=-1",
                f"--load=module-native-protocol-unix socket={self._socket} auth-anonymous=1",
                "--load=module-null-sink sink_name=loudspeaker rate=48000",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(self._folder), "XDG_RUNTIME_DIR": str(self._folder)},
        )
        try:
            wait_until(lambda: self._answers() or server.poll() is not None)
            assert server.poll() is None, "pulseaudio did not start"
        except BaseException:
            _end(server)
            raise
        return server

    def _answers(self) -> bool:
        asked = subprocess.run(
            ["pactl", "info"],
            env=self._full_environment(),
            capture_output=True,
            timeout=_DEADLINE_S,
        )
        return asked.returncode == 0

    def _load(self, *module: str) -> str:
        return self.pactl("load-module", *module).strip()

    def _run(self, *command: str, extra_s: float = 0.0) -> str:
        return subprocess.run(
            command,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=_DEADLINE_S + extra_s,
            env=self._full_environment(),
        ).stdout

    def _start(
        self, *command: str, to: int | IO[bytes] = subprocess.DEVNULL
    ) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*command, "--latency-msec=20"], stdout=to, env=self._full_environment()
        )

    def _full_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(_DEADLINE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def sound_server() -> Generator[VirtualSound, None, None]:
    """One server for the whole run; tests take it through `virtual_sound`."""
    for program, package in _PACKAGES.items():
        if shutil.which(program) is None:
            pytest.skip(f"needs {program}: install the package {package}")
    with tempfile.TemporaryDirectory(prefix="speechdesk-sound-") as folder:
        server = VirtualSound(Path(folder))
        try:
            yield server
        finally:
            server.close()


@pytest.fixture
def virtual_sound(
    sound_server: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> Generator[VirtualSound, None, None]:
    """The server with its one microphone, reachable from this process and its children."""
    for name, value in sound_server.environment.items():
        monkeypatch.setenv(name, value)
    yield sound_server
    sound_server.thaw()
    for name in set(sound_server.microphones) - {MICROPHONE}:
        sound_server.remove_microphone(name)
    if MICROPHONE not in sound_server.microphones:
        sound_server.add_microphone()
