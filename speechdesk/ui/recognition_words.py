"""What is said about recognition to those who look closer: model, languages, sound sent."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from speechdesk.domain.connection import Service
from speechdesk.settings.choices import Identify
from speechdesk.settings.in_effect import spoken_languages
from speechdesk.settings.schema import Settings
from speechdesk.settings.tables import find_region
from speechdesk.ui.languages import named


def model_of(settings: Settings, language: str) -> str:
    """Return the endpoint id of the custom model for `language`; "" for the service's own model.

    The one endpoint id of the connection holds for the language that is mainly spoken.
    """
    if settings.is_local:
        return ""
    own = dict(settings.endpoint_ids).get(language, "")
    return own or (settings.endpoint_id if language == settings.language else "")


def languages_line(settings: Settings) -> str:
    """Return which language is spoken, or between which the service chooses."""
    tags = spoken_languages(settings)
    names = ", ".join(named(tag).native for tag in tags)
    if len(tags) == 1:
        return names
    if settings.identify is Identify.CONTINUOUSLY:
        return _tr("Found out again and again among {names}").format(names=names)
    return _tr("Found out when recording starts, among {names}").format(names=names)


def models_line(settings: Settings) -> str:
    """Return the custom models in use, by language where there are several languages."""
    tags = spoken_languages(settings)
    models = [(tag, model_of(settings, tag)) for tag in tags]
    used = [(tag, model) for tag, model in models if model]
    if not used:
        return _tr("None: the service's own")
    if len(tags) == 1:
        return used[0][1]
    return "\n".join(f"{named(tag).native}: {model}" for tag, model in used)


def sent_line(sent_ms: Mapping[str, int]) -> str:
    """Return how much sound went to each place, one a line."""
    lines = [
        _tr("{time} to {place}").format(time=spoken_time(ms), place=_place(name))
        for name, ms in sorted(sent_ms.items())
        if ms > 0
    ]
    return "\n".join(lines) or _tr("Nothing")


def free_tier() -> str:
    """Return what one should know of Azure's free tier."""
    return _tr(
        "Azure's free tier (F0) allows one session at a time: a second one is refused (429) until "
        "the first has ended, so close other programs that use this key. Its hours are limited "
        "for each month; once they are used up, recognition is refused until the next month or "
        "until the resource is changed to S0. Silence that is sent counts too, and so does what "
        "is sent again after an interruption. The present limits and prices stand at "
        "azure.microsoft.com/pricing/details/speech."
    )


def spoken_time(duration_ms: int) -> str:
    """Return a length in words, such as "1 h 12 min" or "40 s"."""
    seconds = round(duration_ms / 1000)
    if seconds < 60:
        return _tr("{seconds} s").format(seconds=seconds)
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return _tr("{minutes} min").format(minutes=minutes)
    return _tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)


def _place(secret_name: str) -> str:
    """Return the place that a connection's entry is named after."""
    service, _, place = secret_name.partition(":")
    region = find_region(place) if service == Service.AZURE else None
    return f"Azure, {region.label if region else place}" if service == Service.AZURE else place


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recognition", text)
