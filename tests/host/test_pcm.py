"""Sound in whatever format its header declares."""

import array
import io
import struct
import wave

import pytest

from speechdesk.host.pcm import Format, PcmReader, UnsupportedAudioError, parse_header, to_16_bit


def header(tag: int = 1, rate: int = 16_000, channels: int = 1, bits: int = 16) -> bytes:
    """Return a RIFF header as the Speech SDK sends it: sizes 0."""
    frame = channels * bits // 8
    form = struct.pack("<HHIIHH", tag, channels, rate, rate * frame % 2**32, frame % 2**16, bits)
    return b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", 16) + form + b"data\0\0\0\0"


def test_16_khz_mono_passes_bit_for_bit_however_it_is_cut() -> None:
    pcm = bytes(range(256)) * 10
    stream = header() + pcm

    for size in (1, 3, 7, 44, 45, 3_200):
        reader = PcmReader()
        pieces = [reader.feed(stream[at : at + size]) for at in range(0, len(stream), size)]
        assert b"".join(pieces) + reader.finish() == pcm


def test_a_header_written_by_pythons_wave_module_is_read() -> None:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(2)
        writer.setsampwidth(3)
        writer.setframerate(44_100)
        writer.writeframes(bytes(60))

    parsed = parse_header(file.getvalue())

    assert parsed == (Format(tag=1, rate=44_100, channels=2, bits=24), 44)


def test_chunks_before_the_data_are_stepped_over() -> None:
    plain = header()
    extra = b"LIST" + struct.pack("<I", 5) + b"abcde\0"
    parsed = parse_header(plain[:36] + extra + plain[36:])

    assert parsed is not None
    assert parsed[1] == 44 + len(extra)


@pytest.mark.parametrize(
    ("form", "data", "values"),
    [
        (Format(1, 16_000, 1, 8), bytes([0, 128, 255]), [-32_768, 0, 32_512]),
        (Format(1, 16_000, 1, 24), bytes([9, 1, 2, 9, 0, 0x80]), [0x0201, -32_768]),
        (Format(1, 16_000, 1, 32), bytes([9, 9, 1, 2]), [0x0201]),
        (
            Format(3, 16_000, 1, 32),
            struct.pack("<4f", 0, 1, -2, float("nan")),
            [0, 32767, -32767, 0],
        ),
        (Format(3, 16_000, 1, 64), struct.pack("<2d", 0.5, float("inf")), [16_383, 32_767]),
        (Format(7, 8_000, 1, 8), bytes([0xFF, 0x7F, 0x80, 0x00]), [0, 0, 32_124, -32_124]),
        (Format(6, 8_000, 1, 8), bytes([0xD5, 0x55, 0xAA, 0x2A]), [8, -8, 32_256, -32_256]),
    ],
)
def test_samples_of_every_format_become_16_bit(
    form: Format, data: bytes, values: list[int]
) -> None:
    assert array.array("h", to_16_bit(form, data)).tolist() == values


def test_other_rates_and_channels_become_16_khz_mono() -> None:
    reader = PcmReader()
    one_second = array.array("h", [1000, 3000] * 48_000).tobytes()

    pcm = reader.feed(header(rate=48_000, channels=2) + one_second) + reader.finish()

    samples = array.array("h", pcm)
    assert abs(len(samples) - 16_000) <= 16
    assert abs(samples[8_000] - 2000) <= 20
    assert reader.length_ms == 1000


def test_length_is_told_up_to_the_last_sample() -> None:
    reader = PcmReader()
    reader.feed(header() + bytes(2 * 16_001))

    assert reader.length_ms == 1001


@pytest.mark.parametrize(
    "stream",
    [
        b"ID3\x04 not a wave file",
        b"RIFF\0\0\0\0AVI LIST",
        header(tag=2),
        header(bits=12),
        header(rate=0),
        header(rate=4_000_000_000),
        header(channels=0),
        header(channels=65_535),
        header()[:12] + b"data\0\0\0\0",
        header()[:16] + struct.pack("<I", 0xFFFFFFFF) + bytes(100),
        header()[:16] + struct.pack("<I", 4) + bytes(4) + b"data\0\0\0\0",
        b"RIFF\0\0\0\0WAVE" + (b"junk" + struct.pack("<I", 60_000) + bytes(60_000)) * 2,
    ],
)
def test_what_cannot_be_read_is_refused(stream: bytes) -> None:
    with pytest.raises(UnsupportedAudioError):
        PcmReader().feed(stream)
