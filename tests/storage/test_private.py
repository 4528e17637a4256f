"""What is said is for the user alone, wherever the history lies."""

import os
import stat
from pathlib import Path

import pytest

from speechdesk.storage.history import History
from tests.storage.making import new_take

pytestmark = pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")


def test_nobody_else_reads_the_history_in_a_folder_for_all(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(0o022)
    try:
        history = History(tmp_path / "history.sqlite3")
        new_take(history)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
        history.close()
    finally:
        os.umask(before)
    assert modes and set(modes.values()) == {0o600}, modes


def test_a_history_that_others_could_read_is_private_from_now_on(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    History(path).close()
    path.chmod(0o644)
    History(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
