"""The tables in `resources/`: Azure's regions, and the locales of its speech to text."""

import json
from dataclasses import dataclass
from functools import cache

from speechdesk.resources import resource


@dataclass(frozen=True, slots=True)
class Region:
    """One Azure region: its short name, and what the portal calls it."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Locale:
    """One language and country that Azure's speech to text knows."""

    tag: str
    native: str
    english: str


@cache
def regions() -> tuple[Region, ...]:
    """Return the regions that have the Speech service, by geography."""
    return tuple(Region(**row) for row in json.loads(_text("regions.json")))


@cache
def locales() -> tuple[Locale, ...]:
    """Return all locales of Azure's speech to text, by tag."""
    return tuple(Locale(**row) for row in json.loads(_text("locales.json")))


def find_region(text: str) -> Region | None:
    """Return the region that `text` names, by its short name or as the portal shows it."""
    wanted = "".join(text.split()).casefold()
    return next((region for region in regions() if region.name == wanted), None)


def find_locale(tag: str) -> Locale | None:
    """Return the locale with this tag, whatever its capitals."""
    wanted = tag.casefold()
    return next((locale for locale in locales() if locale.tag.casefold() == wanted), None)


def _text(name: str) -> str:
    return resource(name).read_text(encoding="utf-8")
