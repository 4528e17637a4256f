"""A history of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from speechdesk.storage.history import History


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    opened = History(path)
    yield opened
    opened.close()
