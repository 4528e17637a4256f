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


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
@pytest.mark.parametrize(("umask", "expected"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_document_has_the_rights_of_the_users_other_files(
    tmp_path: Path, umask: int, expected: int
) -> None:
    path = tmp_path / "file"
    before = os.umask(umask)
    try:
        write_atomically(path, b"new", private=False)
        assert stat.S_IMODE(path.stat().st_mode) == expected
        path.chmod(0o640)
        write_atomically(path, b"again", private=False)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_a_pipe_is_written_into_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"what is said")
        assert os.read(reader, 100) == b"what is said"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


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
    with pytest.raises(OSError) as caught:
        write_atomically(folder, b"a file cannot replace a folder that has something in it")
    assert caught.value.filename == str(folder)
    assert (folder / "inside").read_bytes() == b"kept"
    assert [each.name for each in tmp_path.iterdir()] == ["folder"]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_atomically(tmp_path / "missing" / "file", b"")
