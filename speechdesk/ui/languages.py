"""The locales of Azure speech to text, with their own names."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from speechdesk.resources import resource

LOCAL_LANGUAGE = "en-US"
"""The one language that this computer recognizes by itself."""


@dataclass(frozen=True, slots=True)
class Locale:
    """A language as one picks it: "de-DE", "Deutsch (Deutschland)", "German (Germany)"."""

    tag: str
    native: str
    english: str

    def matches(self, words: Iterable[str]) -> bool:
        """Return whether each of `words` (lower case) begins a word of a name or the tag."""
        parts = f"{self.native} {self.english} {self.tag}".lower().replace("(", " ").split()
        whole = f"{self.native} {self.english} {self.tag}".lower()
        return all(
            any(part.startswith(word) for part in parts) or (len(word) > 2 and word in whole)
            for word in words
        )


class Locales:
    """All locales, by tag."""

    def __init__(self, locales: Iterable[Locale]) -> None:
        self._by_tag = {locale.tag: locale for locale in locales}

    @property
    def all(self) -> tuple[Locale, ...]:
        return tuple(self._by_tag.values())

    def find(self, tag: str) -> Locale:
        """Return the locale of `tag`; one that is not in the table is named by its tag."""
        return self._by_tag.get(tag) or Locale(tag, tag, tag)

    def short_name(self, tag: str) -> str:
        """Return the language's own name without its country, such as "Deutsch"."""
        return self.find(tag).native.partition(" (")[0]


def load_locales() -> Locales:
    """Read the table in `resources/`."""
    rows = json.loads(resource("locales.json").read_text(encoding="utf-8"))
    return Locales(Locale(row["tag"], row["native"], row["english"]) for row in rows)
