"""What the list says about a take."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from speechdesk.storage.takes import Source, Take, TakeState
from speechdesk.ui.state_words import duration

LanguageName = Callable[[str], str]
"""Returns the short native name of a language code, such as "Deutsch" for "de-DE"."""


def title(take: Take) -> str:
    """Return the take's title, or what an untitled one is called."""
    return take.title or untitled()


def untitled() -> str:
    """Return what a take without a title is called."""
    return _tr("New dictation")


def caption(take: Take, today: date, language_name: LanguageName) -> str:
    """Return when, how long and in which language, such as "Today 10:42 · 6:12 · English"."""
    parts = [moment(take.started.astimezone(), today), duration(take.length_ms)]
    if take.source is Source.FILE:
        parts.append(_tr("file"))
    elif take.language:
        parts.append(language_name(take.language))
    return " · ".join(parts)


def trouble(take: Take) -> str:
    """Return what is wrong with the take; "" where nothing is."""
    if take.damaged:
        return _tr("damaged: parts cannot be read")
    if take.state is TakeState.PARTLY:
        return _tr("not all of it is recognized yet")
    return ""


def moment(when: datetime, today: date) -> str:
    """Return `when`, in local time, as people say it."""
    clock = QLocale().toString(QTime(when.hour, when.minute), QLocale.FormatType.ShortFormat)
    days = (today - when.date()).days
    if days == 0:
        return _tr("Today {time}").format(time=clock)
    if days == 1:
        return _tr("Yesterday {time}").format(time=clock)
    day = QDate(when.year, when.month, when.day)
    if 0 < days < 300:
        return QLocale().toString(day, "ddd d MMM")
    return QLocale().toString(day, "d MMM yyyy")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Takes", text)
