import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from speechdesk.domain.transcript import DocumentChange
from speechdesk.errors import StorageError
from speechdesk.storage.database import suspicion
from speechdesk.storage.history import History
from speechdesk.storage.rescue import open_history
from tests.storage.making import new_take, spoken

TODAY = datetime(2026, 5, 4, tzinfo=UTC)
PAGE = 4096
TAKES = 40


@pytest.fixture
def written(path: Path) -> Path:
    """A closed history of 40 takes, every second with a saved document."""
    with closing(History(path)) as history:
        for number in range(TAKES):
            take_id = new_take(
                history, f"take {number} begins", f"take {number} ends", title=f"T{number}"
            )
            if number % 2:
                document = history.load_document(take_id)
                order = tuple(block.id for block in document.blocks)
                change = DocumentChange(order, document.blocks, document.last_segment_id)
                history.save_blocks(take_id, change)
    return path


def opened(path: Path) -> tuple[History, str]:
    return open_history(path, now=TODAY)


def texts(history: History) -> set[str]:
    return {history.load_document(take.id).text for take in history.takes()}


EVERYTHING = {f"take {number} begins take {number} ends" for number in range(TAKES)}


def test_a_sound_history_is_opened_as_it_is(written: Path) -> None:
    history, set_aside = opened(written)
    with closing(history):
        assert (set_aside, texts(history)) == ("", EVERYTHING)
    assert [each.name for each in written.parent.iterdir()] == [written.name]


def test_a_new_history_is_created(path: Path) -> None:
    history, set_aside = opened(path)
    with closing(history):
        assert (set_aside, history.takes()) == ("", [])


def test_a_file_that_is_no_database_is_kept_under_another_name(path: Path) -> None:
    for name in (
        "history.damaged-2026-05-04.sqlite3",
        "history.damaged-2026-05-04-2.sqlite3",
        "history.damaged-2026-05-04-3.sqlite3",
    ):
        garbage = random.Random(name).randbytes(50_000)
        path.write_bytes(garbage)
        history, set_aside = opened(path)
        with closing(history):
            assert set_aside == name
            assert history.takes() == []
            new_take(history, "life goes on")
        assert (path.parent / name).read_bytes() == garbage


def test_a_database_of_another_program_is_kept_too(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    history, set_aside = opened(path)
    history.close()
    with closing(sqlite3.connect(path.with_name(set_aside))) as other:
        assert other.execute("SELECT name FROM sqlite_schema").fetchall() == [("recipes",)]


def test_a_lost_first_page_costs_nothing(written: Path) -> None:
    with written.open("r+b") as file:
        file.write(b"\xff" * PAGE)
    history, set_aside = opened(written)
    with closing(history):
        assert set_aside
        assert texts(history) == EVERYTHING
        assert [hit.title for hit in history.search("begins", limit=1)] == [f"T{TAKES - 1}"]


def test_what_is_left_of_a_cut_file_is_carried_over(written: Path) -> None:
    whole = written.read_bytes()
    written.write_bytes(whole[: len(whole) * 2 // 3])
    history, set_aside = opened(written)
    with closing(history):
        assert set_aside
        assert texts(history)
        new_take(history, "life goes on")
        assert "life goes on" in texts(history)


def test_any_one_page_costs_at_most_what_is_on_it(written: Path) -> None:
    """Each page in turn is overwritten: nothing crashes, and most words are still there."""
    whole = written.read_bytes()
    left = []
    for page in range(len(whole) // PAGE):
        damaged = written.with_name(f"page{page}.sqlite3")
        damaged.write_bytes(whole[: page * PAGE] + b"\xee" * PAGE + whole[(page + 1) * PAGE :])
        history, _ = opened(damaged)
        with closing(history):
            left.append(len(texts(history) & EVERYTHING))
            new_take(history, "life goes on")
            assert history.search("life goes on")
    assert len(left) > 10
    assert sorted(left)[len(left) // 2] == TAKES
    assert min(left) > TAKES // 4


@pytest.mark.parametrize("seed", range(12))
def test_pages_that_changed_places_and_bytes_that_flipped_stop_nothing(
    written: Path, seed: int
) -> None:
    chance = random.Random(seed)
    damaged = bytearray(written.read_bytes())
    pages = len(damaged) // PAGE
    if seed % 2:
        one, other = (PAGE * chance.randrange(pages) for _ in range(2))
        damaged[one : one + PAGE], damaged[other : other + PAGE] = (
            damaged[other : other + PAGE],
            damaged[one : one + PAGE],
        )
    else:
        for _ in range(200):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    written.write_bytes(damaged)
    history, _ = opened(written)
    with closing(history):
        texts(history)
        new_take(history, "life goes on")
        assert [hit.snippet for hit in history.search("life goes")] == ["life goes on"]


def test_text_of_a_lost_take_is_found_in_a_take_without_a_name(written: Path) -> None:
    with closing(sqlite3.connect(written)) as raw:
        raw.execute("DELETE FROM take WHERE title = 'T3'")
        raw.commit()
    with written.open("r+b") as file:
        file.write(b"\xff" * 16)
    history, _ = opened(written)
    with closing(history):
        assert texts(history) == EVERYTHING
        (lost,) = [take for take in history.takes() if not take.title.startswith("T")]
        assert lost.title == "[unreadable]"


def test_ids_of_lost_takes_are_not_given_again(written: Path) -> None:
    with written.open("r+b") as file:
        file.write(b"\xff" * 16)
    history, _ = opened(written)
    with closing(history):
        assert new_take(history) == TAKES + 1


def test_finals_that_are_only_in_the_write_ahead_log_are_carried_over(
    written: Path, tmp_path: Path
) -> None:
    crashed = tmp_path / "crashed.sqlite3"
    with closing(History(written)) as history:
        new_take(history, "said just before the crash")
        for ending in ("", "-wal"):
            copied = Path(f"{crashed}{ending}")
            copied.write_bytes(Path(f"{written}{ending}").read_bytes())
    with crashed.open("r+b") as file:
        file.seek(PAGE * 3)
        file.write(b"\xee" * PAGE)
    history, _ = opened(crashed)
    with closing(history):
        assert "said just before the crash" in texts(history)


def test_a_history_of_a_newer_program_is_refused_and_left_alone(written: Path) -> None:
    with closing(sqlite3.connect(written)) as raw:
        raw.execute("PRAGMA user_version = 99")
    before = written.read_bytes()
    with pytest.raises(StorageError) as raised:
        opened(written)
    assert raised.value.code == "newer"
    assert written.read_bytes() == before
    assert [each.name for each in written.parent.iterdir()] == [written.name]


def test_a_rescue_that_was_broken_off_is_ended_at_the_next_start(written: Path) -> None:
    written.rename(written.with_name("history.rescued.sqlite3"))
    history, _ = opened(written)
    with closing(history):
        assert texts(history) == EVERYTHING
    assert not written.with_name("history.rescued.sqlite3").exists()


def test_half_a_rescue_is_begun_anew(written: Path) -> None:
    with written.open("r+b") as file:
        file.write(b"\xff" * 16)
    written.with_name("history.rescued.sqlite3").write_bytes(b"half")
    history, _ = opened(written)
    with closing(history):
        assert texts(history) == EVERYTHING


def test_damage_met_in_use_is_looked_at_by_the_next_start(written: Path) -> None:
    with closing(History(written)) as history:
        with closing(sqlite3.connect(written, isolation_level=None)) as raw:
            raw.execute("DROP TABLE segment")
        with pytest.raises(StorageError) as raised:
            history.commit_final(1, spoken("lost"), 10)
        assert raised.value.code == "damaged"
    assert suspicion(written).exists()
    history, set_aside = opened(written)
    with closing(history):
        assert set_aside
        assert len(history.takes()) == TAKES
    assert not suspicion(written).exists()
