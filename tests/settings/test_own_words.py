"""The option that holds the user's own words for commands."""

from pathlib import Path

import pytest

from speechdesk.domain.spoken.vocabulary import OwnWords
from speechdesk.errors import SettingsError
from speechdesk.settings.own_words import CommandWords
from speechdesk.settings.schema import Settings
from speechdesk.settings.spoken import spoken_options
from speechdesk.settings.store import SettingsStore

OWN = (
    OwnWords("de", "line", ("Umbruch",)),
    OwnWords("en", "scratch", ("forget it", "never mind")),
    OwnWords("en", ".", ("stop",)),
    OwnWords("en", "tab", ()),
)
TYPED = '{"de": {"line": ["Umbruch"]}, "en": {"tab": []}}'


def test_they_survive_the_file(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.toml")
    store.change({"command_words": OWN})
    loaded = store.load()
    assert (loaded.settings.command_words, loaded.problems) == (OWN, ())
    store.change({"command_words": ()})
    assert "command_words" not in (tmp_path / "settings.toml").read_text()


def test_they_can_be_typed_as_json() -> None:
    assert CommandWords().parse(TYPED) == (OWN[0], OWN[3])
    assert CommandWords().parse(CommandWords().show(OWN)) == OWN
    assert CommandWords().parse(" ") == ()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("{", "must be JSON"),
        ("[]", "must be a table"),
        ('{"xx": {}}', "must name languages out of de, en, es, fr"),
        ('{"en": []}', "must be a table"),
        ('{"en": {"fly": ["fly"]}}', "must name commands; en has none called fly"),
        ('{"en": {"line": "x"}}', "line: must be a list of texts"),
        ('{"en": {"line": ["..."]}}', "“...” has no words"),
        ('{"en": {"line": ["comma"]}}', "“comma” says two commands"),
        ('{"en": {"line": ["a", "b"], "tab": ["b"]}}', "“b” says two commands"),
    ],
)
def test_what_cannot_be_taken_is_said(typed: str, problem: str) -> None:
    with pytest.raises(SettingsError) as caught:
        CommandWords().parse(typed)
    assert problem in caught.value.detail


def test_the_options_for_finals() -> None:
    settings = Settings(spoken_commands=False, command_words=OWN)
    options = spoken_options(settings)
    assert (options.commands, options.marks, options.own_words) == (False, True, OWN)
    asked = spoken_options(settings, commands=True)
    assert (asked.commands, asked.marks) == (True, True)
    refused = spoken_options(settings, commands=False)
    assert (refused.commands, refused.marks) == (False, False)
