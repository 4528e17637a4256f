"""Files that are replaced whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from speechdesk.atomic import write_atomically


def test_it_replaces_the_content_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        write_atomically(path, b"for all", mode=0o644)
        assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_link_keeps_pointing_at_its_target(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_where_it_fails_the_old_content_stays_and_nothing_is_left_behind(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "inside").write_bytes(b"kept")
    with pytest.raises(OSError):
        write_atomically(folder, b"a file cannot replace a folder that has something in it")
    assert (folder / "inside").read_bytes() == b"kept"
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_atomically(tmp_path / "missing" / "file", b"")
