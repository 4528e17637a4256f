"""A recording as a small file for the web: Ogg/Opus."""

import io

import soundfile

from speechdesk.errors import SoundError
from speechdesk.sound.recording import RATE

_BLOCK_FRAMES = 60 * RATE  # libsndfile overflows its stack on very long blocks
_COMPRESSION = 0.9  # about 30 kbit/s: speech sounds as it was


def encode_opus(pcm: bytes) -> bytes:
    """Return PCM (16 kHz, mono, 16-bit) as an Ogg/Opus file, about 14 MB an hour.

    Raises SoundError: unwritable, where libsndfile was built without Opus.
    """
    file = io.BytesIO()
    view = memoryview(pcm)
    try:
        with soundfile.SoundFile(
            file,
            "w",
            RATE,
            channels=1,
            format="OGG",
            subtype="OPUS",
            compression_level=_COMPRESSION,
        ) as sound:
            for start in range(0, len(view), _BLOCK_FRAMES * 2):
                sound.buffer_write(view[start : start + _BLOCK_FRAMES * 2], "int16")
    except soundfile.SoundFileError as error:
        raise SoundError("unwritable", str(error)) from error
    return file.getvalue()
