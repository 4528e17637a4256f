"""A history whose file is removed or replaced while it is open."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from speechdesk.errors import StorageError
from speechdesk.storage.database import Database
from speechdesk.storage.history import History
from speechdesk.storage.rescue import open_history
from tests.storage.making import new_take, spoken
from tests.storage.test_processes import writer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed")


def remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def texts(path: Path, take_id: int) -> list[str]:
    """Return the finals of a take as a program finds them that opens the history now."""
    opened, set_aside = open_history(path)
    with closing(opened):
        assert not set_aside
        return [stored.segment.text for stored in opened.segments(take_id)]


@pytest.fixture
def other(history: History, path: Path) -> Iterator[History]:
    """The same history as another program has it open."""
    opened = History(path)
    yield opened
    opened.close()


def test_what_was_said_before_and_after_is_back_with_the_next_final(
    history: History, path: Path
) -> None:
    take_id = new_take(history, "before")
    remove(path)
    history.commit_final(take_id, spoken("after", 2000), 2500)
    assert texts(path, take_id) == ["before", "after"]
    assert path.stat().st_mode & 0o777 == 0o600
    history.commit_final(take_id, spoken("later", 4000), 4500)
    assert texts(path, take_id) == ["before", "after", "later"]
    assert [hit.take_id for hit in history.search("before later")] == [take_id]


def test_who_reads_finds_it_too(history: History, path: Path) -> None:
    take_id = new_take(history, "before")
    history.takes()
    remove(path)
    assert [take.id for take in history.takes()] == [take_id]
    assert texts(path, take_id) == ["before"]


def test_a_reader_at_work_is_not_disturbed(path: Path) -> None:
    with closing(Database(path)) as database:
        with database.read() as reader:
            remove(path)
            with database.write() as connection:
                connection.execute("PRAGMA user_version = 7")
            assert reader.execute("PRAGMA user_version").fetchone() == (1,)
        with database.read() as reader:
            assert reader.execute("PRAGMA user_version").fetchone() == (7,)


def test_an_empty_history_that_was_begun_in_its_place_gives_way(
    history: History, path: Path
) -> None:
    take_id = new_take(history, "before")
    remove(path)
    with closing(History(path)) as fresh:
        history.commit_final(take_id, spoken("after", 2000), 2500)
        assert [take.id for take in fresh.takes()] == [take_id]
    assert texts(path, take_id) == ["before", "after"]


def test_another_history_in_its_place_is_not_overwritten(history: History, path: Path) -> None:
    take_id = new_take(history, "ours")
    remove(path)
    with closing(History(path)) as restored:
        theirs = new_take(restored, "theirs", "and more")
    with pytest.raises(StorageError, match="taken its place"):
        history.commit_final(take_id, spoken("after", 2000), 2500)
    assert texts(path, theirs) == ["theirs", "and more"]
    remove(path)
    history.commit_final(take_id, spoken("after", 2000), 2500)
    assert texts(path, take_id) == ["ours", "after"]


def test_two_programs_find_each_other_again(history: History, other: History, path: Path) -> None:
    take_id = new_take(history, "one")
    other.takes()
    remove(path)
    history.commit_final(take_id, spoken("two", 2000), 2500)
    other.commit_final(take_id, spoken("three", 4000), 4500)
    history.commit_final(take_id, spoken("four", 6000), 6500)
    assert texts(path, take_id) == ["one", "two", "three", "four"]


def test_the_log_of_the_new_file_outlives_who_leaves_the_old_one(
    history: History, other: History, path: Path
) -> None:
    take_id = new_take(history, "one")
    remove(path)
    history.commit_final(take_id, spoken("two", 2000), 2500)
    other.close()
    assert path.with_name(f"{path.name}-wal").exists()
    history.commit_final(take_id, spoken("three", 4000), 4500)
    assert texts(path, take_id) == ["one", "two", "three"]


def test_a_home_that_is_gone_is_made_anew(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with closing(History(home / "history.sqlite3")) as history:
        take_id = new_take(history, "one")
        shutil.rmtree(home)
        history.commit_final(take_id, spoken("two", 2000), 2500)
    assert texts(home / "history.sqlite3", take_id) == ["one", "two"]


def test_what_cannot_be_brought_back_is_told_and_tried_again(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with closing(History(home / "history.sqlite3")) as history:
        take_id = new_take(history, "one")
        shutil.rmtree(home)
        home.touch()
        with pytest.raises(StorageError):
            history.commit_final(take_id, spoken("two", 2000), 2500)
        home.unlink()
        history.commit_final(take_id, spoken("two", 2000), 2500)
    assert texts(home / "history.sqlite3", take_id) == ["one", "two"]


def test_what_was_committed_afterwards_survives_kill_9(path: Path) -> None:
    with writer(path, "life", 1_000_000) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(5)]
        remove(path)
        said += [process.stdout.readline() for _ in range(20)]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.read().splitlines(keepends=True)
    committed = len([line for line in said if line.endswith("\n")])
    written = texts(path, 1)
    assert written[:committed] == [f"number {number}" for number in range(committed)]
