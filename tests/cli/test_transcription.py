"""`transcribe` that is interrupted, given up, not read any more, or watched on a terminal."""

import contextlib
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from speechdesk.storage.history import History
from tests.cli.transcribing import HELLO, TWO_PHRASES, long_sound_file, sound_file, speechdesk
from tests.hosts import encode_numbers, script_host
from tests.virtual_microphone import wait_until


def test_it_waits_out_what_waiting_mends(tmp_path: Path) -> None:
    numbers = sound_file(tmp_path / "n.wav", encode_numbers(range(1, 51)))
    with script_host({"numbers": {"per_phrase": 10}}) as host:
        host.fault("http", code=503, times=2)
        host.fault("close", code=1011, after_ms=2500, times=1)
        ended = speechdesk(tmp_path, str(numbers), host=host)
    assert ended.returncode == 0
    written = [int(word) for word in ended.stdout.replace(".", " ").split()]
    assert written == list(range(1, 51))


def test_a_refused_key_ends_at_once(tmp_path: Path) -> None:
    with script_host(TWO_PHRASES) as host:
        host.fault("http", code=401)
        ended = speechdesk(tmp_path, str(sound_file(tmp_path / "a.wav")), host=host)
    assert ended.returncode == 1
    assert "refused the key" in ended.stderr and len(ended.stderr.splitlines()) == 1


def test_a_service_that_never_answers_is_given_up(tmp_path: Path) -> None:
    file = sound_file(tmp_path / "a.wav")
    with script_host({}) as host:
        host.refuse()
        ended = speechdesk(tmp_path, str(file), "--give-up-after", "1", host=host)
    assert (ended.returncode, ended.stdout) == (1, "")
    waiting, given_up = ended.stderr.splitlines()
    assert waiting.startswith(f"speechdesk: {file}: waiting: Nothing answers ")
    assert given_up.startswith(
        f"speechdesk: {file}: given up after 1 s; --resume goes on later: Nothing answers "
    )
    assert host.url in waiting and host.url not in given_up


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_complaint_that_cannot_be_written_costs_no_result(tmp_path: Path) -> None:
    file = str(sound_file(tmp_path / "a.wav"))
    with script_host({"phrases": [HELLO]}) as host, Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "speechdesk", "transcribe", "--home", str(tmp_path)),
                *("missing.wav", file, "--url", host.url),
            ],
            env={**os.environ, "SPEECH_KEY": host.key},
            stdout=subprocess.PIPE,
            stderr=full,
            text=True,
            timeout=110,
        )
    assert (ended.returncode, ended.stdout) == (1, f"== {file} ==\nHello there.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_text_that_cannot_be_written_is_found_in_the_history(tmp_path: Path) -> None:
    home = tmp_path / "my home"
    file = str(sound_file(tmp_path / "a.wav"))
    with script_host({"phrases": [HELLO]}) as host:
        ended = speechdesk(home, file, "--output", "/dev/full", host=host)
    assert ended.returncode == 1
    kept = ended.stderr.partition("`")[2].rstrip("`\n")
    assert shlex.split(kept) == ["speechdesk", "--home", str(home), "history", "export", "1"]


def test_an_interruption_is_said_and_keeps_what_there_is(tmp_path: Path) -> None:
    numbers = sound_file(tmp_path / "n.wav", encode_numbers(range(1, 101)))
    with script_host({"numbers": {"per_phrase": 10}}) as host:
        host.fault("http", code=503)
        running = subprocess.Popen(
            [
                *(sys.executable, "-m", "speechdesk", "transcribe", "--home", str(tmp_path)),
                *(str(numbers), "--url", host.url, "--key-stdin"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert running.stdin is not None and running.stderr is not None
        running.stdin.write(f"{host.key}\n")
        running.stdin.flush()
        running.stderr.readline()  # it waits for the service
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "--resume" in err


def test_when_the_reader_goes_away_no_file_is_read_any_more(tmp_path: Path) -> None:
    short, long = sound_file(tmp_path / "a.wav"), long_sound_file(tmp_path / "long.wav")
    with script_host({"phrases": [HELLO]}) as host:
        running = subprocess.Popen(
            [
                *(sys.executable, "-m", "speechdesk", "transcribe", "--home", str(tmp_path)),
                *(str(short), str(long), "--url", host.url),
            ],
            env={**os.environ, "SPEECH_KEY": host.key},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert (running.wait(100), running.stderr.read()) == (1, "")
        running.stderr.close()
    history = History(tmp_path / "history.sqlite3")
    assert [take.title for take in history.takes()] == ["a.wav"]
    history.close()


def test_few_files_are_decoded_ahead_and_what_is_no_file_is_told_at_once(tmp_path: Path) -> None:
    ahead = 2 * (os.cpu_count() or 1)
    files = [sound_file(tmp_path / f"{number}.wav") for number in range(ahead)]
    broken, missing = tmp_path / "broken.wav", tmp_path / "missing.wav"
    broken.write_text("no sound at all")
    with script_host({}) as host:
        host.refuse()
        words = [str(file) for file in (*files, broken, missing)]
        ended = speechdesk(tmp_path, *words, "--give-up-after", "1", host=host)
    assert ended.returncode == 1
    told = [
        "missing" if str(missing) in line else "broken" if str(broken) in line else "given up"
        for line in ended.stderr.splitlines()
        if ": waiting: " not in line
    ]
    assert told[0] == "missing"
    assert told.index("broken") > told.index("given up")
    assert told.count("given up") == ahead


@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
def test_ctrl_c_while_a_file_is_read_costs_a_line_and_leaves_nothing(tmp_path: Path) -> None:
    long_file = long_sound_file(tmp_path / "long.wav")
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "speechdesk", "transcribe", "--home", str(tmp_path)),
            *(str(long_file), str(tmp_path / "long.wav")),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    recordings = tmp_path / "recordings"
    wait_until(lambda: any(each.stat().st_size for each in recordings.glob("*")))
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all that runs in it
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (1, "")
    assert err == f"speechdesk: {long_file}: interrupted\n" * 2
    assert list(recordings.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
def test_on_a_terminal_the_progress_gives_way_to_the_result(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    with script_host(TWO_PHRASES) as host:
        running = subprocess.Popen(
            [
                *(sys.executable, "-m", "speechdesk", "transcribe", "--home", str(tmp_path)),
                *(str(sound_file(tmp_path / "a.wav")), "--url", host.url),
            ],
            env={**os.environ, "SPEECH_KEY": host.key},
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # so it ends
            while chunk := os.read(ours, 4096):
                shown += chunk
        os.close(ours)
        assert running.wait(60) == 0
    # What is written behind "take the line away" is what stays on the screen.
    line, text = shown.decode().split("\r\n")[:2]
    assert "a.wav: " in line
    assert line.rpartition("\r\x1b[K")[2] == "Hello there."
    assert text == "Good bye."
