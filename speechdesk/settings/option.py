"""What is said of an option where it is declared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from speechdesk.settings.kinds import Kind

if TYPE_CHECKING:
    from speechdesk.settings.schema import Settings


class Section(StrEnum):
    """The pages of the settings dialog; the value is the page's title."""

    RECOGNITION = "Recognition"
    LANGUAGE = "Language"
    TEXT = "Text"
    COMMANDS = "Spoken commands"
    VOCABULARY = "Vocabulary"
    SOUND = "Microphone and recordings"
    LOOK = "Appearance"
    NETWORK = "Network"


class Applies(StrEnum):
    """When a changed value is heeded."""

    AT_ONCE = "at once"
    NEXT_PHRASE = "from the next phrase on"


Reason = Callable[["Settings"], str]
"""Says why an option has no effect beside the other settings; "" where it has."""


def _always(_settings: "Settings") -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Option:
    """What is known of one option beside its default. `shown` is whether the dialog lists it."""

    name: str
    default: Any
    kind: Kind
    section: Section
    label: str
    help: str
    applies: Applies
    unavailable: Reason
    shown: bool


def declare(
    default: Any,
    kind: Kind,
    section: Section,
    label: str,
    text: str,
    *,
    applies: Applies = Applies.AT_ONCE,
    unavailable: Reason = _always,
    shown: bool = True,
) -> Any:
    """Return the dataclass field of an option; its metadata is what `Option` holds."""
    about = {
        "kind": kind,
        "section": section,
        "label": label,
        "help": text,
        "applies": applies,
        "unavailable": unavailable,
        "shown": shown,
    }
    return field(default=default, metadata=about)
