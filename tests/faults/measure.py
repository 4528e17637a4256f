"""Loss is counted: numbers are spoken, one each 100 ms, and looked for in what is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from speechdesk.host.engines.numbers import HIGHEST
from tests.hosts import encode_numbers

NUMBERS_A_SECOND = 10


@dataclass(frozen=True, slots=True)
class Count:
    """How what was written compares to what was spoken, in numbers."""

    spoken: int
    lost: int
    doubled: int
    disordered: int

    @property
    def is_whole(self) -> bool:
        return not (self.lost or self.doubled or self.disordered)


def numbers(seconds: float) -> list[int]:
    """Return what is spoken in so many seconds: 1, 2, 3 … and after the highest 1 again."""
    return [at % HIGHEST + 1 for at in range(round(seconds * NUMBERS_A_SECOND))]


def sound(spoken: Iterable[int]) -> bytes:
    """Return the numbers as 16 kHz mono 16-bit PCM."""
    return encode_numbers(spoken)


def count(spoken: Sequence[int], texts: Iterable[str]) -> Count:
    """Compare numbers with the texts of finals; whatever is no number in them is passed over."""
    written = [int(word) for text in texts for word in text.split() if word.isdecimal()]
    said, wrote = Counter(spoken), Counter(written)
    return Count(
        spoken=len(spoken),
        lost=(said - wrote).total(),
        doubled=(wrote - said).total(),
        disordered=sum(_is_backward(before, after) for before, after in pairwise(written)),
    )


def _is_backward(before: int, after: int) -> bool:
    """Whether `after` lies before `before`, on the circle that the numbers go round."""
    return not 0 < (after - before) % HIGHEST < HIGHEST // 2
