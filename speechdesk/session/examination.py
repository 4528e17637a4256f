"""The doctor's findings, and what goes with them into a message to support."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from speechdesk.errors import SpeechDeskError
from speechdesk.session.checks import Check
from speechdesk.session.doctor import Doctor, report
from speechdesk.session.sdk_log import readable_log


@dataclass(frozen=True, slots=True)
class Examined:
    """All checks, the report to copy, and the SDK's log ("" where none was asked for).

    Report and log hold no secrets and nothing that was said.
    """

    checks: tuple[Check, ...]
    report: str
    sdk_log: str = ""


def examined(doctor: Doctor, *, with_log: bool) -> Examined:
    """Run the doctor. Blocks up to 30 s."""
    if not with_log:
        found = doctor.check()
        return Examined(tuple(found), report(found))
    # The worker may hold the file for a moment longer, which Windows minds.
    with tempfile.TemporaryDirectory(prefix="speechdesk-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "sdk.log"
        found = doctor.check(path)
        return Examined(tuple(found), report(found), _log(path, doctor))


def _log(path: Path, doctor: Doctor) -> str:
    try:
        credential = doctor.configuring.choose().credential
    except SpeechDeskError:
        credential = None
    try:
        return readable_log(path, [credential.value] if credential else [])
    except OSError:  # the service was not even tried
        return ""
