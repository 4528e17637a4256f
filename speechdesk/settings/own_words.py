"""The kind of value that holds the user's own words for spoken commands."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from speechdesk.domain.spoken.tables import languages, load_vocabulary
from speechdesk.domain.spoken.vocabulary import OwnWords
from speechdesk.errors import SettingsError
from speechdesk.settings.kinds import Texts, bad_value, read_json

_WAYS = Texts(20, 60)
_EXAMPLE = '{"en": {"scratch": ["scratch that", "forget it"]}}'


@dataclass(frozen=True, slots=True)
class CommandWords:
    """Ways to say commands, by language and by the command's name. Typed: JSON."""

    def read(self, value: object) -> tuple[OwnWords, ...]:
        if not isinstance(value, dict):
            raise bad_value(f"must be a table such as {_EXAMPLE}")
        return tuple(own for language, named in value.items() for own in _of(language, named))

    def parse(self, text: str) -> tuple[OwnWords, ...]:
        return self.read(read_json(text, _EXAMPLE) if text.strip() else {})

    def plain(self, value: Any) -> Any:
        return _nested(value)

    def show(self, value: Any) -> str:
        return json.dumps(_nested(value), ensure_ascii=False) if value else ""


def _of(language: object, named: object) -> list[OwnWords]:
    if language not in languages():
        raise bad_value("must name languages out of " + ", ".join(languages()))
    if not isinstance(named, dict):
        raise bad_value(f"must be a table such as {_EXAMPLE}")
    own = [
        OwnWords(str(language), str(name), _ways(str(name), ways)) for name, ways in named.items()
    ]
    try:
        vocabulary = load_vocabulary(str(language), own)
    except ValueError as error:
        raise bad_value(f"must be clear: {error}") from None
    known = {entry.name for entry in vocabulary.entries} if vocabulary else set()
    for each in own:
        if each.name not in known:
            raise bad_value(f"must name commands; {language} has none called {each.name}")
    return own


def _ways(name: str, value: object) -> tuple[str, ...]:
    try:
        return _WAYS.read(value)
    except SettingsError as error:
        raise bad_value(f"{name}: {error.detail}") from None


def _nested(value: Iterable[OwnWords]) -> dict[str, dict[str, list[str]]]:
    nested: dict[str, dict[str, list[str]]] = {}
    for own in value:
        nested.setdefault(own.language, {})[own.name] = list(own.ways)
    return nested
