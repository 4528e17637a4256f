import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from speechdesk.domain.events import Alternative, Segment, Word
from speechdesk.domain.transcript import Block, DocumentChange, Run
from speechdesk.errors import StorageError
from speechdesk.storage.history import History
from speechdesk.storage.takes import Source, TakeState
from tests.storage.making import new_take, spoken

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def test_a_new_take_is_given_back_as_it_was_made(history: History) -> None:
    take_id = history.create_take(
        title="Letter",
        language="de-DE",
        source=Source.FILE,
        recording="1.pcm",
        content_hash="abc",
        started=NOON,
    )
    take = history.take(take_id)
    assert (take.title, take.language, take.source) == ("Letter", "de-DE", Source.FILE)
    assert (take.recording, take.sound_kept, take.content_hash) == ("1.pcm", True, "abc")
    assert take.started == NOON
    assert take.state is TakeState.RECORDING
    assert (take.length_ms, take.cursor_ms, take.starred, take.damaged) == (0, 0, False, False)


def test_takes_come_newest_first_in_pages(history: History) -> None:
    days = [1, 3, 2, 5, 4]
    ids = {day: new_take(history, started=NOON.replace(day=day)) for day in days}
    newest_first = [ids[day] for day in (5, 4, 3, 2, 1)]
    assert [take.id for take in history.takes()] == newest_first
    assert [take.id for take in history.takes(limit=2, offset=1)] == newest_first[1:3]
    assert history.takes(offset=9) == []


def test_only_what_is_given_is_changed(history: History) -> None:
    take_id = new_take(history, title="Before")
    before = history.take(take_id)
    history.update_take(take_id, starred=True, state=TakeState.COMPLETE, length_ms=7)
    after = history.take(take_id)
    assert (after.starred, after.state, after.length_ms) == (True, TakeState.COMPLETE, 7)
    assert (after.title, after.started, after.recording) == ("Before", before.started, "")
    history.update_take(take_id, title="", starred=False, sound_kept=False)
    assert (history.take(take_id).title, history.take(take_id).starred) == ("", False)


def test_a_take_that_is_not_there_is_said(history: History) -> None:
    for ask in (
        lambda: history.take(7),
        lambda: history.update_take(7, title="x"),
        lambda: history.commit_final(7, spoken("one"), 1),
        lambda: history.delete(7),
        lambda: history.restore(7),
    ):
        with pytest.raises(StorageError) as raised:
            ask()
        assert raised.value.code == "not_found"
    assert history.segments(7) == []


def test_a_final_is_given_back_whole_after_reopening(path: Path, history: History) -> None:
    segment = Segment(
        text="Grüße, 世界!",
        offset_ms=120,
        duration_ms=900,
        language="de-DE",
        confidence=0.75,
        words=(Word("Grüße,", 120, 400, 0.5), Word("世界!", 600, 420)),
        alternatives=(Alternative("Grüsse Welt", 0.4), Alternative("Grüße")),
        lexical="grüße welt",
    )
    take_id = new_take(history)
    segment_id = history.commit_final(take_id, segment, 1020)
    history.close()
    again = History(path)
    (stored,) = again.segments(take_id)
    assert (stored.id, stored.segment, stored.replaces) == (segment_id, segment, 0)
    assert again.take(take_id).cursor_ms == 1020
    again.close()


def test_an_empty_final_moves_the_cursor_alone(history: History) -> None:
    take_id = new_take(history)
    assert history.commit_final(take_id, Segment("", 0, 400, "en-US"), 400) is None
    assert history.take(take_id).cursor_ms == 400
    assert history.segments(take_id) == []


def test_the_cursor_never_moves_back(history: History) -> None:
    take_id = new_take(history)
    history.commit_final(take_id, Segment("", 900, 0, ""), 900)
    history.commit_final(take_id, Segment("", 300, 0, ""), 300)
    history.commit_final(take_id, spoken("late"), 500)
    assert history.take(take_id).cursor_ms == 900


def test_segments_after_one_that_is_known(history: History) -> None:
    take_id = new_take(history, "one", "two", "three")
    new_take(history, "another take")
    first, second, third = history.segments(take_id)
    assert [stored.segment.text for stored in (first, second, third)] == ["one", "two", "three"]
    assert history.segments(take_id, after=second.id) == [third]


def test_takes_with_a_rest_are_interrupted(history: History) -> None:
    recording, partly, complete = (new_take(history) for _ in range(3))
    history.update_take(partly, state=TakeState.PARTLY)
    history.update_take(complete, state=TakeState.COMPLETE)
    assert {take.id for take in history.interrupted()} == {recording, partly}
    history.delete(recording)
    assert [take.id for take in history.interrupted()] == [partly]


def test_a_deleted_take_is_gone_until_it_is_restored(history: History) -> None:
    take_id = new_take(history, "keep me")
    history.delete(take_id)
    assert history.takes() == []
    with pytest.raises(StorageError):
        history.take(take_id)
    history.restore(take_id)
    assert [take.id for take in history.takes()] == [take_id]
    assert history.segments(take_id)[0].segment.text == "keep me"


def test_a_deleted_take_still_takes_finals(history: History) -> None:
    take_id = new_take(history)
    history.delete(take_id)
    history.commit_final(take_id, spoken("said meanwhile"), 10)
    history.restore(take_id)
    assert history.segments(take_id)[0].segment.text == "said meanwhile"


def test_takes_are_found_by_the_content_of_their_file(history: History) -> None:
    new_take(history)
    ids = [
        history.create_take(title=t, language="en-US", source=Source.FILE, content_hash="same")
        for t in ("first", "second")
    ]
    assert [take.id for take in history.with_content("same")] == ids[::-1]
    assert history.with_content("") == []


def test_a_purged_take_leaves_nothing_behind(path: Path, history: History) -> None:
    take_id = new_take(history, "gone", title="Gone", recording="1.pcm")
    kept = new_take(history, "kept")
    history.save_blocks(take_id, DocumentChange((1,), (Block(1, (Run("gone too"),)),), 0))
    with pytest.raises(StorageError) as raised:
        history.purge(take_id)
    assert raised.value.code == "not_found"
    history.delete(take_id)
    assert history.deleted(before=NOON) == []
    (deleted,) = history.deleted(before=datetime.now(UTC) + timedelta(seconds=1))
    assert deleted.id == take_id
    assert history.recordings() == {"1.pcm"}
    history.purge(take_id)
    assert history.recordings() == set()
    assert [take.id for take in history.takes()] == [kept]
    assert history.search("gone") == history.search("go") == []
    with pytest.raises(StorageError):
        history.restore(take_id)
    tables = ("take", "segment", "document", "block")
    with closing(sqlite3.connect(path)) as raw:
        left = [raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
    assert left == [1, 1, 0, 0]


def test_an_id_is_never_given_twice(history: History) -> None:
    take_id = new_take(history)
    history.delete(take_id)
    history.purge(take_id)
    assert new_take(history) > take_id


def test_what_is_done_to_many_is_done_to_all_or_none(history: History) -> None:
    first, second = new_take(history), new_take(history)
    history.star(first, second, starred=True)
    assert [take.starred for take in history.takes()] == [True, True]
    for change in (
        lambda: history.star(first, 99, starred=False),
        lambda: history.delete(first, 99),
    ):
        with pytest.raises(StorageError) as caught:
            change()
        assert caught.value.code == "not_found"
    assert [take.starred for take in history.takes()] == [True, True]
    history.delete(first, second)
    assert history.takes() == []
    history.restore(first, second)
    assert len(history.takes()) == 2
