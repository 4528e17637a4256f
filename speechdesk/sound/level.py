"""How loud a stretch of PCM is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """The level of a stretch of sound: RMS in dB below full scale, peak from 0 to 1."""

    rms_db: float
    peak: float
    clipped: bool
    zeros: bool
