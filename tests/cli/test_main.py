"""The command line's parser: options before and after the subcommand, statuses, lightness."""

import errno
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from speechdesk import __version__
from speechdesk.cli.main import COMMANDS, run, split_command


@pytest.mark.parametrize(
    ("line", "command", "rest"),
    [
        ("", None, ""),
        ("a.wav b.wav", None, "a.wav b.wav"),
        ("--version", None, "--version"),
        ("transcribe a.wav", "transcribe", "a.wav"),
        ("--home h transcribe a.wav", "transcribe", "--home h a.wav"),
        ("transcribe a.wav --home h", "transcribe", "a.wav --home h"),
        ("--home=h history list", "history", "--home=h list"),
        ("--home history list", None, "--home history list"),
        ("--json devices", "devices", "--json"),
        ("--language en-US --format json transcribe a.wav", "transcribe",
         "--language en-US --format json a.wav"),
        ("--service local --url u dictate", "dictate", "--service local --url u"),
        ("-- transcribe", None, "-- transcribe"),
        ("notes.wav transcribe", None, "notes.wav transcribe"),
    ],
)  # fmt: skip
def test_the_subcommand_is_found_wherever_it_stands(
    line: str, command: str | None, rest: str
) -> None:
    assert split_command(line.split()) == (command, rest.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_home_goes_with_every_command_in_both_places(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--home", "h", command, "--help"], [command, "--home", "h", "--help"]):
        with pytest.raises(SystemExit) as ended:
            run(words)
        assert ended.value.code == 0
        assert f"usage: speechdesk {command}" in capsys.readouterr().out


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--help"])
    words = capsys.readouterr().out
    assert all(command in words for command in COMMANDS)


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["--version"])
    assert capsys.readouterr().out == f"speechdesk {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["transcribe"],
        ["transcribe", "--format", "pdf", "a.wav"],
        ["transcribe", "--format", "docx", "a.wav"],
        ["transcribe", "--format", "srt", "a.wav", "b.wav"],
        ["transcribe", "--service", "cloud", "a.wav"],
        ["transcribe", "--region", "westeurope", "--service", "local", "a.wav"],
        ["transcribe", "--url", "ftp://host.example", "a.wav"],
        ["transcribe", "--url", "wss://host.example:99999", "a.wav"],
        ["dictate", "--url", "ws://host.example"],
        ["recover", "--url", "wss://user:password@host.example"],
        ["transcribe", "--give-up-after", "nan", "a.wav"],
        ["transcribe", "--output", "", "a.wav"],
        ["transcribe", ""],
        ["transcribe", "--key", "0123abcd", "a.wav"],
        ["--ver"],
        ["history", "list", "--js"],
        ["transcribe", "--language", "de-DE", "a.wav"],
        ["dictate", "--language", "german"],
        ["dictate", "--seconds", "0"],
        ["dictate", "--seconds", "-1"],
        ["recover", "--give-up-after", "soon"],
        ["serve", "--port", "many"],
        ["serve", "--port", "65536"],
        ["history"],
        ["--home", "", "history", "list"],
        ["history", "list", "--home", ""],
        ["history", "show", "first"],
        ["history", "show", "0"],
        ["history", "delete", "9" * 30],
        ["settings", "get"],
        ["--toggle", "--stop"],
        ["--stop", "a.wav"],
        ["a.wav", "--install-desktop"],
    ],
)
def test_bad_usage_is_status_2(words: list[str], tmp_path: Path) -> None:
    ended = speechdesk("--home", str(tmp_path), *words)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("word", "hint"),
    [("transcibe", "did you mean transcribe?"), ("xyz", "speechdesk --help lists the commands")],
)
def test_a_command_that_is_misspelt_opens_no_window(tmp_path: Path, word: str, hint: str) -> None:
    ended = speechdesk("--home", str(tmp_path), word, "a.wav")
    assert ended.returncode == 2
    assert ended.stderr == f"speechdesk: there is no command or file {word}: {hint}\n"
    assert list(tmp_path.iterdir()) == []


def test_stop_without_a_window_is_done_already(tmp_path: Path) -> None:
    ended = speechdesk("--home", str(tmp_path), "--stop")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_home_that_is_no_folder_costs_a_line(tmp_path: Path) -> None:
    home = tmp_path / "file"
    home.write_bytes(b"")
    for words in (["history", "list"], ["transcribe", "a.wav"], ["recover"]):
        ended = speechdesk("--home", str(home), *words)
        assert ended.returncode == 1
        last = ended.stderr.splitlines()[-1]
        assert last == f"speechdesk: {home}: {os.strerror(errno.ENOTDIR)}"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_costs_a_line(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = speechdesk("--home", str(tmp_path), "settings", "list", stdout=full)
    assert ended.returncode == 1
    assert ended.stderr == f"speechdesk: {os.strerror(errno.ENOSPC)}\n"


@pytest.mark.skipif(os.name != "posix", reason="streams are closed by a shell")
def test_closed_streams_are_no_fault(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "speechdesk", "--home", str(tmp_path), "history", "list"]
    line = shlex.join(command)
    ended = subprocess.run(
        ["/bin/sh", "-c", f"{line} <&- >&-; echo $?; {line} --json 2>&-; echo $?"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.stdout.splitlines() == ["0", "{", '  "version": 1,', '  "takes": []', "}", "0"]
    assert ended.stderr == ""


@pytest.mark.parametrize("display", ["", ":4242"])
@pytest.mark.skipif(sys.platform != "linux", reason="there is always a screen")
def test_without_a_screen_the_window_says_so_in_a_line(tmp_path: Path, display: str) -> None:
    ended = speechdesk("--home", str(tmp_path), DISPLAY=display, QT_QPA_PLATFORM="xcb")
    assert ended.returncode == 1
    assert ended.stderr.startswith("speechdesk: The window cannot open (")
    assert ended.stderr.count("\n") == 1


def speechdesk(
    *words: str, stdout: IO[str] | int = subprocess.PIPE, **environment: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "speechdesk", *words],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        env=os.environ | environment,
        check=False,
    )
