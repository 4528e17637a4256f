"""What a user asks for when pressing Record."""

from dataclasses import dataclass

from speechdesk.devices.listing import Device
from speechdesk.session.starter import Configure

ONCE_MS = 15_000


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """How to record: the take's language, the microphone (None: default), and what recognizes.

    `once`: it stops by itself after one utterance, or after `ONCE_MS` of sound.
    """

    language: str
    device: Device | None
    configure: Configure
    once: bool = False
