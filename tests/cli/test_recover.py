"""`recover` finds what was left behind, whatever became of the history."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from speechdesk.domain.events import Segment
from speechdesk.domain.headline import headline
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, TakeState
from tests.hosts import ScriptHost, encode_numbers, script_host

SPOKEN = encode_numbers(range(1, 31))
TEXTS = ["1 2 3 4 5 6 7 8 9 10", "11 12 13 14 15 16 17 18 19 20", "21 22 23 24 25 26 27 28 29 30"]


def speechdesk(home: Path, *words: str, key: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "speechdesk", *words, "--home", str(home)],
        input=f"{key}\n" if key else None,
        capture_output=True,
        text=True,
        timeout=100,
    )


def recover(home: Path, host: ScriptHost) -> "subprocess.CompletedProcess[str]":
    return speechdesk(home, "recover", "--url", host.url, "--key-stdin", key=host.key)


def leave_recording(home: Path, number: int) -> None:
    (home / "recordings").mkdir(exist_ok=True)
    (home / "recordings" / f"take-{number}.pcm").write_bytes(SPOKEN)


def texts(home: Path) -> dict[int, list[str]]:
    history = History(home / "history.sqlite3")
    try:
        return {
            take.id: [stored.segment.text for stored in history.segments(take.id)]
            for take in history.takes()
        }
    finally:
        history.close()


def test_in_an_empty_home_there_is_nothing(tmp_path: Path) -> None:
    listed = speechdesk(tmp_path / "home", "recover", "--list")
    assert (listed.returncode, listed.stdout, listed.stderr) == (0, "", "")
    assert not (tmp_path / "home").exists()


def test_recordings_are_found_where_the_history_is_gone(tmp_path: Path) -> None:
    leave_recording(tmp_path, 7)
    listed = speechdesk(tmp_path, "recover", "--list")
    assert listed.stdout.startswith("7  ") and "3 s to recognize" in listed.stdout
    with script_host({"numbers": {}}) as host:
        recovered = recover(tmp_path, host)
    assert recovered.returncode == 0, recovered.stderr
    assert texts(tmp_path) == {7: TEXTS}
    assert speechdesk(tmp_path, "recover", "--list").stdout == ""


def test_a_damaged_history_is_set_aside_and_said_and_its_rest_recognized(tmp_path: Path) -> None:
    leave_recording(tmp_path, 1)
    (tmp_path / "history.sqlite3").write_bytes(b"no database at all" * 1000)
    with script_host({"numbers": {}}) as host:
        recovered = recover(tmp_path, host)
    assert recovered.returncode == 0
    assert "damaged" in recovered.stderr
    assert len(list(tmp_path.glob("history.damaged-*.sqlite3"))) == 1
    assert texts(tmp_path) == {1: TEXTS}


def test_an_interruption_says_how_it_goes_on(tmp_path: Path) -> None:
    leave_recording(tmp_path, 7)
    with script_host({}) as host:
        host.refuse()
        running = subprocess.Popen(
            [
                *(sys.executable, "-m", "speechdesk", "recover", "--home", str(tmp_path)),
                *("--url", host.url),
            ],
            env={**os.environ, "SPEECH_KEY": host.key},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert running.stderr is not None
        assert "waiting" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 1
    assert said == (
        f"speechdesk: take 7: interrupted; `speechdesk --home {tmp_path} recover` goes on later\n"
    )


def test_only_the_rest_is_recognized_and_a_broken_take_costs_no_other(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite3")
    for number in (1, 2):
        take_id = history.create_take(title="", language="en-US", source=Source.MICROPHONE)
        history.update_take(take_id, recording=f"take-{number}.pcm", sound_kept=True)
    history.commit_final(1, Segment("", 2000, 0, ""), 2000)
    history.close()
    leave_recording(tmp_path, 1)
    (tmp_path / "recordings" / "take-2.pcm").mkdir()
    with script_host({"numbers": {}}) as host:
        recovered = recover(tmp_path, host)
    assert recovered.returncode == 0, recovered.stderr
    assert texts(tmp_path)[1] == TEXTS[2:]
    history = History(tmp_path / "history.sqlite3")
    assert history.take(1).state is TakeState.COMPLETE
    assert history.take(1).title == headline(" ".join(TEXTS[2:]))
    assert history.take(2).state is not TakeState.COMPLETE
    history.close()
