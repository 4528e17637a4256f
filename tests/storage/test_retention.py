import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from speechdesk.errors import StorageError
from speechdesk.sound.recording import RecordingWriter
from speechdesk.storage.history import History
from speechdesk.storage.retention import drop_lost_files, drop_old_sound, purge_deleted
from speechdesk.storage.takes import Take, TakeState
from tests.storage.making import new_take

NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


def recorded(history: History, folder: Path, days_ago: float, state: TakeState) -> int:
    take_id = new_take(history, "text", started=NOW - timedelta(days=days_ago))
    history.update_take(take_id, recording=f"take-{take_id}.pcm", sound_kept=True, state=state)
    (folder / f"take-{take_id}.pcm").write_bytes(b"\0\0")
    return take_id


def sound_of(history: History, folder: Path, take_id: int) -> tuple[bool, bool]:
    """Return whether the take says that its sound is kept, and whether it is there."""
    return history.take(take_id).sound_kept, (folder / f"take-{take_id}.pcm").exists()


def dropped(history: History, folder: Path, keep_for: timedelta | None) -> list[int]:
    return drop_old_sound(history, folder, keep_for=keep_for, now=NOW)


def decoded(folder: Path, name: str, days_ago: float) -> Path:
    """Sound of an audio file, which was last written so long ago."""
    path = folder / f"file-{name}.pcm"
    path.write_bytes(b"\0\0")
    at = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(path, (at, at))
    return path


def test_sound_goes_when_its_days_are_over(history: History, tmp_path: Path) -> None:
    old = recorded(history, tmp_path, 7, TakeState.COMPLETE)
    young = recorded(history, tmp_path, 6.9, TakeState.COMPLETE)
    assert dropped(history, tmp_path, WEEK) == [old]
    assert sound_of(history, tmp_path, old) == (False, False)
    assert sound_of(history, tmp_path, young) == (True, True)
    assert history.load_document(old).text == "text"
    assert dropped(history, tmp_path, WEEK) == []


def test_sound_is_kept_for_ever_or_only_until_it_is_recognized(
    history: History, tmp_path: Path
) -> None:
    take_id = recorded(history, tmp_path, 0, TakeState.COMPLETE)
    assert dropped(history, tmp_path, None) == []
    assert dropped(history, tmp_path, timedelta()) == [take_id]


@pytest.mark.parametrize("state", [TakeState.RECORDING, TakeState.PARTLY])
def test_sound_that_is_not_fully_recognized_never_goes(
    history: History, tmp_path: Path, state: TakeState
) -> None:
    take_id = recorded(history, tmp_path, 1000, state)
    assert dropped(history, tmp_path, timedelta()) == []
    assert sound_of(history, tmp_path, take_id) == (True, True)


def test_a_locked_recording_never_goes(history: History, tmp_path: Path) -> None:
    take_id = recorded(history, tmp_path, 1000, TakeState.COMPLETE)
    with RecordingWriter(tmp_path / f"take-{take_id}.pcm"):
        assert dropped(history, tmp_path, timedelta()) == []
    assert sound_of(history, tmp_path, take_id) == (True, True)
    assert dropped(history, tmp_path, timedelta()) == [take_id]


class WhileListed(History):
    """A history in which somebody does something right after takes were listed."""

    act: Callable[[], None] = staticmethod(lambda: None)

    def takes(
        self, *, limit: int | None = None, offset: int = 0, only_starred: bool = False
    ) -> list[Take]:
        found = super().takes(limit=limit, offset=offset, only_starred=only_starred)
        self.act()
        return found

    def deleted(self, before: datetime) -> list[Take]:
        found = super().deleted(before)
        self.act()
        return found


@pytest.fixture
def busy_history(path: Path) -> Iterator[WhileListed]:
    opened = WhileListed(path)
    yield opened
    opened.close()


def test_what_was_recorded_into_meanwhile_stays(busy_history: WhileListed, tmp_path: Path) -> None:
    take_id = recorded(busy_history, tmp_path, 1000, TakeState.COMPLETE)
    busy_history.act = lambda: busy_history.update_take(take_id, state=TakeState.PARTLY)
    assert dropped(busy_history, tmp_path, timedelta()) == []
    assert sound_of(busy_history, tmp_path, take_id) == (True, True)


def test_what_was_deleted_meanwhile_is_left_to_the_purge(
    busy_history: WhileListed, tmp_path: Path
) -> None:
    take_id = recorded(busy_history, tmp_path, 1000, TakeState.COMPLETE)
    busy_history.act = lambda: busy_history.delete(take_id)
    assert dropped(busy_history, tmp_path, timedelta()) == []
    assert (tmp_path / f"take-{take_id}.pcm").exists()


@pytest.mark.parametrize("has_recording", [True, False])
def test_what_was_restored_meanwhile_is_not_purged(
    busy_history: WhileListed, tmp_path: Path, has_recording: bool
) -> None:
    take_id = recorded(busy_history, tmp_path, 1, TakeState.PARTLY)
    if not has_recording:
        busy_history.update_take(take_id, recording="")
    busy_history.delete(take_id)
    busy_history.act = lambda: busy_history.restore(take_id)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert purge_deleted(busy_history, tmp_path, before=tomorrow) == []
    assert (tmp_path / f"take-{take_id}.pcm").exists()
    assert busy_history.take(take_id).state is TakeState.PARTLY


def test_the_sound_of_a_file_may_vanish_meanwhile(history: History, tmp_path: Path) -> None:
    (tmp_path / "file-vanished.pcm").symlink_to(tmp_path / "nowhere")
    old = decoded(tmp_path, "old", 31)
    drop_lost_files(history, tmp_path, before=NOW - timedelta(days=30))
    assert not old.exists()


def test_the_sound_of_files_that_became_no_take(history: History, tmp_path: Path) -> None:
    old, young, owned, locked = (
        decoded(tmp_path, name, days_ago)
        for name, days_ago in (("old", 31), ("young", 29), ("owned", 31), ("locked", 31))
    )
    dictated = tmp_path / "take-7.pcm"
    old_enough = decoded(tmp_path, "x", 31).rename(dictated)
    new_take(history, recording=owned.name)
    with RecordingWriter(locked):
        os.utime(locked, (0, 0))
        drop_lost_files(history, tmp_path, before=NOW - timedelta(days=30))
    assert not old.exists()
    assert all(each.exists() for each in (young, owned, locked, old_enough))


def test_a_recording_that_is_gone_already_is_noted(history: History, tmp_path: Path) -> None:
    take_id = recorded(history, tmp_path, 8, TakeState.COMPLETE)
    (tmp_path / f"take-{take_id}.pcm").unlink()
    assert dropped(history, tmp_path, WEEK) == [take_id]
    assert not history.take(take_id).sound_kept


def test_a_recording_that_cannot_be_removed_stays_for_the_next_time(
    history: History, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stuck = recorded(history, tmp_path, 9, TakeState.COMPLETE)
    free = recorded(history, tmp_path, 8, TakeState.COMPLETE)
    (tmp_path / f"take-{stuck}.pcm").unlink()
    (tmp_path / f"take-{stuck}.pcm").mkdir()  # unlink refuses a folder
    assert dropped(history, tmp_path, WEEK) == [free]
    assert history.take(stuck).sound_kept
    assert "stays" in caplog.text


def test_nothing_outside_of_the_folder_is_removed(history: History, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    take_id = recorded(history, folder, 9, TakeState.COMPLETE)
    precious = tmp_path / "precious"
    precious.touch()
    history.update_take(take_id, recording="../precious")
    dropped(history, folder, WEEK)
    assert precious.exists()


def test_deleted_takes_are_purged_with_their_recordings(history: History, tmp_path: Path) -> None:
    kept, deleted, locked = (recorded(history, tmp_path, 1, TakeState.COMPLETE) for _ in range(3))
    history.delete(deleted)
    history.delete(locked)

    def purged(before: datetime) -> list[int]:
        return purge_deleted(history, tmp_path, before=before)

    with RecordingWriter(tmp_path / f"take-{locked}.pcm"):
        assert purged(datetime.now(UTC) - timedelta(days=1)) == []
        assert purged(datetime.now(UTC) + timedelta(seconds=1)) == [deleted]
    assert {path.name for path in tmp_path.glob("*.pcm")} == {
        f"take-{kept}.pcm",
        f"take-{locked}.pcm",
    }
    with pytest.raises(StorageError):
        history.restore(deleted)
    history.restore(locked)
