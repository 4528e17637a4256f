"""What is offered after a crash, and what is let go in time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from speechdesk.domain.events import Segment
from speechdesk.session.interrupted import interrupted_takes
from speechdesk.session.tidying import keeps_sound, tidy
from speechdesk.settings.choices import KeepSound
from speechdesk.settings.schema import Settings
from speechdesk.sound.recording import RecordingWriter
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, TakeState

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = bytes(32_000)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    history = History(tmp_path / "history.sqlite3")
    yield history
    history.close()


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    folder = tmp_path / "recordings"
    folder.mkdir()
    return folder


def recorded(
    history: History,
    recordings: Path,
    started: datetime,
    state: TakeState = TakeState.RECORDING,
    source: Source = Source.MICROPHONE,
) -> int:
    take_id = history.create_take(title="", language="en-US", source=source, started=started)
    name = f"take-{take_id}.pcm"
    (recordings / name).write_bytes(2 * SECOND)
    history.update_take(take_id, recording=name, sound_kept=True, state=state)
    return take_id


def offered(history: History, recordings: Path) -> list[tuple[int, int]]:
    found = interrupted_takes(history, recordings, language="de-DE")
    return [(each.take.id, each.rest_ms) for each in found]


def test_interrupted_takes_come_newest_first_with_what_is_left(
    history: History, recordings: Path
) -> None:
    newest = recorded(history, recordings, NOW)
    oldest = recorded(history, recordings, NOW - timedelta(days=2))
    recorded(history, recordings, NOW, TakeState.COMPLETE)
    history.commit_final(oldest, Segment("", 1500, 0, ""), 1500)
    assert offered(history, recordings) == [(newest, 2000), (oldest, 500)]


def test_a_take_that_somebody_works_on_is_not_offered(history: History, recordings: Path) -> None:
    take_id = recorded(history, recordings, NOW)
    with RecordingWriter(recordings / f"take-{take_id}.pcm"):
        assert offered(history, recordings) == []
    assert offered(history, recordings) == [(take_id, 2000)]


def test_a_recording_that_no_take_calls_its_own_is_offered_too(
    history: History, recordings: Path
) -> None:
    (recordings / "take-7.pcm").write_bytes(3 * SECOND)
    with RecordingWriter(recordings / "take-8.pcm") as busy:
        busy.append(SECOND)
        assert offered(history, recordings) == [(7, 3000)]
    take = history.take(7)
    assert (take.language, take.source, take.cursor_ms) == ("de-DE", Source.MICROPHONE, 0)
    assert {take_id for take_id, _ in offered(history, recordings)} == {7, 8}


def test_a_damaged_row_leads_out_of_no_folder(history: History, recordings: Path) -> None:
    take_id = recorded(history, recordings, NOW)
    history.update_take(take_id, recording="../history.sqlite3")
    (recordings / f"take-{take_id}.pcm").unlink()
    assert offered(history, recordings) == []


@pytest.mark.parametrize(
    ("keep", "old", "new"),
    [
        (KeepSound.UNTIL_STOPPED, False, False),
        (KeepSound.DAYS_7, False, True),
        (KeepSound.DAYS_30, True, True),
        (KeepSound.ALWAYS, True, True),
    ],
)
def test_sound_is_kept_as_long_as_was_set(
    history: History, recordings: Path, keep: KeepSound, old: bool, new: bool
) -> None:
    takes = [
        recorded(history, recordings, NOW - timedelta(days=days), TakeState.COMPLETE)
        for days in (8, 1)
    ]
    unfinished = recorded(history, recordings, NOW - timedelta(days=400), TakeState.PARTLY)
    locked = recorded(history, recordings, NOW - timedelta(days=400), TakeState.COMPLETE)
    with RecordingWriter(recordings / f"take-{locked}.pcm"):
        tidy(history, recordings, settings(keep), now=NOW)
    assert [history.take(each).sound_kept for each in takes] == [old, new]
    assert history.take(unfinished).sound_kept and history.take(locked).sound_kept
    assert (recordings / f"take-{unfinished}.pcm").exists()
    assert (recordings / f"take-{locked}.pcm").exists()


def test_a_take_deleted_a_month_ago_is_gone_with_its_sound(
    history: History, recordings: Path
) -> None:
    take_id = recorded(history, recordings, NOW, TakeState.COMPLETE)
    history.delete(take_id)
    tidy(history, recordings, Settings(), now=datetime.now(UTC) + timedelta(days=29))
    assert (recordings / f"take-{take_id}.pcm").exists()
    tidy(history, recordings, Settings(), now=datetime.now(UTC) + timedelta(days=31))
    assert not (recordings / f"take-{take_id}.pcm").exists()
    assert offered(history, recordings) == []


def test_what_stays_after_recognition(history: History, recordings: Path) -> None:
    spoken = history.take(recorded(history, recordings, NOW))
    of_file = history.take(recorded(history, recordings, NOW, source=Source.FILE))
    always, never = settings(KeepSound.ALWAYS), settings(KeepSound.UNTIL_STOPPED)
    assert keeps_sound(always, spoken, of_files=False)
    assert keeps_sound(always, of_file, of_files=True)
    assert not keeps_sound(always, of_file, of_files=False)
    assert not keeps_sound(never, spoken, of_files=True)


def settings(keep: KeepSound) -> Settings:
    return replace(Settings(), keep_audio=keep)
