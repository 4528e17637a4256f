"""The log tells what was done, and no secret."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechdesk.logs import LogFile, redact

KEY = "0123456789abcdef0123456789abcdef"
_log = logging.getLogger("speechdesk.tests")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "logs" / "speechdesk.log"
    file = LogFile(path)
    yield path
    file.close()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"the key {KEY} was refused", "the key [removed] was refused"),
        ("Ocp-Apim-Subscription-Key: short", "Ocp-Apim-Subscription-Key: [removed]"),
        ("Authorization: Bearer abc.def", "Authorization: [removed]"),
        ("password=hunter2, user=me", "password=[removed], user=me"),
        (f"wss://host/path?key={KEY}", "wss://host/path?key=[removed]"),
        ("token eyJ" + "a" * 90 + ".b-c", "token [removed]"),
        ("state idle -> starting", "state idle -> starting"),
        ("take 12 cannot be recognized: locked", "take 12 cannot be recognized: locked"),
    ],
)
def test_secrets_are_removed(written: str, kept: str) -> None:
    assert redact(written) == kept


def test_entries_and_tracebacks_are_redacted(log: Path) -> None:
    _log.info("started with %s", KEY)
    try:
        raise ValueError(f"password={KEY}")
    except ValueError:
        _log.exception("it failed")
    text = log.read_text()
    assert "it failed" in text and "ValueError" in text
    assert KEY not in text
    assert log.parent.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_costs_the_log_only(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    file = LogFile(tmp_path / "logs" / "speechdesk.log")
    _log.warning("nobody reads this")
    file.close()
    assert capfd.readouterr().err == ""


def test_after_the_end_nothing_is_written(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "speechdesk.log")
    file.close()
    _log.info("too late")
    assert not (tmp_path / "speechdesk.log").exists()
