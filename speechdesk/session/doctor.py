"""Checks the whole set-up, part by part, so that no two faults are taken for each other."""

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from speechdesk.devices.listing import Listing, find_device
from speechdesk.domain.connection import Connection, RecognizerConfig, Service
from speechdesk.errors import FailureCode, SecretsError, SpeechDeskError
from speechdesk.messages import message_for
from speechdesk.session import checks
from speechdesk.session.checks import Check, Status
from speechdesk.session.configuring import Configuring
from speechdesk.session.one_shot import OneShots
from speechdesk.session.recorder import OpenMicrophone
from speechdesk.session.service_check import DEADLINE_S, check_service
from speechdesk.settings.secrets import Secrets

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
    one_shots: OneShots
    language: str
    device_key: str = ""
    service_deadline_s: float = DEADLINE_S

    def check(self, sdk_log: Path | None = None) -> list[Check]:
        """Run all checks side by side and return them in their usual order. Blocks up to 30 s.

        The Speech SDK writes what it does into the file `sdk_log`, if that is given.
        """
        connection, problem = self._connection()
        service = problem or functools.partial(self._service, connection, sdk_log)
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
        answers = [checks.begun(check, name, deadline_s) for name, check, deadline_s in parts]
        return [answer() for answer in answers]

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

    def _service(self, connection: Connection, sdk_log: Path | None) -> Check:
        configure = self.configuring.configure(connection.spoken(self.language))

        def logging() -> RecognizerConfig:
            return replace(configure(), sdk_log=str(sdk_log or ""))

        return checks.check_service(
            check_service(logging, self.one_shots, deadline_s=self.service_deadline_s)
        )


def _unconfigured(error: SpeechDeskError) -> Check:
    message = message_for(error)
    # The service would refuse whoever comes without a key.
    no_key = isinstance(error, SecretsError) and error.code == "no_key"
    code = FailureCode.KEY_REFUSED.value if no_key else error.code
    return Check("service", Status.PROBLEM, code, message.what, checks.advice(message))


def report(found: list[Check]) -> str:
    """Return the checks as text to copy into a message to support. It holds no secrets."""
    lines = [time.strftime("SpeechDesk doctor, %Y-%m-%d %H:%M %z")]
    for check in found:
        lines.append(f"{check.name}: {check.status} ({check.code}) {check.message}")
        if check.mend:
            lines.append(f"    {check.mend}")
    return "\n".join(lines) + "\n"
