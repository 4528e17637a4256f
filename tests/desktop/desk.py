"""A desk of the tests' own: screen, sound, keyring and screen reader, and the program on it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from speechdesk.domain.connection import Service
from speechdesk.settings.store import SettingsStore
from tests.desktop.accessible import ScreenReader, Seen
from tests.desktop.screens import Screen
from tests.hosts import ScriptHost
from tests.virtual_microphone import VirtualSound
from tests.waiting import wait_until

_COMMAND = Path(sys.executable).with_name("speechdesk")
_END_S = 60.0


class Desk:
    """`environment` is what the programs on it need to reach all of it."""

    def __init__(
        self,
        environment: dict[str, str],
        screen: Screen,
        sound: VirtualSound,
        reader: ScreenReader,
    ) -> None:
        self.environment = environment
        self.screen = screen
        self.sound = sound
        self.reader = reader

    @contextmanager
    def program(self, home: Path, *words: str, **environment: str) -> "Iterator[Program]":
        """Start the program with its window, as a user does; end it in the end if it still runs."""
        with (home.parent / f"{home.name}.output").open("ab") as output:
            process = subprocess.Popen(
                [_COMMAND, "--home", home, *words],
                env=self.environment | environment,
                stdout=output,
                stderr=output,
            )
        program = Program(self, home, process)
        try:
            program.window = self.screen.window("SpeechDesk", program.runs)
            yield program
        finally:
            program.end()

    def run(self, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """Start it another time, and wait for its end."""
        return subprocess.run(
            [_COMMAND, "--home", home, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=_END_S,
        )

    def clipboard(self) -> str:
        return subprocess.run(
            ["xclip", "-selection", "clipboard", "-out"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=_END_S,
        ).stdout


class Program:
    """The running program, seen through a screen reader, worked by keys and mouse."""

    window = ""

    def __init__(self, desk: Desk, home: Path, process: "subprocess.Popen[bytes]") -> None:
        self.desk = desk
        self.home = home
        self.process = process

    # what it shows

    def look(self) -> list[Seen]:
        return self.desk.reader.look()

    def find(self, name: str, role: str = "") -> Seen | None:
        """Return what is shown under a name that begins with `name`."""
        for each in self.look():
            if each.name.startswith(name) and role in ("", each.role):
                return each
        return None

    def wait_for(self, name: str, role: str = "", *, enabled: bool = True) -> Seen:
        """Wait until something of that name is shown, ready to be used."""
        found: list[Seen] = []

        def there() -> bool:
            seen = self.find(name, role)
            if seen is not None and seen.is_enabled >= enabled:
                found.append(seen)
            return bool(found)

        self.until(there, lambda: f"no {role} {name!r}")
        return found[0]

    def says(self, words: str) -> bool:
        """Whether `words` stand somewhere on the screen."""
        return any(words in each.says for each in self.look())

    def wait_until_says(self, words: str) -> None:
        self.until(lambda: self.says(words), lambda: f"nowhere: {words!r}")

    @property
    def state(self) -> str:
        """What the bar says of the state, such as "Listening"."""
        seen = self.find("State", "label")
        return seen.about if seen else ""

    def wait_for_state(self, state: str) -> None:
        self.until(lambda: self.state.startswith(state), lambda: f"{self.state!r}, not {state!r}")

    @property
    def transcript(self) -> str:
        seen = self.find("Transcript", "text")
        return seen.text if seen else ""

    def wait_for_transcript(self, holds: Callable[[str], bool]) -> None:
        self.until(lambda: holds(self.transcript), lambda: f"the text is {self.transcript!r}")

    def until(self, condition: Callable[[], bool], story: Callable[[], str]) -> None:
        try:
            wait_until(condition)
        except AssertionError:
            shown = "\n".join(f"{each.role}: {each.says}" for each in self.look() if each.says)
            raise AssertionError(f"{story()}; shown is:\n{shown}\n{self.output()}") from None

    # what one does with it

    def press(self, *keys: str) -> None:
        self.desk.screen.press(self.window, *keys)

    def type(self, text: str) -> None:
        self.desk.screen.type(self.window, text)

    def click(self, name: str, role: str = "") -> None:
        """Click on what is shown under a name that begins with `name`, once it can be used."""
        self.desk.screen.click(*self.wait_for(name, role).middle)

    def dialog(self, title: str) -> str:
        """Wait for a dialog and return its window's id."""
        return self.desk.screen.window(title)

    # its end

    def runs(self) -> bool:
        return self.process.poll() is None

    def wait(self) -> int:
        """Wait until it has ended by itself, and return its exit status."""
        return self.process.wait(_END_S)

    def kill(self) -> None:
        """End it as a power failure would."""
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """Ask it to end as a session's end does, unless it has ended."""
        if self.runs():
            self.process.terminate()
            try:
                self.process.wait(_END_S)
            finally:
                self.process.kill()

    def output(self) -> str:
        return (self.home.parent / f"{self.home.name}.output").read_text()

    def family(self) -> list[psutil.Process]:
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]


def files_with(folder: Path, text: str) -> list[Path]:
    """Return the files below `folder` that hold `text`."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if text.encode() in path.read_bytes()]


def processes_with(text: str) -> list[str]:
    """Return the processes of this machine that have `text` in arguments or environment."""
    found = []
    for process in psutil.process_iter():
        for name in ("cmdline", "environ"):
            path = Path(f"/proc/{process.pid}/{name}")
            try:
                if process.pid != os.getpid() and text.encode() in path.read_bytes():
                    found.append(str(path))
            except OSError:
                pass  # it ended meanwhile, or belongs to somebody else
    return found


def use_service(home: Path, host: ScriptHost) -> None:
    """Let the program at `home` recognize with `host`."""
    SettingsStore(home / "settings.toml").change({"service": Service.CONTAINER, "url": host.url})
