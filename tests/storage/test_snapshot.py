"""Histories that are looked at where nothing may be written."""

from contextlib import closing
from pathlib import Path

import pytest

from speechdesk.errors import StorageError
from speechdesk.storage.history import History
from speechdesk.storage.snapshot import open_copy
from tests.storage.making import new_take


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def test_what_lies_in_the_log_alone_is_seen_too(history: History, path: Path, folder: Path) -> None:
    take_id = new_take(history, "hello world")
    before = path.read_bytes()
    with closing(open_copy(path, folder)) as copy:
        assert [take.id for take in copy.takes()] == [take_id]
        assert [hit.take_id for hit in copy.search("world")] == [take_id]
        copy.delete(take_id)
    assert path.read_bytes() == before
    assert [take.id for take in history.takes()] == [take_id]


def test_what_cannot_be_read_says_why(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(StorageError, match="unreadable"):
        open_copy(tmp_path, folder)
