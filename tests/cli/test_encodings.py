"""Text that the system's encoding does not have comes out all the same, and costs no traceback."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from speechdesk.storage.history import History
from tests.storage.making import new_take


def speechdesk(*words: str, encoding: str, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
    ended = subprocess.run(
        [sys.executable, "-m", "speechdesk", *words],
        input=stdin,
        capture_output=True,
        timeout=60,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with closing(History(tmp_path / "history.sqlite3")) as history:
        new_take(history, "日本語", title="“日本”")
    return tmp_path


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_file_or_a_pipe_gets_utf_8(home: Path, encoding: str) -> None:
    for words in (["show", "1"], ["export", "1"]):
        answer = speechdesk("--home", str(home), "history", *words, encoding=encoding)
        assert answer == (0, "日本語\n".encode(), b"")


@pytest.mark.skipif(os.name != "posix", reason="a terminal as POSIX has it")
def test_a_terminal_gets_what_it_can_show(home: Path) -> None:
    ours, theirs = os.openpty()
    words = ["--home", str(home), "history", "show", "1"]
    ended = subprocess.run(
        [sys.executable, "-m", "speechdesk", *words],
        stdout=theirs,
        timeout=60,
        env=os.environ | {"PYTHONIOENCODING": "latin-1"},
    )
    os.close(theirs)
    shown = os.read(ours, 4096)
    os.close(ours)
    assert (ended.returncode, shown) == (0, rb"\u65e5\u672c\u8a9e" + b"\r\n")


@pytest.mark.skipif(sys.platform != "linux", reason="names that are not UTF-8")
def test_a_name_that_is_no_text_comes_out_as_it_is(tmp_path: Path) -> None:
    home = os.fsdecode(bytes(tmp_path) + b"/caf\xe9")
    status, out, err = speechdesk("--home", home, "settings", "paths", encoding="utf-8")
    assert (status, err) == (0, b"")
    assert out.count(b"/caf\xe9/") == 4


def test_a_key_that_is_no_text_is_none_of_ours(tmp_path: Path) -> None:
    words = ["transcribe", "--home", str(tmp_path), "a.wav", "--service", "local", "--key-stdin"]
    status, out, err = speechdesk(*words, encoding="utf-8", stdin=b"\xff\xfe\n")
    assert (status, out) == (2, b"")
    assert err.rstrip() == b"speechdesk: this computer recognizes without a key or token"
