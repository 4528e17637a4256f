import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from speechdesk.storage.history import History
from speechdesk.storage.recordings import adopt_recordings, new_path, path_of, storage_used
from speechdesk.storage.takes import TakeState
from tests.storage.making import new_take

SECOND = b"\0" * 32_000
LOCKED = "take-5.pcm"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "recordings"
    made.mkdir()
    return made


def adopted(history: History, folder: Path) -> list[int]:
    return adopt_recordings(
        history, folder, language="de-DE", is_locked=lambda path: path.name == LOCKED
    )


def test_a_recording_without_a_take_becomes_one_that_is_to_be_recognized(
    history: History, folder: Path
) -> None:
    path = folder / "take-12.pcm"
    path.write_bytes(SECOND * 3)
    noon = datetime(2026, 5, 4, 12, tzinfo=UTC)
    os.utime(path, (noon.timestamp(), noon.timestamp()))
    assert adopted(history, folder) == [12]
    take = history.take(12)
    assert (take.recording, take.sound_kept, take.length_ms) == ("take-12.pcm", True, 3000)
    assert (take.state, take.cursor_ms, take.language) == (TakeState.PARTLY, 0, "de-DE")
    assert take.started == noon - timedelta(seconds=3)
    assert [each.id for each in history.interrupted()] == [12]
    assert adopted(history, folder) == []
    assert new_take(history) == 13


def test_what_is_owned_locked_empty_or_no_recording_is_left_alone(
    history: History, folder: Path
) -> None:
    owned = new_take(history, recording="take-1.pcm")
    history.delete(owned)
    for name in ("take-1.pcm", LOCKED, "notes.txt", "file-0a1b2c-7f.pcm", "take-x.pcm"):
        (folder / name).write_bytes(SECOND)
    (folder / "take-7.pcm").touch()
    assert adopted(history, folder) == []


def test_the_take_whose_row_was_lost_gets_its_recording_back(
    history: History, folder: Path
) -> None:
    lost = new_take(history, "still known")
    (folder / f"take-{lost}.pcm").write_bytes(SECOND * 9)
    assert adopted(history, folder) == [lost]
    take = history.take(lost)
    assert (take.recording, take.state) == (f"take-{lost}.pcm", TakeState.PARTLY)
    assert take.cursor_ms > 0
    assert history.load_document(lost).text == "still known"


def test_a_number_that_another_take_has_is_not_taken_from_it(
    history: History, folder: Path
) -> None:
    owner = new_take(history, recording="other.pcm")
    (folder / f"take-{owner}.pcm").write_bytes(SECOND)
    assert adopted(history, folder) == [owner + 1]
    assert history.take(owner).recording == "other.pcm"
    assert history.recordings() == {f"take-{owner}.pcm", "other.pcm"}


def test_a_take_of_a_new_history_leaves_the_recordings_of_the_lost_one_alone(
    history: History, folder: Path
) -> None:
    take_id = new_take(history)
    assert new_path(folder, take_id) == folder / f"take-{take_id}.pcm"
    (folder / f"take-{take_id}.pcm").write_bytes(SECOND * 2)
    (folder / f"take-{take_id}-2.pcm").write_bytes(SECOND * 3)
    own = new_path(folder, take_id)
    assert own == folder / f"take-{take_id}-3.pcm"
    own.write_bytes(SECOND)
    history.update_take(take_id, recording=own.name)
    lengths = {history.take(each).length_ms for each in adopted(history, folder)}
    assert lengths == {2000, 3000}
    assert history.take(take_id).recording == own.name


def test_a_recording_under_a_second_name_gets_its_take_back(history: History, folder: Path) -> None:
    lost = new_take(history, "still known")
    (folder / f"take-{lost}-2.pcm").write_bytes(SECOND)
    assert adopted(history, folder) == [lost]
    assert history.take(lost).recording == f"take-{lost}-2.pcm"


def test_a_folder_that_is_not_there_yet_holds_nothing(history: History, tmp_path: Path) -> None:
    assert adopted(history, tmp_path / "none") == []


@pytest.mark.parametrize("name", ["", "../settings.toml", "a/b.pcm", "/etc/passwd", ".."])
def test_a_name_that_leads_elsewhere_is_none(history: History, folder: Path, name: str) -> None:
    assert path_of(folder, history.take(new_take(history, recording=name))) is None


def test_the_room_on_the_disk(path: Path, history: History, folder: Path) -> None:
    (folder / "take-1.pcm").write_bytes(SECOND)
    (folder / "take-2.pcm").write_bytes(SECOND)
    used = storage_used(folder, path)
    assert used.recordings == 2 * len(SECOND)
    assert used.history >= path.stat().st_size
    assert storage_used(folder / "none", path.with_name("none")).recordings == 0
