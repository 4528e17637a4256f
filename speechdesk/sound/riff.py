"""What the headers of WAV files promise."""

import struct
from dataclasses import dataclass
from pathlib import Path

from speechdesk.errors import SoundError

_CHUNK = struct.Struct("<4sI")
_MOST_BYTES = 0xFFFF_FFFF
_MOST_CHUNKS = 1000
_UNKNOWN_FROM = 0x7FFF_0000  # what programs write that don't know the length yet
_SLACK_BYTES = 4096  # off by a header or a block: nothing a listener would miss


@dataclass(frozen=True, slots=True)
class WaveSizes:
    """What a WAV file's header says of its sound, and what is there, in bytes."""

    declared: int
    present: int
    sound_follows: bool  # no further chunk stands where the declared sound ends

    @property
    def unknown(self) -> bool:
        """Whether the file was never finished, so that its header says nothing."""
        return self.declared == 0 or self.declared >= _UNKNOWN_FROM

    @property
    def mismatch(self) -> str:
        """Say how header and content differ, "" where they agree or the header says nothing."""
        if self.unknown:
            return ""
        if self.declared > self.present + _SLACK_BYTES:
            return f"the header promises {self.declared} bytes of sound, {self.present} are there"
        if self.sound_follows:
            return f"the header speaks of {self.declared} bytes of sound, but more follows"
        return ""


def wave_sizes(path: Path) -> WaveSizes | None:
    """Return the sizes of the WAV file at `path`; None for other files and broken headers.

    Raises SoundError: too_long, where a WAV file is larger than its header can say; OSError.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(12)
        if start[:4] != b"RIFF" or start[8:] != b"WAVE":
            return None
        if size > _MOST_BYTES + _CHUNK.size:
            raise SoundError("too_long", "a WAV file holds 4 GB at most")
        position = len(start)
        for _ in range(_MOST_CHUNKS):
            file.seek(position)
            header = file.read(_CHUNK.size)
            if len(header) < _CHUNK.size:
                return None
            name, length = _CHUNK.unpack(header)
            position += _CHUNK.size
            if name == b"data":
                end = position + length + length % 2
                file.seek(end)
                following = file.read(4)
                follows = end + _SLACK_BYTES < size and not _is_chunk_name(following)
                return WaveSizes(length, size - position, sound_follows=follows)
            position += length + length % 2
    return None


def _is_chunk_name(name: bytes) -> bool:
    return len(name) == 4 and all(0x20 <= byte < 0x7F for byte in name)
