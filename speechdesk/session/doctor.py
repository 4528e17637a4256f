"""Checks the whole set-up, part by part, so that no two faults are taken for each other."""

import functools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from speechdesk.devices.listing import Listing, find_device
from speechdesk.domain.connection import Connection, Service
from speechdesk.errors import SpeechDeskError
from speechdesk.messages import message_for
from speechdesk.session import checks
from speechdesk.session.checks import Check, Status
from speechdesk.session.configuring import Configuring
from speechdesk.session.recorder import OpenMicrophone
from speechdesk.session.service_check import DEADLINE_S, check_service
from speechdesk.settings.secrets import Secrets
from speechdesk.speech.recognizer import StartRecognizer

_CHECK_DEADLINE_S = 15.0
_SERVICE_DEADLINE_S = DEADLINE_S + 10.0


@dataclass(frozen=True, slots=True)
class Doctor:
    """What the checks look at. `device_key` names the microphone in use ("": the default)."""

    data_folder: Path
    configuring: Configuring
    secrets: Secrets
    list_devices: Callable[[], Listing]
    open_microphone: OpenMicrophone
    start_recognizer: StartRecognizer
    language: str
    device_key: str = ""

    def check(self) -> list[Check]:
        """Run all checks side by side and return them in their usual order. Blocks up to 30 s."""
        connection, problem = self._connection()
        service = problem or functools.partial(self._service)
        parts: list[tuple[str, Callable[[], Check], float]] = [
            ("microphone", self._microphone, _CHECK_DEADLINE_S),
            ("disk", lambda: checks.check_disk(self.data_folder), _CHECK_DEADLINE_S),
            ("keyring", lambda: self._keyring(connection), _CHECK_DEADLINE_S),
            ("display", checks.check_display, _CHECK_DEADLINE_S),
            ("network", lambda: checks.check_network(connection), _CHECK_DEADLINE_S),
            ("service", service, _SERVICE_DEADLINE_S),
            ("clock", lambda: checks.check_clock(connection), _CHECK_DEADLINE_S),
            ("versions", checks.check_versions, _CHECK_DEADLINE_S),
        ]
        with ThreadPoolExecutor(len(parts), "doctor") as pool:
            running = [
                pool.submit(checks.timed, check, name, deadline_s)
                for name, check, deadline_s in parts
            ]
            return [each.result() for each in running]

    def _connection(self) -> tuple[Connection, Callable[[], Check] | None]:
        """Return the connection in use, and what is wrong with its secret, if anything is."""
        try:
            chosen = self.configuring.choose()
        except SpeechDeskError as error:
            return Connection(), functools.partial(_unconfigured, error)
        if chosen.problem is not None:
            return chosen.connection, functools.partial(_unconfigured, chosen.problem)
        return chosen.connection, None

    def _microphone(self) -> Check:
        listing = self.list_devices()
        device = find_device(listing, self.device_key)
        if self.device_key and device is None and listing.devices:
            message = f"{self.device_key.partition('|')[0]} is not plugged in."
            mend = "Plug it in, or choose another microphone."
            return Check("microphone", Status.PROBLEM, "no_device", message, mend)
        return checks.check_microphone(listing, device, self.open_microphone)

    def _keyring(self, connection: Connection) -> Check:
        name = connection.secret_name or "doctor"
        needed = connection.service is Service.AZURE
        return checks.check_keyring(lambda: self.secrets.get(name), needed=needed)

    def _service(self) -> Check:
        configure = self.configuring.configure(self.language)
        return checks.check_service(check_service(configure, self.start_recognizer))


def _unconfigured(error: SpeechDeskError) -> Check:
    message = message_for(error)
    return Check("service", Status.PROBLEM, error.code, message.what, message.mend_label)


def report(found: list[Check]) -> str:
    """Return the checks as text to copy into a message to support. It holds no secrets."""
    lines = [time.strftime("SpeechDesk doctor, %Y-%m-%d %H:%M %z")]
    for check in found:
        lines.append(f"{check.name}: {check.status} ({check.code}) {check.message}")
        if check.mend:
            lines.append(f"    {check.mend}")
    return "\n".join(lines) + "\n"
