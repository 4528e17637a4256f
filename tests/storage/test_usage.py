"""The count of what was sent, month by month."""

import threading
from datetime import date
from pathlib import Path

import pytest

from speechdesk.errors import StorageError
from speechdesk.storage.usage import Usage

NOVEMBER = date(2026, 11, 30)


def usage(folder: Path, today: date = NOVEMBER) -> Usage:
    return Usage(folder / "usage.json", lambda: today)


def test_what_is_sent_adds_up_by_place_and_month(tmp_path: Path) -> None:
    usage(tmp_path).add({"azure:westeurope": 1000, "container:wss://a.example": 10})
    usage(tmp_path).add({"azure:westeurope": 500})
    assert usage(tmp_path).this_month() == {
        "azure:westeurope": 1500,
        "container:wss://a.example": 10,
    }
    december = usage(tmp_path, date(2026, 12, 1))
    assert december.this_month() == {}
    december.add({"azure:westeurope": 1})
    assert december.this_month() == {"azure:westeurope": 1}
    assert usage(tmp_path).this_month()["azure:westeurope"] == 1500


def test_months_longer_ago_than_a_year_are_dropped(tmp_path: Path) -> None:
    for year, month in ((2024, 5), *((2025, each) for each in range(1, 13)), (2026, 1)):
        usage(tmp_path, date(year, month, 1)).add({"azure:x": 1})
    assert usage(tmp_path, date(2024, 5, 9)).this_month() == {}
    assert usage(tmp_path, date(2025, 1, 9)).this_month() == {"azure:x": 1}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 2}',
        b'{"version": 1}',
        b'{"version": 1, "sent_ms": [1]}',
        b'{"version": 1, "sent_ms": {"2026-11": {"azure:x": "many"}}}',
        b"\xff\xfe",
    ],
)
def test_a_damaged_file_is_set_aside_and_counting_goes_on(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "usage.json"
    path.write_bytes(content)
    assert usage(tmp_path).this_month() == {}
    assert path.with_suffix(".damaged").read_bytes() == content
    usage(tmp_path).add({"azure:x": 5})
    assert usage(tmp_path).this_month() == {"azure:x": 5}


def test_nothing_is_lost_where_two_add_at_the_same_time(tmp_path: Path) -> None:
    def add() -> None:
        for _ in range(20):
            usage(tmp_path).add({"azure:x": 1})

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert usage(tmp_path).this_month() == {"azure:x": 40}


def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    usage(tmp_path).add({"azure:x": 1})
    assert (tmp_path / "usage.json").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        usage(tmp_path / "file" / "below").add({"azure:x": 1})
