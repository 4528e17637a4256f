"""At the end, what can be written is written, whatever else cannot."""

import pytest

from speechdesk.errors import SettingsError, StorageError
from speechdesk.ui.last_writes import write_each


def test_a_failure_keeps_nothing_else_from_being_written(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    written = []

    def fail_settings() -> None:
        raise SettingsError("unwritable", "settings.toml: Permission denied")

    def fail_history() -> None:
        raise StorageError("disk_full")

    assert not write_each(
        [fail_settings, lambda: written.append(1), fail_history, lambda: written.append(2)]
    )
    assert written == [1, 2]
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("speechdesk: ")
    assert "full" in second
    assert len(caplog.records) == 2


def test_all_is_written() -> None:
    written: list[str] = []
    assert write_each([lambda: written.append("settings"), lambda: written.append("text")])
    assert written == ["settings", "text"]
