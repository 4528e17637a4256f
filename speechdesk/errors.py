"""Errors carry facts; the sentences a user reads are made in `messages.py`."""

from dataclasses import dataclass
from enum import StrEnum


class FailureCode(StrEnum):
    """Why recognition stopped. The doctor, the banner and the command line share these codes."""

    REFUSED = "refused"  # nothing listens there
    NAME_NOT_FOUND = "name_not_found"  # DNS
    KEY_REFUSED = "key_refused"  # HTTP 401
    FORBIDDEN = "forbidden"  # HTTP 403
    NOT_FOUND = "not_found"  # HTTP 404
    BAD_REQUEST = "bad_request"  # HTTP 400, close 1007, phrase status BadRequest
    TOO_MANY = "too_many"  # HTTP 429, close 4429, quota or concurrency for now
    QUOTA_USED_UP = "quota_used_up"  # the free hours of the month are gone
    REDIRECT = "redirect"  # the service sends the caller elsewhere
    TLS = "tls"  # no trusted secure connection
    PROXY = "proxy"  # the proxy wants another user or password (407)
    HTTP_OTHER = "http_other"  # any other 4xx: a captive portal, a wrong address
    TIMEOUT = "timeout"  # HTTP 408, ServiceTimeout
    UNAVAILABLE = "unavailable"  # HTTP 5xx, close 1011 and 1013
    CONNECTION_LOST = "connection_lost"  # reset, abnormal or repeated close
    SILENT = "silent"  # speech goes in, nothing comes back
    WORKER_GONE = "worker_gone"  # the recognizer's process ended or hangs
    STOPPED = "stopped"  # the service ended the session unasked
    NO_PLACE = "no_place"  # neither region nor address is set
    BAD_ADDRESS = "bad_address"  # a URL our rules do not let pass
    NO_KEY = "no_key"  # none is known for this service
    KEYRING = "keyring"  # it is locked, or does not answer
    CONTRADICTION = "contradiction"  # environment and settings contradict each other
    BAD_OPTION = "bad_option"  # the SDK refused a setting
    ENGINE_MISSING = "engine_missing"  # no offline engine for this Python
    SDK_MISSING = "sdk_missing"  # the Speech SDK cannot be loaded on this system
    SIGN_IN = "sign_in"  # Microsoft Entra ID: the extra is missing, or nobody is signed in
    RECORDING_UNREADABLE = "recording_unreadable"  # the take's sound is not where it was

    @property
    def waiting_mends(self) -> bool:
        """Whether trying again later, unchanged, can succeed."""
        return self in _WAITING_MENDS


_WAITING_MENDS = frozenset(
    {
        FailureCode.REFUSED,
        FailureCode.NAME_NOT_FOUND,
        FailureCode.TOO_MANY,
        FailureCode.TIMEOUT,
        FailureCode.UNAVAILABLE,
        FailureCode.CONNECTION_LOST,
        FailureCode.SILENT,
        FailureCode.WORKER_GONE,
        FailureCode.STOPPED,
    }
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One failure of recognition. `detail` is cleaned: no key, no query, no control characters."""

    code: FailureCode
    detail: str = ""
    sdk_session: str = ""


class SpeechDeskError(Exception):
    """The root of our errors: a stable code and a detail for people who look closer."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


class RecognitionError(SpeechDeskError):
    """Recognition could not start or go on; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code, failure.detail)
        self.failure = failure


class SoundError(SpeechDeskError):
    """An audio file or recording that cannot be read or written.

    Codes: not_found, unreadable, not_audio, empty, too_long, ffmpeg_missing, timeout, cancelled and
    damaged (what could be read is kept) for files to decode; disk_full, unwritable, locked for
    recordings.
    """


class DeviceError(SpeechDeskError):
    """A microphone or loudspeaker that cannot be used.

    Codes: portaudio_missing, no_device, unknown_device (its name is that of none, or of several),
    device_gone, device_busy, device_failed; and the problems of a `devices.listing.Listing`.
    """


class StorageError(SpeechDeskError):
    """The history cannot be read or written.

    Codes: damaged, newer (written by a later SpeechDesk), locked, disk_full, read_only, unreadable,
    not_found.
    """


class SettingsError(SpeechDeskError):
    """A setting that cannot be taken, read or written.

    Codes: unknown_option, bad_value, damaged (the file is not TOML), unreadable, unwritable,
    locked, not_kept (a file with faults could not be copied).
    """


class SecretsError(SpeechDeskError):
    """A secret that cannot be kept or read.

    Codes: no_keyring, disabled (by keyring's own settings), locked, no_answer, refused, not_kept
    (it was taken, and is not there), too_long, no_key (none was ever kept), no_command (that would
    print a token).
    """


class DesktopEntryError(SpeechDeskError):
    """The entry in the applications menu cannot be made.

    Codes: not_linux, no_program, unwritable.
    """


class UsageError(SpeechDeskError):
    """A command line that contradicts itself or its environment; the detail says how."""

    def __init__(self, detail: str) -> None:
        super().__init__("usage", detail)
