"""The field for a key: masked, kept in the keyring, its state in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.errors import KeyringLocked
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from speechdesk.errors import SecretsError
from speechdesk.ui.secret_field import SecretField
from speechdesk.ui.theme import Theme
from tests.ui.settings_parts import KEY, OTHER_KEY, Desk, desk, eventually, texts_of, type_into


@pytest.fixture
def parts(theme: Theme, tmp_path: Path) -> Iterator[Desk]:
    with desk(theme, tmp_path) as made:
        yield made


@pytest.fixture
def field(qtbot: QtBot, parts: Desk) -> SecretField:
    made = SecretField("Key", parts.parts.secrets, parts.parts.tasks)
    qtbot.addWidget(made)
    made.entered.connect(made.keep)
    return made


def settle(qtbot: QtBot, field: SecretField) -> None:
    eventually(qtbot, lambda: not field.busy)


def test_a_kept_key_is_shown_by_its_last_characters_only(
    qtbot: QtBot, field: SecretField, parts: Desk
) -> None:
    parts.keyring.entries["azure:eastus"] = KEY
    field.show_entry("azure:eastus")
    settle(qtbot, field)
    assert field.edit.placeholderText().endswith("•3f9c")
    assert field.edit.text() == ""
    assert KEY not in texts_of(field)
    assert field.state.text() == "Kept in your system's keyring, never in a file."
    assert not field.forget_button.isHidden()


def test_a_short_secret_shows_nothing_of_itself(
    qtbot: QtBot, field: SecretField, parts: Desk
) -> None:
    parts.keyring.entries["proxy"] = "password"
    field.show_entry("proxy")
    settle(qtbot, field)
    assert set(field.edit.placeholderText()) == {"•"}


def test_what_is_typed_leaves_the_field_for_the_keyring(
    qtbot: QtBot, field: SecretField, parts: Desk
) -> None:
    field.show_entry("azure:eastus")
    settle(qtbot, field)
    assert field.state.text().startswith("None yet.")
    type_into(field.edit, f" “{KEY}” ")
    assert field.edit.text() == ""
    settle(qtbot, field)
    eventually(qtbot, lambda: not field.unkept)
    assert KEY not in texts_of(field)
    assert field.lookup is not None
    assert field.lookup.secret == ""


def test_nothing_is_asked_before_an_entry_is_shown(field: SecretField, parts: Desk) -> None:
    assert parts.keyring.asked == []
    field.show_entry("")
    assert parts.keyring.asked == []


def test_without_a_keyring_it_offers_this_run_and_the_command(
    qtbot: QtBot, field: SecretField, parts: Desk
) -> None:
    parts.keyring.error = SecretsError("no_keyring")
    field.show_entry("azure:eastus")
    settle(qtbot, field)
    assert field.keep_button.isHidden(), "there is nothing to keep yet"
    field.keep(KEY)
    settle(qtbot, field)
    assert "no keyring" in field.state.text()
    assert "You can keep it for this run only." in field.state.text()
    assert field.state.property("role") == "warn"
    field.command_button.click()
    assert QGuiApplication.clipboard().text() == "sudo apt install gnome-keyring"
    field.keep_button.click()
    assert parts.parts.secrets.get("azure:eastus").secret == KEY
    assert "forgotten when SpeechDesk ends" in field.state.text()
    field.forget_button.click()
    assert not parts.parts.secrets.get_of_this_run("azure:eastus").secret


def test_a_locked_keyring_can_be_tried_again(qtbot: QtBot, field: SecretField, parts: Desk) -> None:
    parts.keyring.error = KeyringLocked("no")
    field.show_entry("azure:eastus")
    field.keep(KEY)
    settle(qtbot, field)
    assert "locked" in field.state.text()
    parts.keyring.error = None
    field.retry_button.click()
    settle(qtbot, field)
    assert parts.keyring.entries == {"azure:eastus": KEY}


def test_the_window_lives_while_the_keyring_does_not_answer(
    qtbot: QtBot, field: SecretField, parts: Desk
) -> None:
    parts.keyring.answers.clear()
    field.show_entry("azure:eastus")
    assert field.busy
    assert field.state.text() == "Asking the keyring…"
    parts.keyring.answers.set()
    settle(qtbot, field)


def test_a_late_answer_about_another_entry_is_not_shown(
    qtbot: QtBot, field: SecretField, parts: Desk
) -> None:
    parts.keyring.entries["azure:eastus"] = OTHER_KEY
    parts.keyring.answers.clear()
    field.show_entry("azure:eastus")
    field.show_entry("azure:westus")
    parts.keyring.answers.set()
    settle(qtbot, field)
    assert field.edit.placeholderText() == ""
    assert field.forget_button.isHidden()


def test_forgetting(qtbot: QtBot, field: SecretField, parts: Desk) -> None:
    parts.keyring.entries["azure:eastus"] = KEY
    field.show_entry("azure:eastus")
    settle(qtbot, field)
    field.forget_button.click()
    settle(qtbot, field)
    assert parts.keyring.entries == {}
    assert field.edit.placeholderText() == ""


def test_a_key_without_a_place_waits_for_one(qtbot: QtBot, field: SecretField, parts: Desk) -> None:
    type_into(field.edit, KEY)
    assert field.unkept
    assert field.state.text().startswith("Say where it belongs")
    field.show_entry("azure:eastus")
    settle(qtbot, field)
    assert parts.keyring.entries == {"azure:eastus": KEY}
    assert not field.unkept
