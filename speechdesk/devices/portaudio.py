"""The PortAudio library of this process: its devices, and streams opened one after the other."""

import atexit
import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from speechdesk.devices.listing import Device
from speechdesk.errors import DeviceError
from speechdesk.sound.recording import RATE

Callback = Callable[[Any, int, Any, Any], None]
"""What PortAudio calls for each block: buffer, frames, times, status flags."""

_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class _Buffering:
    """How long a block is, and how much sound waits in PortAudio where it is fetched late."""

    block_ms: int
    latency_s: float


_USUAL_BUFFERING = _Buffering(10, 0.1)
_SERVER_BUFFERING = _Buffering(15, 0.045)
"""Recording through the server: what is fetched late waits in libpulse's 4 MB, not here, so this is
the largest buffer whose periods are a block long, which the first callback waits for. A first piece
of 20 ms, where somebody else hurries the server, holds a block, its filter's delay taken off."""

_INPUTS, _OUTPUTS = "max_input_channels", "max_output_channels"
_PULSE = "pulse"  # ALSA's PCM that leads to the sound server
_SOURCE_VARIABLE = "PULSE_SOURCE"
_PIECES_VARIABLE = "PULSE_LATENCY_MSEC"
_USUAL = {_SOURCE_VARIABLE: "@DEFAULT_SOURCE@", _PIECES_VARIABLE: "0"}  # 0: the server's choice
_RECORDING_PIECES = "40"
"""Milliseconds that come at once, where nobody else wants less; with periods for pieces everybody
would be woken twice as often."""

_DEVICE_UNAVAILABLE = -9985
_INVALID_DEVICE = -9996


class Stream(Protocol):
    """A running stream of sounddevice."""

    @property
    def latency(self) -> float: ...
    def abort(self) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class OpenStream:
    """A running stream: Hz, channels, and whether the sound server stands between.

    `block_frames` is what each callback to play gets, `latency_s` how long sound is on its way to
    the ear.
    """

    stream: Stream
    rate: int
    channels: int
    through_server: bool = False

    @property
    def block_frames(self) -> int:
        return self.rate * _USUAL_BUFFERING.block_ms // 1000

    @property
    def latency_s(self) -> float:
        return self.stream.latency


class PortAudio:
    """Opens and closes streams, one at a time. Build one in a process, before its threads start.

    On Linux what is wanted of the sound server is said by environment variables that libpulse reads
    while a stream opens. They are put there once, here, and later only given other values: that
    never moves the table of variables, which threads of native code may be reading.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open_streams = 0
        self._server_places: dict[str, int | None] = {}
        self._usual = {name: os.environ.get(name, value) for name, value in _USUAL.items()}
        if sys.platform.startswith("linux"):
            os.environ.update(self._usual)

    def warm(self) -> None:
        """Do beforehand what the first stream would wait for: load PortAudio and list its devices.

        Raises DeviceError: portaudio_missing, device_busy.
        """
        with self._alone():
            self._server_place(load_library(), _INPUTS)

    def open_input(
        self, device: Device | None, callback: Callback, finished: Callable[[], None]
    ) -> OpenStream:
        """Start recording from `device` (None: the system's default), mono at 16 kHz if it can.

        Raises DeviceError: portaudio_missing, no_device, device_busy, device_failed.
        """
        with self._alone():
            library = load_library()
            index, through_server = self._input_index(library, device)
            info = library.query_devices(index)
            formats = [(RATE, 1)]
            for channels in (1, min(2, info["max_input_channels"])):
                formats.append((int(info["default_samplerate"]), channels))
            kind = library.RawInputStream
            if through_server:
                with self._asking_server(device.pulse_source if device else ""):
                    opened = _open(kind, index, formats, _SERVER_BUFFERING, callback, finished)
            else:
                opened = _open(kind, index, formats, _USUAL_BUFFERING, callback, finished)
            self._open_streams += 1
            return OpenStream(*opened, through_server)

    def open_output(self, callback: Callback, finished: Callable[[], None]) -> OpenStream:
        """Start playing to the system's default loudspeaker, mono at 16 kHz if it can.

        Raises DeviceError: portaudio_missing, no_device, device_busy, device_failed.
        """
        with self._alone():
            library = load_library()
            index = self._server_place(library, _OUTPUTS)
            through_server = index is not None
            if index is None:
                self._refresh(library)
                index = _default_index(library, 1)
            info = library.query_devices(index)
            own_rate = int(info["default_samplerate"])
            formats = [(RATE, 1), (own_rate, 1), (own_rate, min(2, info["max_output_channels"]))]
            kind = library.RawOutputStream
            opened = _open(kind, index, formats, _USUAL_BUFFERING, callback, finished)
            self._open_streams += 1
            return OpenStream(*opened, through_server)

    def close(self, opened: OpenStream) -> None:
        """End the stream: no callback comes after it. Raises DeviceError: device_busy."""
        with self._alone(), _quiet():
            self._open_streams -= 1
            opened.stream.abort()
            opened.stream.close()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """PortAudio may not be called from two threads at once; a call of it may hang."""
        if not self._lock.acquire(timeout=_PATIENCE_S):
            raise DeviceError("device_busy", "another device does not answer")
        try:
            yield
        finally:
            self._lock.release()

    def _input_index(self, library: Any, device: Device | None) -> tuple[int, bool]:
        """Return the device's place in the list, and whether it is the way to the sound server."""
        wants_server = device is None or bool(device.pulse_source)
        index = self._server_place(library, _INPUTS) if wants_server else None
        if index is None:
            self._refresh(library)  # places in the list move when devices come and go
            index = self._server_place(library, _INPUTS) if wants_server else None
        if index is not None:
            return index, True
        return _own_input_index(library, device), False

    def _server_place(self, library: Any, channels: str) -> int | None:
        """Return where `pulse_index` is, looked for once in each list: it asks PortAudio about all
        devices, and with every answer another thread may get the interpreter lock first.
        """
        if channels not in self._server_places:
            self._server_places[channels] = pulse_index(library, channels)
        return self._server_places[channels]

    def _refresh(self, library: Any) -> None:
        """Read the devices again, which is only possible while no stream is open."""
        if self._open_streams == 0:
            self._server_places.clear()
            with _quiet():
                library._terminate()
                library._initialize()

    @contextlib.contextmanager
    def _asking_server(self, source: str) -> Iterator[None]:
        """Have a stream record from `source` ("": the usual one); the user's own pieces hold."""
        if source:
            os.environ[_SOURCE_VARIABLE] = source
        if self._usual[_PIECES_VARIABLE] == _USUAL[_PIECES_VARIABLE]:
            os.environ[_PIECES_VARIABLE] = _RECORDING_PIECES
        try:
            yield
        finally:
            os.environ.update(self._usual)


def load_library() -> Any:
    """Return the module sounddevice. Raises DeviceError: portaudio_missing."""
    try:
        import sounddevice
    except OSError as error:
        raise DeviceError("portaudio_missing", str(error)) from error
    # At the program's end it would close what is open, and wait for ever where a device hangs.
    if at_end := getattr(sounddevice, "_exit_handler", None):
        atexit.unregister(at_end)
    return sounddevice


def input_devices(library: Any) -> tuple[list[tuple[Device, int]], int]:
    """Return PortAudio's microphones with their places in its list, and how many were left out
    because of names that are not text: sounddevice can't open those either.
    """
    found: list[tuple[Device, int]] = []
    left_out = 0
    default = library.default.device[0]
    apis = library.query_hostapis()
    for index in sorted(index for api in apis for index in api["devices"]):
        try:
            info = library.query_devices(index)
        except UnicodeDecodeError:
            left_out += 1
            continue
        if info["max_input_channels"] > 0:
            host_api = apis[info["hostapi"]]["name"]
            name = _unique(info["name"], host_api, [device for device, _index in found])
            found.append((Device(name, host_api, default=index == default), index))
    return found, left_out


def pulse_index(library: Any, channels: str) -> int | None:
    """Return the place of ALSA's PCM that leads to the sound server, if it has such `channels`."""
    if not sys.platform.startswith("linux"):
        return None
    for api in library.query_hostapis():
        for index in api["devices"] if api["name"] == "ALSA" else ():
            with contextlib.suppress(UnicodeDecodeError):
                info = library.query_devices(index)
                if info["name"] == _PULSE and info[channels] > 0:
                    return int(index)
    return None


def _unique(name: str, host_api: str, before: list[Device]) -> str:
    """Number twins in the order of the list."""
    taken = {device.name for device in before if device.host_api == host_api}
    numbered, number = name, 1
    while numbered in taken:
        number += 1
        numbered = f"{name} ({number})"
    return numbered


def _own_input_index(library: Any, device: Device | None) -> int:
    """Return the place in the list of a device that is not the sound server's."""
    if device is None:
        return _default_index(library, 0)
    for known, index in input_devices(library)[0]:
        if known.key == device.key:
            return index
    raise DeviceError("no_device", device.name)


def _default_index(library: Any, direction: int) -> int:
    index = int(library.default.device[direction])
    if index < 0:
        raise DeviceError("no_device")
    return index


def _open(
    kind: Callable[..., Any],
    index: int,
    formats: list[tuple[int, int]],
    buffering: _Buffering,
    callback: Callback,
    finished: Callable[[], None],
) -> tuple[Stream, int, int]:
    """Start a stream in the first of the formats (Hz, channels) that the device takes."""
    failure = DeviceError("device_failed")
    for rate, channels in formats:
        try:
            with _quiet():
                stream = kind(
                    samplerate=rate,
                    channels=channels,
                    dtype="int16",
                    blocksize=rate * buffering.block_ms // 1000,
                    latency=buffering.latency_s,
                    device=index,
                    callback=callback,
                    finished_callback=finished,
                )
                _start(stream)
            return stream, rate, channels
        except load_library().PortAudioError as error:
            failure = _device_error(error)
            if failure.code == "device_busy":
                break
    raise failure


def _start(stream: Any) -> None:
    try:
        stream.start()
    except Exception:
        stream.close()
        raise


def _device_error(error: Exception) -> DeviceError:
    number = error.args[1] if len(error.args) > 1 else 0
    codes = {_DEVICE_UNAVAILABLE: "device_busy", _INVALID_DEVICE: "no_device"}
    return DeviceError(codes.get(number, "device_failed"), str(error))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep what ALSA, JACK and PortAudio print away from the user's terminal meanwhile.

    Whoever writes to descriptor 2 or starts a child then does so into nothing; `sys.stderr` has a
    descriptor of its own.
    """
    if not sys.platform.startswith("linux"):
        yield
        return
    try:
        terminal = os.dup(2)
    except OSError:  # started without stderr
        yield
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)
    try:
        yield
    finally:
        os.dup2(terminal, 2)
        os.close(terminal)
