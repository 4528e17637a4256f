"""From any sample rate to another, piece by piece."""

from typing import TYPE_CHECKING

from speechdesk.sound.recording import FRAME_BYTES, RATE

if TYPE_CHECKING:  # numpy with it, which sound that passes as it is does not need
    from speechdesk.sound.conversion import Conversion

LOWEST_RATE = 1_000
HIGHEST_RATE = 768_000


class Resampler:
    """Turns PCM of `source_rate` into mono PCM of `target_rate`, both signed 16-bit.

    Any cut of the input gives the same output, delayed by some milliseconds until `flush`. Sound
    that is mono and has the target's rate passes bit for bit. `fallback` takes our own filter where
    soxr could be had. Raises ValueError for rates no sound card or file has.
    """

    def __init__(
        self, source_rate: int, target_rate: int = RATE, *, fallback: bool = False
    ) -> None:
        for rate in (source_rate, target_rate):
            if not LOWEST_RATE <= rate <= HIGHEST_RATE:
                raise ValueError(f"a sample rate of {rate} Hz")
        self._source_rate = source_rate
        self._target_rate = target_rate
        self._fallback = fallback
        self._conversion: Conversion | None = None
        if source_rate != target_rate:
            self._conversion = self._make_conversion()

    def process(self, pcm: bytes, channels: int = 1) -> bytes:
        """Return what is ready after `pcm`: whole frames of `channels` interleaved samples."""
        if len(pcm) % (FRAME_BYTES * channels):
            raise ValueError("sound is resampled in whole frames")
        if self._conversion is None:
            if channels == 1:
                return pcm
            self._conversion = self._make_conversion()
        return self._conversion.process(pcm, channels)

    def flush(self) -> bytes:
        """Return the end of the sound; the resampler takes no more after it."""
        return b"" if self._conversion is None else self._conversion.flush()

    def _make_conversion(self) -> "Conversion":
        from speechdesk.sound.conversion import Conversion

        return Conversion(self._source_rate, self._target_rate, fallback=self._fallback)
