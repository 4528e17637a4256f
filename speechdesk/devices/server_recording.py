"""Recording from the sound server, PulseAudio's or PipeWire's, by libpulse's simple interface.

PortAudio reaches the server through ALSA only, whose blocks all have one length: short ones wake
threads a hundred times a second, long ones keep the first sound waiting. Here the first read is
short and the others are long. What is read late waits in the server, for two minutes at least.
"""

import ctypes
import logging
import threading
from collections.abc import Callable
from typing import Any

from speechdesk.errors import DeviceError
from speechdesk.sound.recording import BYTES_PER_MS, RATE

_log = logging.getLogger(__name__)

_LIBRARY = "libpulse-simple.so.0"
_FIRST_BYTES = 10 * BYTES_PER_MS
_NEXT_BYTES = 50 * BYTES_PER_MS
_FRAGMENT_BYTES = 40 * BYTES_PER_MS  # of which the source takes half, the way to us the rest
_CLOSE_DEADLINE_S = 1.0

_RECORD = 2
_S16LE = 3
_SERVERS_CHOICE = 0xFFFFFFFF
_NO_ENTITY = 5
_NO_SERVER = frozenset({6, 13})  # connection refused, invalid server


class _Format(ctypes.Structure):
    """pa_sample_spec"""

    _fields_ = (
        ("format", ctypes.c_int),
        ("rate", ctypes.c_uint32),
        ("channels", ctypes.c_uint8),
    )


class _Buffering(ctypes.Structure):
    """pa_buffer_attr, in bytes"""

    _fields_ = (
        ("maxlength", ctypes.c_uint32),
        ("tlength", ctypes.c_uint32),
        ("prebuf", ctypes.c_uint32),
        ("minreq", ctypes.c_uint32),
        ("fragsize", ctypes.c_uint32),
    )


class ServerRecording:
    """A stream from one source, 16 kHz mono. It runs from the start.

    `deliver` gets PCM on a thread of the stream's own, `ended` is called there when there is no
    more of it: the source or the server is gone, or the stream was closed.
    """

    def __init__(
        self,
        library: ctypes.CDLL,
        connection: int,
        deliver: Callable[[bytes], None],
        ended: Callable[[], None],
    ) -> None:
        """Take over a `connection` that `pa_simple_new` made."""
        self._library = library
        self._connection = connection
        self._deliver = deliver
        self._ended = ended
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="server-recording", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let nothing more out and end the stream; one whose server hangs is left behind."""
        self._closing = True
        self._thread.join(_CLOSE_DEADLINE_S)
        if self._thread.is_alive():
            _log.warning("the sound server does not answer; its stream is left behind")

    def _run(self) -> None:
        buffer = ctypes.create_string_buffer(_NEXT_BYTES)
        count = _FIRST_BYTES
        while self._library.pa_simple_read(self._connection, buffer, count, None) == 0:
            if self._closing:
                break
            self._deliver(buffer.raw[:count])
            count = _NEXT_BYTES
        self._library.pa_simple_free(self._connection)
        self._ended()


def record_from_server(
    source: str, deliver: Callable[[bytes], None], ended: Callable[[], None]
) -> ServerRecording | None:
    """Record from `source` ("": the server's default), or return None where there is no server.

    Raises DeviceError: no_device, device_failed.
    """
    library = _load()
    if library is None:
        return None
    error = ctypes.c_int(0)
    connection = library.pa_simple_new(
        None,
        b"SpeechDesk",
        _RECORD,
        source.encode() or None,
        b"Dictation",
        _Format(_S16LE, RATE, 1),
        None,
        _Buffering(*4 * (_SERVERS_CHOICE,), _FRAGMENT_BYTES),
        error,
    )
    if connection:
        return ServerRecording(library, connection, deliver, ended)
    if error.value in _NO_SERVER:
        return None
    code = "no_device" if error.value == _NO_ENTITY else "device_failed"
    raise DeviceError(code, f"{source or 'default source'}: error {error.value} of the server")


def _load() -> ctypes.CDLL | None:
    """Return libpulse's simple interface, or None where it is not installed."""
    try:
        library = ctypes.CDLL(_LIBRARY)
    except OSError:
        return None
    text, handle, error = ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER(ctypes.c_int)
    make: Any = library.pa_simple_new
    make.restype = handle
    make.argtypes = [text, text, ctypes.c_int, text, text, ctypes.POINTER(_Format), handle]
    make.argtypes += [ctypes.POINTER(_Buffering), error]
    library.pa_simple_read.argtypes = [handle, handle, ctypes.c_size_t, error]
    library.pa_simple_free.argtypes = [handle]
    return library
