"""Which of the settings have an effect, beside the others."""

from typing import Any

from speechdesk.domain import limits
from speechdesk.settings.choices import Identify
from speechdesk.settings.schema import OPTIONS, Settings


def in_effect(settings: Settings, name: str) -> Any:
    """Return the option's value, or its default where it has no effect."""
    option = OPTIONS[name]
    return option.default if option.unavailable(settings) else getattr(settings, name)


def spoken_languages(settings: Settings) -> tuple[str, ...]:
    """Return the language, and those it is told apart from, within the service's limits.

    One variety of each language, and at most 4 at the start or 10 continuously: the client does
    not check this, so we do.
    """
    identify = in_effect(settings, "identify")
    if identify is Identify.OFF:
        return (settings.language,)
    at_start = identify is Identify.AT_START
    most = limits.LANGUAGES_AT_START if at_start else limits.LANGUAGES_CONTINUOUSLY
    varieties: dict[str, str] = {}
    for tag in (settings.language, *settings.identify_languages):
        varieties.setdefault(tag.partition("-")[0], tag)
    return tuple(varieties.values())[:most]
