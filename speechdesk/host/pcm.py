"""The sound of a turn: a RIFF header that says what follows, then samples in pieces."""

import array
import math
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speechdesk.sound.recording import RATE

if TYPE_CHECKING:
    from speechdesk.sound.resample import Resampler

_PCM, _FLOAT, _ALAW, _MULAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
_MAX_HEADER = 65_536
_RATES = range(1_000, 384_001)
_CHANNELS = range(1, 33)


class UnsupportedAudioError(ValueError):
    """Sound in a format this service cannot read."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a RIFF header declares: the format tag, rate in Hz, channels, bits of a sample."""

    tag: int
    rate: int
    channels: int
    bits: int

    @property
    def frame_bytes(self) -> int:
        return self.channels * self.bits // 8


class PcmReader:
    """Turns the pieces of one turn's sound into 16 kHz mono 16-bit PCM."""

    def __init__(self) -> None:
        self._pending = b""
        self._format: Format | None = None
        self._resampler: Resampler | None = None
        self._frames = 0

    @property
    def length_ms(self) -> int:
        """How much sound the client has sent, in milliseconds, rounded up."""
        return -(-self._frames * 1000 // self._format.rate) if self._format else 0

    def feed(self, piece: bytes) -> bytes:
        """Return the PCM that `piece` completes; raises `UnsupportedAudioError`."""
        self._pending += piece
        if self._format is None:
            parsed = parse_header(self._pending)
            if parsed is None:
                return b""
            self._format, length = parsed
            self._pending = self._pending[length:]
            if self._format.rate != RATE or self._format.channels != 1:
                # numpy is loaded by the first client that needs it, not by every start.
                from speechdesk.sound.resample import Resampler

                self._resampler = Resampler(self._format.rate)
        whole = len(self._pending) - len(self._pending) % self._format.frame_bytes
        self._frames += whole // self._format.frame_bytes
        samples = to_16_bit(self._format, self._pending[:whole])
        self._pending = self._pending[whole:]
        if self._resampler is None or not samples:
            return samples
        return self._resampler.process(samples, self._format.channels)

    def finish(self) -> bytes:
        """Return the PCM still held back by the resampler."""
        return self._resampler.flush() if self._resampler is not None else b""


def parse_header(data: bytes) -> tuple[Format, int] | None:
    """Return the format a RIFF header declares and the header's length.

    None: more bytes are needed. The sizes in a header that comes before a live stream are zero
    or made up, so only the `fmt ` chunk's own is believed. Raises `UnsupportedAudioError`.
    """
    if not b"RIFF".startswith(data[:4]) or (len(data) >= 12 and data[8:12] != b"WAVE"):
        raise UnsupportedAudioError("the sound does not begin with a RIFF/WAVE header")
    position, found = 12, None
    while len(data) >= position + 8:
        name = data[position : position + 4]
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        position += 8
        if name == b"data":
            if found is None:
                raise UnsupportedAudioError("the RIFF header declares no format")
            return found, position
        if size > _MAX_HEADER:
            raise UnsupportedAudioError("the RIFF header is too long")
        if name == b"fmt ":
            if len(data) < position + size:
                return None
            found = _format(data[position : position + size])
        position += size + size % 2
    if len(data) > _MAX_HEADER:
        raise UnsupportedAudioError("the RIFF header is too long")
    return None


def to_16_bit(form: Format, data: bytes) -> bytes:
    """Return whole samples of any supported format as 16-bit little-endian PCM."""
    if form.tag == _MULAW:
        return _translated(data, _MULAW_VALUES)
    if form.tag == _ALAW:
        return _translated(data, _ALAW_VALUES)
    if form.tag == _FLOAT:
        return _from_float(data, form.bits)
    width = form.bits // 8
    if width == 1:
        return _translated(data, [(value - 128) << 8 for value in range(256)])
    if width == 2:
        return data
    pcm = bytearray(len(data) // width * 2)
    pcm[0::2] = data[width - 2 :: width]
    pcm[1::2] = data[width - 1 :: width]
    return bytes(pcm)


def _format(chunk: bytes) -> Format:
    if len(chunk) < 16:
        raise UnsupportedAudioError("the RIFF header's format is too short")
    tag = int.from_bytes(chunk[0:2], "little")
    if tag == _EXTENSIBLE and len(chunk) >= 26:
        tag = int.from_bytes(chunk[24:26], "little")
    form = Format(
        tag=tag,
        channels=int.from_bytes(chunk[2:4], "little"),
        rate=int.from_bytes(chunk[4:8], "little"),
        bits=int.from_bytes(chunk[14:16], "little"),
    )
    widths = {_PCM: (8, 16, 24, 32), _FLOAT: (32, 64), _ALAW: (8,), _MULAW: (8,)}
    if form.bits not in widths.get(form.tag, ()):
        raise UnsupportedAudioError(f"unsupported audio format {form.tag} with {form.bits} bits")
    if form.rate not in _RATES or form.channels not in _CHANNELS:
        raise UnsupportedAudioError(f"unsupported audio: {form.rate} Hz, {form.channels} channels")
    return form


def _translated(data: bytes, values: list[int]) -> bytes:
    """Return 8-bit codes as the 16-bit values they stand for."""
    pcm = bytearray(len(data) * 2)
    pcm[0::2] = data.translate(bytes(value & 0xFF for value in values))
    pcm[1::2] = data.translate(bytes(value >> 8 & 0xFF for value in values))
    return bytes(pcm)


def _from_float(data: bytes, bits: int) -> bytes:
    values = array.array("f" if bits == 32 else "d", data)
    if sys.byteorder == "big":
        values.byteswap()
    scaled = array.array(
        "h",
        (int(max(-1.0, min(v, 1.0)) * 32767) if not math.isnan(v) else 0 for v in values),
    )
    if sys.byteorder == "big":
        scaled.byteswap()
    return scaled.tobytes()


def _mulaw(code: int) -> int:
    code = ~code & 0xFF
    value = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 0x07)) - 0x84
    return -value if code & 0x80 else value


def _alaw(code: int) -> int:
    code ^= 0x55
    exponent, mantissa = code >> 4 & 0x07, code & 0x0F
    value = (mantissa << 4) + 8 if exponent == 0 else (mantissa << 4) + 0x108 << exponent - 1
    return value if code & 0x80 else -value


_MULAW_VALUES = [_mulaw(code) for code in range(256)]
_ALAW_VALUES = [_alaw(code) for code in range(256)]
