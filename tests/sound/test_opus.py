import io

import numpy as np
import soundfile

from speechdesk.sound.opus import encode_opus
from speechdesk.sound.recording import RATE


def tone(hertz: float, seconds: float) -> bytes:
    time = np.arange(int(RATE * seconds)) / RATE
    return bytes((np.sin(2 * np.pi * hertz * time) * 12_000).astype("<i2").tobytes())


def test_the_sound_is_that_of_the_recording_and_much_smaller() -> None:
    pcm = tone(440, 3)
    encoded = encode_opus(pcm)
    sound, rate = soundfile.read(io.BytesIO(encoded))
    assert soundfile.info(io.BytesIO(encoded)).subtype == "OPUS"
    assert len(encoded) < len(pcm) / 4
    assert abs(len(sound) / rate - 3) < 0.1
    strengths = np.abs(np.fft.rfft(sound))
    assert abs(np.argmax(strengths) * rate / len(sound) - 440) < 2


def test_a_recording_of_more_than_a_block_is_whole() -> None:
    encoded = encode_opus(bytes(RATE * 2 * 61))
    assert abs(soundfile.info(io.BytesIO(encoded)).duration - 61) < 0.1


def test_an_empty_recording_is_a_file_without_sound() -> None:
    assert encode_opus(b"").startswith(b"OggS")
