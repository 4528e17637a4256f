"""Opens microphones: those of a sound server there, all others with PortAudio."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from speechdesk.devices.blocks import BlockQueue
from speechdesk.devices.listing import Device
from speechdesk.devices.portaudio import PortAudio
from speechdesk.devices.server_recording import record_from_server
from speechdesk.errors import DeviceError
from speechdesk.sound.recording import RATE


@dataclass(frozen=True, slots=True)
class OpenInput:
    """A running microphone: Hz, channels, and whether the sound server stands between.

    `close` ends it, and lets no block through any more; it raises DeviceError.
    """

    rate: int
    channels: int
    through_server: bool
    close: Callable[[], None]


class Inputs:
    """Opens one microphone after the other; `portaudio` is the process's only one."""

    def __init__(self, portaudio: PortAudio) -> None:
        self._portaudio = portaudio

    def open_input(self, device: Device | None, blocks: BlockQueue) -> OpenInput:
        """Start recording from `device` (None: the system's default) into `blocks`.

        Raises DeviceError: portaudio_missing, no_device, device_busy, device_failed.
        """
        source = "" if device is None else device.pulse_source
        if sys.platform.startswith("linux") and (device is None or source):
            recording = record_from_server(source, blocks.put, blocks.finished)
            if recording is not None:
                return OpenInput(RATE, 1, True, recording.close)
            if source:
                raise DeviceError("device_failed", "the sound server is gone")
        opened = self._portaudio.open_input(device, blocks.callback, blocks.finished)
        close = partial(self._portaudio.close, opened)
        return OpenInput(opened.rate, opened.channels, False, close)
