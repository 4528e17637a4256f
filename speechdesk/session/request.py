"""What a user asks for when pressing Record."""

from dataclasses import dataclass

from speechdesk.devices.listing import Device
from speechdesk.session.starter import Configure


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """How to record: the take's language, the microphone (None: default), and what recognizes."""

    language: str
    device: Device | None
    configure: Configure
