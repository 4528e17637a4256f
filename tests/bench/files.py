"""Audio files to text, whole commands measured from outside."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.children import child, python, seconds_of
from tests.bench.harness import Bench, Group, Line, at_most_times, compare, times_faster
from tests.bench.stage import home, speech
from tests.hosts import script_host

ONE = "file of 52 s through the local service"
EIGHT = "8 files of 52 s at once through the local service"
SCRIPTED = "file of 52 s with the script engine"
_SECONDS = 52
_SCRIPT = {
    "phrases": [{"at_ms": 200, "end_ms": 3800, "text": "It was a bright cold day in April."}],
    "repeat_ms": 4000,
}


def _transcribe(place: Path, files: list[Path], *options: str) -> float:
    names = [str(file) for file in files]
    return seconds_of(
        python("speechdesk", "transcribe", "--home", str(place), *options, *names),
        {"SPEECH_KEY": ""},
    )


def _alone(files: list[Path]) -> float:
    return seconds_of(python("tests.bench.engine_alone", *map(str, files)))


def _local(bench: Bench) -> Iterator[Line]:
    files = [speech(bench.folder / f"speech{number}.wav", _SECONDS) for number in range(8)]
    place = home(bench.folder / "home")
    for name, some, rounds in (
        (ONE, files[:1], bench.rounds(5)),
        (EIGHT, files, 1 if bench.quick else 3),
    ):
        yield compare(
            name,
            partial(_transcribe, place, some),
            partial(_alone, some),
            "s",
            at_most_times(1.15),
            rounds,
        )


def _quickstart(url: str, file: Path) -> float:
    with child(python("tests.bench.quickstart", url, str(file))) as running:
        return float(running.wait_for("over")["at"]) - running.started


def _scripted(bench: Bench) -> Iterator[Line]:
    file = speech(bench.folder / "speech.wav", _SECONDS)
    place = home(bench.folder / "home")
    with script_host(_SCRIPT, key="") as host:
        yield compare(
            SCRIPTED,
            partial(_transcribe, place, [file], "--service", "container", "--url", host.url),
            partial(_quickstart, host.url, file),
            "s",
            times_faster(20),
            bench.rounds(5),
        )


GROUPS = (Group("files", (ONE, EIGHT), _local), Group("script", (SCRIPTED,), _scripted))
