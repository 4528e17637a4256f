"""What becomes of finals, made of the settings."""

from speechdesk.domain.spoken.layer import SpokenOptions
from speechdesk.settings.schema import Settings


def spoken_options(settings: Settings, *, commands: bool | None = None) -> SpokenOptions:
    """Return the switches, words and rules for spoken commands and replacements.

    `commands` wins over the settings: False leaves spoken punctuation as words, too.
    """
    return SpokenOptions(
        commands=settings.spoken_commands if commands is None else commands,
        marks=settings.spoken_punctuation and commands is not False,
        own_words=settings.command_words,
        rules=settings.replacements,
    )
