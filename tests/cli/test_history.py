"""`speechdesk history` on a history with known takes."""

import argparse
import errno
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from speechdesk.cli.history import add_arguments, run
from speechdesk.errors import StorageError, UsageError
from speechdesk.storage.history import History
from speechdesk.storage.takes import TakeState
from tests.storage.making import new_take

MAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    history = History(tmp_path / "history.sqlite3")
    new_take(history, "Dear Ann.", "It rains.", title="Letter", started=MAY)
    new_take(history, "Bread and milk.", title="Shop\x1b[2Jping", started=MAY.replace(day=5))
    new_take(history, started=MAY.replace(day=6), title="")
    history.update_take(1, state=TakeState.COMPLETE, length_ms=61_500)
    history.close()
    yield tmp_path


def asked(home: Path, *words: str) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    add_arguments(parser)
    return run(parser.parse_args(["--home", str(home), *words]))


def test_list_is_a_line_a_take_newest_first(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(home, "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["3", "2", "1"]
    assert lines[0].endswith("  0:00  en-US  recording  untitled")
    assert lines[1].endswith("  Shop [2Jping")
    assert re.fullmatch(r"1  2026-05-0\d \d\d:\d\d  1:02  en-US  complete  Letter", lines[2])


def test_json_is_as_the_documentation_says(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(home, "list", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["version"] == 1
    assert [take["id"] for take in listed["takes"]] == [3, 2, 1]
    letter = listed["takes"][2]
    assert datetime.fromisoformat(letter.pop("started")) == MAY
    assert letter == {
        "id": 1,
        "title": "Letter",
        "seconds": 61.5,
        "language": "en-US",
        "state": "complete",
    }
    asked(home, "--json", "search", "rain", "dear")
    assert [each["id"] for each in json.loads(capsys.readouterr().out)["takes"]] == [1]


def test_search_shows_where_it_was_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(home, "search", "rain") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("1  ") and line.endswith("  Letter: It rains.")
    assert asked(home, "search", "nothing like it") == 0
    assert capsys.readouterr().out == ""


def test_show_prints_the_text(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(home, "show", "1") == 0
    assert capsys.readouterr().out == "Dear Ann.\nIt rains.\n"
    assert asked(home, "show", "1", "--json") == 0
    (take,) = json.loads(capsys.readouterr().out)["takes"]
    assert (take["id"], take["text"]) == (1, "Dear Ann.\nIt rains.\n")


def test_export_writes_to_stdout_a_file_or_into_a_folder(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert asked(home, "export", "1", "--format", "srt") == 0
    assert capfdbinary.readouterr().out.startswith(b"1\n00:00:00,000 --> ")
    letter = home / "letter.docx"
    assert asked(home, "export", "1", "--format", "docx", "--output", str(letter)) == 0
    assert [each.text for each in docx.Document(str(letter)).paragraphs] == [
        "Letter",
        "Dear Ann. It rains.",
    ]
    folder = home / "folder"
    folder.mkdir()
    for _ in range(2):
        assert asked(home, "export", "1", "--output", str(folder)) == 0
    assert sorted(each.name[10:] for each in folder.iterdir()) == [" Letter (2).txt", " Letter.txt"]
    assert capfdbinary.readouterr().out == b""


def test_a_web_page_has_the_sound_inside(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = home / "recordings"
    folder.mkdir()
    (folder / "take-1.pcm").write_bytes(bytes(32_000))
    with closing(History(home / "history.sqlite3")) as history:
        history.update_take(1, recording="take-1.pcm", sound_kept=True)
    assert asked(home, "export", "1", "--format", "html") == 0
    assert b'src="data:audio/ogg;base64,T2dnU' in capfdbinary.readouterr().out


def test_export_says_where_it_cannot_write(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "file").write_bytes(b"")
    for output in (f"{home}/file/", f"{home}/file/such.txt"):
        assert asked(home, "export", "1", "--output", output) == 1
        said = capsys.readouterr().err
        assert said == (
            f"speechdesk: {home}/file: cannot be written: {os.strerror(errno.ENOTDIR)}\n"
        )
    with pytest.raises(UsageError):
        asked(home, "export", "1", "--format", "docx")


def test_delete_takes_a_take_out_of_the_list(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(home, "delete", "2") == 0
    assert capsys.readouterr().out == ""
    asked(home, "list", "--json")
    assert [take["id"] for take in json.loads(capsys.readouterr().out)["takes"]] == [3, 1]


@pytest.mark.parametrize(
    "words",
    [("--json", "export", "1"), ("export", "1", "--json"), ("export", "1", "--format", "json")],
)
def test_export_in_json_is_the_take_in_json(
    home: Path, capfdbinary: pytest.CaptureFixture[bytes], words: tuple[str, ...]
) -> None:
    assert asked(home, *words) == 0
    exported = json.loads(capfdbinary.readouterr().out)
    assert [each["text"] for each in exported["segments"]] == ["Dear Ann.", "It rains."]


@pytest.mark.parametrize("action", ["show", "export", "delete"])
def test_a_take_that_is_not_there_is_a_failure(home: Path, action: str) -> None:
    with pytest.raises(StorageError) as raised:
        asked(home, action, "99")
    assert raised.value.code == "not_found"


@pytest.mark.parametrize("words", [(), ("show",), ("show", "x"), ("search",), ("burn", "1")])
def test_bad_usage_is_status_2(home: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        asked(home, *words)
    assert ended.value.code == 2


def test_a_home_without_a_history_has_no_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(tmp_path / "new", "list") == 0
    assert capsys.readouterr().out == ""
    assert not (tmp_path / "new").exists()


# Root may write everywhere, so there it becomes another user once all modules are loaded.
READER = """
import os, sys
from pathlib import Path
from speechdesk.errors import StorageError
from tests.cli.test_history import asked
from speechdesk.exporters import exportable, plain
from speechdesk.cli import opened_history
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
home = Path(sys.argv[1])
print(asked(home, "list"), asked(home, "search", "milk"), asked(home, "show", "1"))
try:
    asked(home, "delete", "1")
except StorageError as error:
    print(error.code)
"""


@pytest.mark.skipif(os.name == "nt", reason="a folder cannot be made read-only there")
def test_a_home_that_cannot_be_written_can_be_read(home: Path) -> None:
    with tempfile.TemporaryDirectory() as name:  # which others can reach
        folder = Path(name)
        shutil.copyfile(home / "history.sqlite3", folder / "history.sqlite3")
        (folder / "history.sqlite3").chmod(0o444)
        folder.chmod(0o555)
        answer = subprocess.run(
            [sys.executable, "-c", READER, name],
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        folder.chmod(0o755)
    *lines, statuses, refusal = answer.stdout.splitlines()
    assert (statuses, refusal, answer.stderr) == ("0 0 0", "read_only", "")
    assert [line.split()[0] for line in lines] == ["3", "2", "1", "2", "Dear", "It"]
