"""What a user can choose between, where an option has a few values."""

from enum import StrEnum


class SignIn(StrEnum):
    """What a service is shown so that it lets the user in."""

    KEY = "key"
    TOKEN = "token"  # noqa: S105 - the name of a kind, not a secret
    COMMAND = "command"
    ENTRA = "entra"


class ProxyMode(StrEnum):
    """Which proxy leads to the service."""

    SYSTEM = "system"
    NONE = "none"
    OWN = "own"  # that of the options `proxy_host` and the others


class Identify(StrEnum):
    """Whether the service finds out which language is spoken."""

    OFF = "off"
    AT_START = "start"
    CONTINUOUSLY = "continuous"


class Punctuation(StrEnum):
    """Which full stops and commas the service sets; DEFAULT is left to it."""

    DEFAULT = ""
    AUTOMATIC = "automatic"
    NONE = "none"
    EXPLICIT = "explicit"


class Profanity(StrEnum):
    """What the service makes of swear words; DEFAULT is left to it."""

    DEFAULT = ""
    MASKED = "masked"
    REMOVED = "removed"
    RAW = "raw"


class Segmentation(StrEnum):
    """Where the service ends a phrase; DEFAULT is left to it."""

    DEFAULT = ""
    PAUSES = "pauses"
    MEANING = "meaning"


class RecordMode(StrEnum):
    """What ends a dictation that the Record button began."""

    CONTINUOUS = "continuous"
    SENTENCE = "sentence"
    HOLD = "hold"


class Insertion(StrEnum):
    """Where finals go in the transcript."""

    MARK = "mark"
    END = "end"


class KeepSound(StrEnum):
    """How long recordings are kept."""

    UNTIL_STOPPED = "until_stopped"
    DAYS_7 = "7_days"
    DAYS_30 = "30_days"
    DAYS_90 = "90_days"
    ALWAYS = "always"

    @property
    def days(self) -> int | None:
        """Days after which a recording may go; 0 as soon as it is recognized, None never."""
        days = {"until_stopped": 0, "7_days": 7, "30_days": 30, "90_days": 90, "always": None}
        return days[self.value]


class CatchUp(StrEnum):
    """How fast recognition reads what it has fallen behind."""

    AUTOMATIC = "automatic"
    STEADY = "steady"
    FAST = "fast"


class Theme(StrEnum):
    """The window's colours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
