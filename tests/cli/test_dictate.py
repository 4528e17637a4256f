"""From a real microphone path to text on standard output, and into the history."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechdesk.settings.store import SettingsStore
from speechdesk.storage.history import History
from speechdesk.storage.takes import Take, TakeState
from tests.hosts import ScriptHost, script_host
from tests.virtual_microphone import VirtualSound

pytestmark = pytest.mark.desktop

# Understood word for word wherever it begins, which few sentences are.
SAID = "please open the window and close the door"


class Dictating:
    """A running `speechdesk dictate`."""

    def __init__(self, home: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "speechdesk", "dictate", "--home", str(home), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )

    def give_key(self, key: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{key}\n")
        self.process.stdin.flush()

    def until(self, words: str) -> str:
        """Read standard error up to the line that has `words`."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if words in line:
                return line
        raise AssertionError(f"it ended with {self.process.wait()} and never said {words!r}")

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def end(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@pytest.fixture
def dictating(tmp_path: Path, virtual_sound: VirtualSound) -> Iterator[list[Dictating]]:
    started: list[Dictating] = []
    yield started
    for each in started:
        each.process.kill()
        each.process.communicate()


def start(dictating: list[Dictating], home: Path, *words: str) -> Dictating:
    dictating.append(Dictating(home, *words))
    return dictating[-1]


def test_what_is_said_comes_out_and_is_in_the_history(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    running = start(dictating, tmp_path)
    running.until("Listening")
    virtual_sound.speak(SAID)
    assert running.line() == "Please open the window and close the door.\n"
    status, rest, _ = running.end()
    assert (status, rest) == (0, "")
    history = History(tmp_path / "history.sqlite3")
    (take,) = history.takes()
    assert history.load_document(take.id).text == "Please open the window and close the door."
    (stored,) = history.segments(take.id)
    assert [word.text for word in stored.segment.words][:2] == ["Please", "open"]
    assert take.state is TakeState.COMPLETE
    assert take.title == "Please open the window and close the"
    history.close()


def test_sigterm_stops_and_drains_too(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    running = start(dictating, tmp_path)
    running.until("Listening")
    virtual_sound.speak("good morning to all of you")
    status, out, _ = running.end(signal.SIGTERM)
    assert status == 0
    assert out.casefold().strip(" .\n") == "good morning to all of you"


def test_once_ends_after_one_utterance(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    running = start(dictating, tmp_path, "--once")
    running.until("Listening")
    virtual_sound.speak(SAID)
    out, _ = running.process.communicate(timeout=60)
    assert running.process.returncode == 0
    assert out == "Please open the window and close the door.\n"


def test_an_unknown_microphone_is_named(virtual_sound: VirtualSound, tmp_path: Path) -> None:
    ended = speechdesk("--home", str(tmp_path), "dictate", "--device", "Nobody's")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        "speechdesk: No microphone has this name, or more than one. "
        "Choose among: speechdesk devices (Nobody's)\n"
    )


def test_the_microphone_of_the_settings_is_taken(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    virtual_sound.add_microphone("other", "Other Microphone")
    store = SettingsStore(tmp_path / "settings.toml")
    store.change({"device": "Other Microphone|PulseAudio"})
    running = start(dictating, tmp_path)
    running.until("Listening")
    virtual_sound.speak(SAID, "other")
    assert running.line() == "Please open the window and close the door.\n"
    assert running.end()[0] == 0


def test_without_the_microphone_of_the_settings_the_systems_own_is_taken(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    SettingsStore(tmp_path / "settings.toml").change({"device": "Headset|PulseAudio"})
    running = start(dictating, tmp_path)
    running.until("Headset is not plugged in")
    running.until("Listening")
    assert running.end()[0] == 0


def test_without_any_microphone_it_says_so(tmp_path: Path) -> None:
    if speechdesk("devices", without_sound=True).stdout:
        pytest.skip("needs a machine without a microphone of its own")
    ended = speechdesk("--home", str(tmp_path), "dictate", without_sound=True)
    assert ended.returncode == 1
    assert "microphone" in ended.stderr and len(ended.stderr.splitlines()) <= 3
    assert speechdesk("--home", str(tmp_path), "history", "list").stdout == ""


def test_a_service_that_comes_back_gets_all_of_it(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    with container(dictating, tmp_path, {"repeat_ms": 1000, "phrases": [spoken()]}) as (
        host,
        running,
    ):
        running.until("Listening")
        first = running.line()
        host.refuse()
        host.strike("reset")
        running.until("Your words are kept")
        host.accept()
        assert [first, running.line()] == ["Tick.\n", "Tick.\n"]
        status, _, _ = running.end()
        assert status == 0
    (take,) = takes(tmp_path)
    assert take.cursor_ms == take.length_ms


def test_what_never_comes_back_is_kept_for_recover(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    script = {"repeat_ms": 1000, "phrases": [spoken()]}
    with container(dictating, tmp_path, script, "--give-up-after", "1") as (host, running):
        running.until("Listening")
        running.line()
        host.refuse()
        host.strike("reset")
        running.until("Your words are kept")
        status, _, err = running.end()
        assert status == 1
        *_, last = err.splitlines()
        assert last.endswith(
            f" The recording is kept: `speechdesk --home {tmp_path} recover` recognizes the rest."
        )
        listed = speechdesk("recover", "--list", "--home", str(tmp_path))
        assert len(listed.stdout.splitlines()) == 1
        host.accept()
        recovered = speechdesk(
            "recover", "--home", str(tmp_path), "--url", host.url, "--key-stdin", key=host.key
        )
    assert recovered.returncode == 0, recovered.stderr
    (take,) = takes(tmp_path)
    assert take.state is TakeState.COMPLETE
    assert take.cursor_ms == take.length_ms
    assert speechdesk("recover", "--list", "--home", str(tmp_path)).stdout == ""


def test_commands_are_carried_out_and_the_text_comes_at_the_end(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    said = ("Dear tenants comma.", "New line.", "Nonsense.", "Scratch that.", "Stop dictation.")
    script = {
        "phrases": [
            {"at_ms": 100 + 300 * number, "end_ms": 300 + 300 * number, "text": text}
            for number, text in enumerate(said)
        ]
    }
    with container(dictating, tmp_path, script, "--commands") as (_, running):
        running.until("heard: new line")
        running.until("heard: scratch that")
        running.until("heard: stop dictation")
        out, _ = running.process.communicate(timeout=60)
    assert running.process.returncode == 0
    assert out == "Dear tenants,\n\n"
    history = History(tmp_path / "history.sqlite3")
    (take,) = history.takes()
    assert history.load_document(take.id).text == "Dear tenants,\n"
    history.close()


def test_recover_leaves_a_running_dictation_alone(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    running = start(dictating, tmp_path)
    running.until("Listening")
    recovered = speechdesk("recover", "--home", str(tmp_path))
    assert (recovered.returncode, recovered.stdout) == (0, "")
    status, _, _ = running.end()
    assert status == 0


def test_a_refused_key_stops_recognition_only(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    with script_host({}, key="right") as host:
        running = start(dictating, tmp_path, "--url", host.url, "--key-stdin")
        running.give_key("wrong")
        running.until("refused the key")
        virtual_sound.speak(SAID)
        status, _, err = running.end()
    assert status == 1
    assert f"speechdesk --home {tmp_path} recover" in err
    history = History(tmp_path / "history.sqlite3")
    (take,) = history.takes()
    assert take.state is TakeState.PARTLY and take.length_ms > 1500
    history.close()


def test_a_running_dictation_cannot_be_deleted(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    running = start(dictating, tmp_path)
    running.until("Listening")
    deleted = speechdesk("--home", str(tmp_path), "history", "delete", "1")
    assert (deleted.returncode, deleted.stdout) == (1, "")
    assert deleted.stderr == "speechdesk: This take is in use by another SpeechDesk. (take 1)\n"
    virtual_sound.speak(SAID)
    assert running.line() == "Please open the window and close the door.\n"
    assert running.end()[0] == 0
    assert len(takes(tmp_path)) == 1
    assert speechdesk("--home", str(tmp_path), "history", "delete", "1").returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="needs prlimit")
def test_a_full_disk_is_told_once(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    running = start(dictating, tmp_path)
    running.until("Listening")
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (100_000, 100_000))
    running.until("The disk is full")
    virtual_sound.speak(SAID)
    _, _, err = running.end()
    assert "The disk is full: " not in err


def test_a_sound_server_that_hangs_keeps_nobody_from_leaving(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    running = start(dictating, tmp_path)
    running.until("Listening")
    virtual_sound.freeze()
    assert running.end()[0] == 0


def test_a_sound_server_that_hangs_from_the_start_is_told(
    dictating: list[Dictating], virtual_sound: VirtualSound, tmp_path: Path
) -> None:
    virtual_sound.freeze()
    running = start(dictating, tmp_path)
    running.until("microphone cannot be opened")
    assert running.process.wait(60) == 1


def test_where_nothing_can_be_recorded_it_says_why_and_fails(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("a file where the folder should be")
    ended = speechdesk("--home", str(tmp_path), "dictate")
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1


class container:  # noqa: N801 - reads as a function where it is used
    """A dictation against a scripted host that demands a key."""

    def __init__(
        self, dictating: list[Dictating], home: Path, script: dict[str, object], *words: str
    ) -> None:
        self._host = script_host(script)
        self._dictating = dictating
        self._home = home
        self._words = words

    def __enter__(self) -> tuple[ScriptHost, Dictating]:
        host = self._host.__enter__()
        words = ("--url", host.url, "--key-stdin", *self._words)
        running = start(self._dictating, self._home, *words)
        running.give_key(host.key)
        return host, running

    def __exit__(self, *error: object) -> None:
        self._host.__exit__(None, None, None)


def spoken() -> dict[str, object]:
    return {"at_ms": 100, "end_ms": 700, "text": "Tick."}


def takes(home: Path) -> list[Take]:
    history = History(home / "history.sqlite3")
    try:
        return history.takes()
    finally:
        history.close()


def speechdesk(
    *words: str, key: str = "", without_sound: bool = False
) -> "subprocess.CompletedProcess[str]":
    environment = dict(os.environ)
    if without_sound:
        environment["PULSE_SERVER"] = "unix:/nonexistent"
    return subprocess.run(
        [sys.executable, "-m", "speechdesk", *words],
        input=f"{key}\n" if key else None,
        capture_output=True,
        text=True,
        timeout=90,
        env=environment,
        check=False,
    )
