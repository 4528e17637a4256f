"""The single checks of the doctor. Each takes what it looks at, and returns one `Check`."""

import importlib.metadata
import logging
import os
import shutil
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http.client import HTTPException, HTTPSConnection
from pathlib import Path

from speechdesk import __version__
from speechdesk.devices.listing import Device, Listing
from speechdesk.domain.addresses import Address, parse, regional_host
from speechdesk.domain.connection import Connection, Service
from speechdesk.errors import DeviceError, RecognitionError
from speechdesk.messages import Mend, Message, message_for
from speechdesk.session.recorder import OpenMicrophone
from speechdesk.session.service_check import ServiceCheck
from speechdesk.settings.secrets import Lookup, Presence
from speechdesk.sound.level import Level, is_speech_level, measure
from speechdesk.sound.recording import BYTES_PER_MS
from speechdesk.speech.addresses import target_of

_log = logging.getLogger(__name__)

_LISTEN_MS = 1500
_FIRST_SOUND_S = 8.0
_NETWORK_S = 5.0
_LOW_MEGABYTES = 200
_CLOCK_TOLERANCE_S = 300
_LIBRARIES = (
    "azure-cognitiveservices-speech",
    "PySide6-Essentials",
    "sounddevice",
    "soundfile",
    "keyring",
    "websockets",
    "numpy",
)
_OPTIONAL_LIBRARIES = ("soxr", "pocketsphinx", "azure-identity")


class Status(StrEnum):
    """How a check ended."""

    OK = "ok"
    PROBLEM = "problem"
    SKIPPED = "skipped"  # there was nothing to check, or no need of it


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check; `mend` is "" where nothing is to be mended."""

    name: str
    status: Status
    code: str
    message: str
    mend: str = ""


def check_microphone(
    listing: Listing, device: Device | None, open_microphone: OpenMicrophone
) -> Check:
    """Record for a moment, and tell the level that was heard."""
    if listing.problem == "portaudio_missing":
        return _device_problem(DeviceError("portaudio_missing"))
    if not listing.devices:
        return _no_microphone(listing)
    name = device.name if device is not None else "The default microphone"
    heard = bytearray()
    enough = threading.Event()
    errors: list[DeviceError] = []

    def hear(pcm: bytes) -> None:
        heard.extend(pcm)
        if len(heard) >= _LISTEN_MS * BYTES_PER_MS:
            enough.set()

    def lose(error: DeviceError) -> None:
        errors.append(error)
        enough.set()

    microphone = open_microphone(device, hear, lose, lambda milliseconds: None)
    try:
        microphone.start()
    except DeviceError as error:
        return _device_problem(error)
    enough.wait(_FIRST_SOUND_S)
    microphone.stop()
    if errors or not heard:
        return _device_problem(errors[0] if errors else DeviceError("device_failed", name))
    return _level_check(name, measure(bytes(heard)))


def _level_check(name: str, level: Level) -> Check:
    if level.zeros:
        return Check(
            "microphone",
            Status.PROBLEM,
            "silent",
            f"{name} delivers no sound at all.",
            "Switch its mute off, and allow this program to use it.",
        )
    word = "speech was heard" if is_speech_level(level) else "it is quiet now"
    message = f"{name} works: {word} ({level.rms_db:.0f} dB)."
    return Check("microphone", Status.OK, "ok", message)


def _no_microphone(listing: Listing) -> Check:
    if listing.problem == "no_sound_server":
        message = "No microphone was found, and no sound server (PipeWire or PulseAudio) answers."
        mend = "Plug a microphone in, and log in again where there should be a sound server."
    else:
        message, mend = "No microphone was found.", "Plug one in."
    return Check("microphone", Status.PROBLEM, "no_device", message, mend)


def _device_problem(error: DeviceError) -> Check:
    message = message_for(error)
    mend = message.command or "Try another microphone, or close what may hold this one."
    return Check("microphone", Status.PROBLEM, error.code, message.what, mend)


def check_disk(folder: Path) -> Check:
    """Look whether there is room, and whether the folder can be written."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free // 1_000_000
    if not existing.is_dir():
        mend = "Move that file away, or keep everything elsewhere (--home)."
        return Check("disk", Status.PROBLEM, "read_only", f"{existing} is not a folder.", mend)
    if not os.access(existing, os.W_OK):
        message = f"{folder} cannot be written."
        mend = f"Give yourself the right to write in {existing}."
        return Check("disk", Status.PROBLEM, "read_only", message, mend)
    if free < _LOW_MEGABYTES:
        message = f"Only {free} MB are free: room for {free // 2} minutes."
        return Check("disk", Status.PROBLEM, "low", message, "Free some space.")
    size = f"{free} MB" if free < 10_000 else f"{free // 1000} GB"
    return Check("disk", Status.OK, "ok", f"{size} are free: room for {free // 120} hours.")


def check_keyring(ask: Callable[[], Lookup], *, needed: bool) -> Check:
    """Ask the keyring for an entry. Where no secret is needed, a missing keyring is no fault."""
    answer = ask()
    if answer.error is None:
        found = "has the key" if answer.presence is Presence.FOUND else "answers"
        return Check("keyring", Status.OK, "ok", f"The keyring {found}.")
    message = message_for(answer.error)
    status = Status.PROBLEM if needed else Status.SKIPPED
    mend = message.command or "Unlock the keyring, or use a key for this run only."
    return Check("keyring", status, answer.error.code, message.what, mend)


def check_display() -> Check:
    """Look whether a window could open."""
    if sys.platform != "linux" or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"):
        return Check("display", Status.OK, "ok", "There is a display for the window.")
    message = "There is no display: the window cannot open, the commands work."
    return Check("display", Status.SKIPPED, "none", message)


def check_network(connection: Connection) -> Check:
    """Look whether the service's name resolves, and a connection (with TLS) can be made."""
    if connection.service is Service.LOCAL:
        return Check("network", Status.SKIPPED, "local", "Recognized here: no network is needed.")
    if connection.proxy is not None:
        message = "The way leads through a proxy: the service check tries it."
        return Check("network", Status.SKIPPED, "proxy", message)
    try:
        address = _address(connection)
    except RecognitionError as error:
        message = message_for(error).what
        return Check("network", Status.PROBLEM, error.code, message, "Correct the address.")
    where = f"{address.host}:{address.port}"
    try:
        with socket.create_connection((address.host, address.port), _NETWORK_S) as plain:
            if address.is_secure:
                context = ssl.create_default_context()
                with context.wrap_socket(plain, server_hostname=address.host):
                    return Check("network", Status.OK, "ok", f"{where} answers securely.")
    except socket.gaierror:
        message = f"The name {address.host} cannot be found."
        mend = "Check the spelling, and whether this computer is online."
        return Check("network", Status.PROBLEM, "name_not_found", message, mend)
    except ssl.SSLError as error:
        message = f"No trusted secure connection to {where} ({error.reason})."
        mend = "Check the clock, and set SSL_CERT_FILE where a proxy has its own certificate."
        return Check("network", Status.PROBLEM, "tls", message, mend)
    except ConnectionRefusedError:
        message = f"Nothing answers at {where}."
        return Check("network", Status.PROBLEM, "refused", message, "Check the port and firewall.")
    except TimeoutError:
        message = f"{where} does not answer within {_NETWORK_S:.0f} s."
        return Check("network", Status.PROBLEM, "silent", message, "Check the firewall.")
    except OSError as error:
        message = f"No connection to {where} ({error.strerror})."
        return Check("network", Status.PROBLEM, "unreachable", message, "Check the network.")
    return Check("network", Status.OK, "ok", f"{where} answers.")


def check_service(result: ServiceCheck) -> Check:
    """Put the outcome of the sample clip into words."""
    if result.failure is not None:
        told = message_for(result.failure)
        mend = advice(told)
        text = told.what if not told.details else f"{told.what} ({told.details})"
        return Check("service", Status.PROBLEM, result.failure.code, text, mend)
    latency = f", latency {result.latency_ms} ms" if result.latency_ms is not None else ""
    session = f", session {result.sdk_session}" if result.sdk_session else ""
    message = (
        f'The sample was recognized as "{result.text}": connected after {result.connect_ms} ms, '
        f"answered after {result.answer_ms} ms{latency}{session}."
    )
    return Check("service", Status.OK, "ok", message)


def advice(told: Message) -> str:
    """Return in words what the button of a message would do: the doctor has none."""
    match told.mend:
        case Mend.SETTINGS:
            return "Correct it in the settings: Ctrl+, in the window, or `speechdesk settings`."
        case Mend.USE_LOCAL:
            return "Let this computer recognize meanwhile."
        case Mend.COPY_COMMAND:
            return told.command
        case _:
            return "Try again."


def check_clock(connection: Connection) -> Check:
    """Compare the clock with the service's, where there is one to ask."""
    if connection.service is not Service.AZURE or connection.proxy is not None:
        return Check("clock", Status.SKIPPED, "local", "Only Azure's clock is compared.")
    try:
        offset_s = abs(_service_time(connection) - datetime.now(UTC).timestamp())
    except (OSError, HTTPException, RecognitionError, ValueError, TypeError):
        message = "The service's clock could not be asked."
        return Check("clock", Status.SKIPPED, "not_asked", message)
    if offset_s > _CLOCK_TOLERANCE_S:
        message = f"This computer's clock is off by {offset_s:.0f} s: secure connections fail."
        return Check("clock", Status.PROBLEM, "wrong", message, "Set the clock automatically.")
    return Check("clock", Status.OK, "ok", f"The clock is right within {offset_s + 1:.0f} s.")


def _service_time(connection: Connection) -> float:
    address = _address(connection)
    asked = HTTPSConnection(address.host, address.port, timeout=_NETWORK_S)
    try:
        asked.request("HEAD", "/")
        return parsedate_to_datetime(asked.getresponse().headers["Date"]).timestamp()
    finally:
        asked.close()


def _address(connection: Connection) -> Address:
    """Return where the SDK will connect. Raises RecognitionError."""
    target = target_of(connection, with_credential=False)
    if target.address is not None:
        return target.address
    return parse(f"wss://{regional_host(target.region)}")


def check_versions() -> Check:
    """Name the versions of what the program stands on."""
    found = [f"SpeechDesk {__version__}", f"Python {sys.version.split()[0]}"]
    missing = []
    for name in (*_LIBRARIES, *_OPTIONAL_LIBRARIES):
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            if name in _LIBRARIES:
                missing.append(name)
    if missing:
        message = f"Missing: {', '.join(missing)}. Found: {', '.join(found)}."
        mend = "Install SpeechDesk again."
        return Check("versions", Status.PROBLEM, "missing", message, mend)
    return Check("versions", Status.OK, "ok", ", ".join(found))


def begun(check: Callable[[], Check], name: str, deadline_s: float) -> Callable[[], Check]:
    """Begin `check` in a thread of its own, and return what waits for its answer.

    One that hangs, or fails, is a problem that is told, and holds up neither the doctor nor the end
    of the program.
    """
    results: list[Check] = []

    def run() -> None:
        try:
            results.append(check())
        except Exception as error:
            _log.exception("the check of %s failed", name)
            message = f"The check itself failed ({type(error).__name__}: {error})."
            results.append(Check(name, Status.PROBLEM, "failed", message, "Try again."))

    thread = threading.Thread(target=run, name=f"check-{name}", daemon=True)
    thread.start()
    deadline = time.monotonic() + deadline_s

    def answer() -> Check:
        thread.join(max(0.0, deadline - time.monotonic()))
        if results:
            return results[0]
        message = f"No answer within {deadline_s:.0f} s."
        return Check(name, Status.PROBLEM, "silent", message, "Try again.")

    return answer
