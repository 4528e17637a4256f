"""What a user reads when something fails: one table for the window and the command line.

Each message says what happened, what is safe, and offers one action that mends it.
"""

from dataclasses import dataclass
from enum import StrEnum

from speechdesk.errors import (
    DesktopEntryError,
    DeviceError,
    Failure,
    FailureCode,
    RecognitionError,
    SecretsError,
    SettingsError,
    SoundError,
    SpeechDeskError,
    StorageError,
    UsageError,
)


class Mend(StrEnum):
    """The one action a message offers."""

    NONE = ""
    RETRY = "retry"
    FINISH = "finish"
    SETTINGS = "settings"
    USE_LOCAL = "use_local"
    CHOOSE_MICROPHONE = "choose_microphone"
    OPEN_FOLDER = "open_folder"
    COPY_COMMAND = "copy_command"


_LABELS = {
    Mend.NONE: "",
    Mend.RETRY: "Try again",
    Mend.FINISH: "Finish it now",
    Mend.SETTINGS: "Open settings",
    Mend.USE_LOCAL: "Use this computer",
    Mend.CHOOSE_MICROPHONE: "Choose microphone",
    Mend.OPEN_FOLDER: "Open folder",
    Mend.COPY_COMMAND: "Copy command",
}


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to tell a user. `details` is for those who look closer.

    `command` is what helps in a terminal; with `Mend.COPY_COMMAND` it can be copied as it is.
    """

    what: str
    safe: str = ""
    mend: Mend = Mend.NONE
    details: str = ""
    command: str = ""

    @property
    def mend_label(self) -> str:
        return _LABELS[self.mend]

    @property
    def line(self) -> str:
        """The message as one line for a terminal."""
        text = " ".join(part for part in (self.what, self.command) if part)
        return f"{text} ({self.details})" if self.details else text


_KEPT = "Your recording is kept and goes on."
_NO_KEY = "No key is known for this service."

_FAILURES: dict[FailureCode, tuple[str, Mend]] = {
    FailureCode.REFUSED: (
        "Nothing answers at the service's address. A firewall, a VPN or a wrong port may be in "
        "the way.",
        Mend.RETRY,
    ),
    FailureCode.NAME_NOT_FOUND: (
        "The service's name cannot be found. Either this computer is offline, or the region or "
        "endpoint is misspelt.",
        Mend.SETTINGS,
    ),
    FailureCode.KEY_REFUSED: (
        "The service refused the key. Check the key, and that the region is the one of this "
        "resource.",
        Mend.SETTINGS,
    ),
    FailureCode.FORBIDDEN: (
        "The service does not allow this key here: it belongs to another resource or region, is "
        "disabled, or the resource's network rules keep this computer out.",
        Mend.SETTINGS,
    ),
    FailureCode.NOT_FOUND: (
        "There is no speech service at this address. Check the endpoint, and that the resource is "
        "a Speech resource.",
        Mend.SETTINGS,
    ),
    FailureCode.BAD_REQUEST: (
        "The service does not accept this language, custom model or option.",
        Mend.SETTINGS,
    ),
    FailureCode.TOO_MANY: (
        "Too many sessions on this key at once (the free tier allows one). Close the other one.",
        Mend.RETRY,
    ),
    FailureCode.QUOTA_USED_UP: (
        "The free hours of this month are used up. Upgrade the resource to S0, or wait for the "
        "next month.",
        Mend.USE_LOCAL,
    ),
    FailureCode.REDIRECT: (
        "The address sends the program on to another place. The key was not sent there. Check "
        "the address.",
        Mend.SETTINGS,
    ),
    FailureCode.TLS: (
        "No secure connection: check this computer's clock, and whether a company proxy needs "
        "its own certificate (SSL_CERT_FILE).",
        Mend.SETTINGS,
    ),
    FailureCode.PROXY: ("The proxy wants another user or password.", Mend.SETTINGS),
    FailureCode.HTTP_OTHER: (
        "Something between this computer and the service answers in its place: a login page of "
        "this network, a proxy, or a wrong address.",
        Mend.RETRY,
    ),
    FailureCode.TIMEOUT: ("The service took too long to answer.", Mend.RETRY),
    FailureCode.UNAVAILABLE: ("The service has a problem of its own.", Mend.RETRY),
    FailureCode.CONNECTION_LOST: ("The connection to the service was lost.", Mend.RETRY),
    FailureCode.SILENT: ("The service hears speech but does not answer.", Mend.RETRY),
    FailureCode.WORKER_GONE: ("The recognizer's process ended and is started anew.", Mend.RETRY),
    FailureCode.STOPPED: ("The service ended the session.", Mend.RETRY),
    FailureCode.NO_PLACE: (
        "It is not set yet where speech is recognized: the region or the address is missing.",
        Mend.SETTINGS,
    ),
    FailureCode.BAD_ADDRESS: (
        "This address cannot be used: it must begin with wss:// or https://, or lead to this "
        "computer.",
        Mend.SETTINGS,
    ),
    FailureCode.NO_KEY: (_NO_KEY, Mend.SETTINGS),
    FailureCode.KEYRING: (
        "The keyring with the key is locked, or does not answer. Unlock it and try again.",
        Mend.RETRY,
    ),
    FailureCode.CONTRADICTION: (
        "What SPEECH_KEY and the other SPEECH_ variables of the environment say cannot be used.",
        Mend.SETTINGS,
    ),
    FailureCode.BAD_OPTION: ("A recognition option is not possible like this.", Mend.SETTINGS),
    FailureCode.SDK_MISSING: (
        "The Speech SDK cannot be loaded on this system. `speechdesk doctor` shows why.",
        Mend.NONE,
    ),
    FailureCode.SIGN_IN: (
        "You could not be signed in. Sign in (for example with `az login`), correct the token "
        "command, or use a key.",
        Mend.SETTINGS,
    ),
    FailureCode.RECORDING_UNREADABLE: (
        "The recording cannot be read where it was kept.",
        Mend.OPEN_FOLDER,
    ),
    FailureCode.ENGINE_MISSING: (
        "Recognition on this computer is not available for this version of Python: its engine, "
        "pocketsphinx, has no package for it. Connect Azure, or use Python 3.11 or 3.13.",
        Mend.SETTINGS,
    ),
}

_DEVICES: dict[str, Message] = {
    "portaudio_missing": Message(
        "The PortAudio library is missing, so there is no microphone. Install it:",
        mend=Mend.COPY_COMMAND,
        command="sudo apt install libportaudio2",
    ),
    "no_device": Message(
        "No microphone was found. Plug one in, or choose another.", mend=Mend.CHOOSE_MICROPHONE
    ),
    "unknown_device": Message(
        "No microphone has this name, or more than one. Choose among:",
        mend=Mend.CHOOSE_MICROPHONE,
        command="speechdesk devices",
    ),
    "device_gone": Message(
        "The microphone is gone. The take goes on when it is back, or with another one.",
        "Everything said so far is kept.",
        Mend.CHOOSE_MICROPHONE,
    ),
    "device_busy": Message(
        "Another program holds the microphone.",
        "Everything said so far is kept.",
        Mend.CHOOSE_MICROPHONE,
    ),
    "device_failed": Message(
        "The microphone cannot be opened.",
        "Everything said so far is kept.",
        Mend.CHOOSE_MICROPHONE,
    ),
    "no_sound_server": Message(
        "No sound server (PipeWire or PulseAudio) answers, so the microphones have the names that "
        "ALSA gives them."
    ),
    "no_alsa_bridge": Message(
        "The sound server's microphones cannot be reached. Install what leads to them:",
        mend=Mend.COPY_COMMAND,
        command="sudo apt install libasound2-plugins",
    ),
    "unreadable_names": Message("Devices with unreadable names are left out."),
    "timeout": Message("Listing the microphones takes too long.", mend=Mend.RETRY),
    "listing_failed": Message("The microphones cannot be listed.", mend=Mend.RETRY),
}

_SOUND: dict[str, str] = {
    "not_found": "There is no such file.",
    "unreadable": "The file cannot be read.",
    "unwritable": "The recording cannot be written.",
    "not_audio": "This is not an audio file that can be read.",
    "empty": "There is no sound in this file.",
    "too_long": "The file is too long.",
    "damaged": "The file is damaged or cut off: only a part of it can be read.",
    "ffmpeg_missing": "This kind of file needs ffmpeg; install the package ffmpeg.",
    "timeout": "Reading the file took too long.",
    "disk_full": "The disk is full.",
    "locked": "This take is in use by another SpeechDesk.",
}

_STORAGE: dict[str, str] = {
    "damaged": "The history is damaged.",
    "locked": "The history is in use by another program.",
    "disk_full": "The disk is full.",
    "read_only": "The history's folder cannot be written.",
    "not_found": "There is no such take.",
    "unreadable": "The history cannot be opened.",
    "newer": "The history was written by a newer version of SpeechDesk.",
}

_SETTINGS: dict[str, str] = {
    "unknown_option": "There is no such setting.",
    "bad_value": "A setting has a value that is not possible.",
    "damaged": "The settings file is damaged and was kept as .bak; the defaults hold.",
    "not_kept": "The settings file has faults, and no copy of it could be made.",
    "unreadable": "The settings cannot be read.",
    "unwritable": "The settings cannot be written.",
    "locked": "Another program holds the settings.",
}

_DESKTOP_ENTRY: dict[str, str] = {
    "not_linux": "The applications menu entry is for Linux; here the installer makes it.",
    "no_program": "The speechdesk program was not found. Start it by its full path and try again.",
    "unwritable": "The applications menu entry cannot be written.",
}

_NOT_STORED = "You can keep it for this run only."

_SECRETS: dict[str, Message] = {
    "no_keyring": Message(
        "This system has no keyring to keep secrets in. Install one and log in again:",
        _NOT_STORED,
        Mend.COPY_COMMAND,
        command="sudo apt install gnome-keyring",
    ),
    "disabled": Message("The settings of the keyring turn it off.", _NOT_STORED),
    "locked": Message("The keyring is locked. Unlock it and try again.", _NOT_STORED, Mend.RETRY),
    "no_answer": Message(
        "The keyring does not answer. It may wait for you to unlock it.", _NOT_STORED, Mend.RETRY
    ),
    "refused": Message("The keyring refused.", _NOT_STORED),
    "not_kept": Message("The keyring took the secret and did not keep it.", _NOT_STORED),
    "no_key": Message(
        _NO_KEY,
        mend=Mend.SETTINGS,
        command="Keep one with: speechdesk settings set-key --key-stdin",
    ),
    "no_command": Message(
        "No command is set that prints a token. Enter it in the settings, beside “Sign in with”.",
        mend=Mend.SETTINGS,
    ),
    "too_long": Message("The secret is too long for this system's keyring.", _NOT_STORED),
}


def message_for(problem: Failure | SpeechDeskError, *, recording: bool = False) -> Message:
    """Return what to tell the user of `problem`; `recording`: a take's sound goes on meanwhile."""
    if isinstance(problem, RecognitionError):
        problem = problem.failure
    if isinstance(problem, Failure):
        what, mend = _FAILURES[problem.code]
        return Message(what, _KEPT if recording else "", mend, _details(problem))
    if isinstance(problem, DeviceError):
        found = _DEVICES.get(problem.code, _DEVICES["device_failed"])
        return Message(found.what, found.safe, found.mend, problem.detail, found.command)
    if isinstance(problem, SoundError):
        return _plain(_SOUND, problem, "The sound cannot be used.")
    if isinstance(problem, StorageError):
        return _plain(_STORAGE, problem, "The history cannot be used.")
    if isinstance(problem, SettingsError):
        return _plain(_SETTINGS, problem, "The settings cannot be used.")
    if isinstance(problem, DesktopEntryError):
        return _plain(_DESKTOP_ENTRY, problem, "The applications menu entry cannot be made.")
    if isinstance(problem, SecretsError):
        found = _SECRETS.get(problem.code, _SECRETS["refused"])
        return Message(found.what, found.safe, found.mend, problem.detail, found.command)
    if isinstance(problem, UsageError):
        return Message(problem.detail, mend=Mend.SETTINGS)
    return Message(str(problem))


def _plain(table: dict[str, str], problem: SpeechDeskError, otherwise: str) -> Message:
    mend = Mend.OPEN_FOLDER if problem.code == "disk_full" else Mend.NONE
    return Message(table.get(problem.code, otherwise), mend=mend, details=problem.detail)


def _details(failure: Failure) -> str:
    known = not failure.sdk_session or failure.sdk_session in failure.detail
    session = "" if known else f"session {failure.sdk_session}"
    return ", ".join(part for part in (failure.detail, session) if part)
