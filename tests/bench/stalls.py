"""The longest time in which the window could not have answered."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.children import Child
from tests.bench.dictation import SCRIPT
from tests.bench.harness import Bench, Group, Line, at_most, from_runs
from tests.bench.long_take import make_long_take, vocabulary
from tests.bench.stage import desk, home, speaking, speech, window
from tests.hosts import ScriptHost, script_host

NAMES = tuple(
    f"longest stall: {kind}"
    for kind in (
        "start",
        "dictation",
        "reconnect",
        "typing",
        "stop",
        "search",
        "export",
        "copy",
        "open",
    )
)
_AFTER_S = 0.5
_LISTEN_S = 5.0
_KEY_S = 0.05  # between two keys, for a hand that is fast

Act = Callable[[], None]


def _stall(pilot: Child, act: Act) -> float:
    """Return the longest stall in ms while something is done and for a moment after it."""
    pilot.tell(do="watch")
    act()
    threading.Event().wait(_AFTER_S)
    pilot.tell(do="stall")
    return float(pilot.wait_for("stall")["ms"])


def _acts(pilot: Child, host: ScriptHost, folder: Path, take_id: int) -> dict[str, Act]:
    def start() -> None:
        pilot.tell(do="record")
        pilot.wait_for("state", state="LISTENING")

    def dictation() -> None:
        threading.Event().wait(_LISTEN_S)

    def reconnect() -> None:
        host.refuse()
        host.strike("reset")
        pilot.wait_for("state", state="RECONNECTING")
        host.accept()
        pilot.wait_for("state", state="LISTENING")

    def typing() -> None:
        for letter in "and some more words of mine ":
            pilot.tell(do="type", text=letter)
            threading.Event().wait(_KEY_S)

    def stop() -> None:
        pilot.tell(do="stop")
        pilot.wait_for("state", state="IDLE")

    def search() -> None:
        pilot.tell(do="search", text=vocabulary()[3])
        pilot.wait_for("searched")
        pilot.tell(do="search", text="")
        pilot.wait_for("searched")

    def export() -> None:
        for form in ("txt", "docx", "srt", "json", "html"):
            path = folder / f"text.{form}"
            path.unlink(missing_ok=True)
            pilot.tell(do="save", path=str(path))
            _until(path.exists)

    def copy() -> None:
        pilot.tell(do="copy")

    def open_long() -> None:
        pilot.tell(do="new")
        pilot.wait_for("loaded")
        pilot.tell(do="open", take=take_id)
        pilot.wait_for("loaded")

    acts = (start, dictation, reconnect, typing, stop, search, export, copy, open_long)
    return dict(zip(NAMES, acts, strict=True))


def _until(condition: Callable[[], bool], tries: int = 3000) -> None:
    pace = threading.Event()
    for _ in range(tries):
        if condition():
            return
        pace.wait(0.02)
    raise RuntimeError("it was never done")


def _measure(bench: Bench) -> Iterator[Line]:
    sound_file = speech(bench.folder / "speech.wav", 300)
    place = home(bench.folder / "home")
    with (
        desk() as (environment, sound),
        script_host(SCRIPT, key="") as host,
        speaking(sound, sound_file),
    ):
        home(place, host.url)
        take_id = make_long_take(place, 100_000)
        found: dict[str, list[float]] = {name: [] for name in NAMES}
        with window(environment, place) as pilot:
            pilot.wait_for("loaded")
            for _ in range(bench.rounds(5)):
                for name, act in _acts(pilot, host, bench.folder, take_id).items():
                    found[name].append(_stall(pilot, act))
    for name, values in found.items():
        yield from_runs(name, values, (), "ms", at_most(50, "ms"))


GROUPS = (Group("stalls", NAMES, _measure),)
