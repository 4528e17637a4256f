"""Faster or slower speech at its own pitch."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numpy with it, which the usual speed does not need
    from speechdesk.sound.wsola import Wsola

SLOWEST = 0.5
FASTEST = 2.0


class Stretch:
    """Turns recording PCM into PCM that takes 1/`speed` of the time.

    Any cut of the input gives the same output; at the usual speed it passes bit for bit. Raises
    ValueError for a speed outside 0.5 to 2.
    """

    def __init__(self, speed: float) -> None:
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"a speed of {speed}")
        self._wsola = None if speed == 1.0 else _wsola(speed)

    def process(self, pcm: bytes) -> bytes:
        """Return what is ready after `pcm`, which holds whole frames."""
        return pcm if self._wsola is None else self._wsola.process(pcm)

    def flush(self) -> bytes:
        """Return the rest, so that the whole has its exact length; the stretch ends with it."""
        return b"" if self._wsola is None else self._wsola.flush()


def _wsola(speed: float) -> "Wsola":
    from speechdesk.sound.wsola import Wsola

    return Wsola(speed)
