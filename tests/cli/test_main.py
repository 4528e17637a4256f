"""The command line's parser: options before and after the subcommand, statuses, lightness."""

import subprocess
import sys
from pathlib import Path

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
        ["history"],
        ["settings", "get"],
        ["--toggle", "--stop"],
    ],
)
def test_bad_usage_is_status_2(words: list[str], tmp_path: Path) -> None:
    ended = speechdesk("--home", str(tmp_path), *words)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr


def test_stop_without_a_window_is_done_already(tmp_path: Path) -> None:
    ended = speechdesk("--home", str(tmp_path), "--stop")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def speechdesk(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "speechdesk", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
