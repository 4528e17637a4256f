"""A part of the transcript as it stood, for the clipboard: its text now, its words when wanted.

A long take has a hundred thousand words, and who copies it wants its text: to look all of them up
would let the window stand still.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from speechdesk.domain.transcript import PARAGRAPH, Run, text_of

LookUp = Callable[[], tuple[Run, ...]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, and what tells its runs."""

    text: str
    look_up: LookUp


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Pieces one after another. Their runs are known until another take is loaded."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text, a PARAGRAPH between blocks."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(run for piece in self.pieces for run in piece.look_up())


def known(runs: Iterable[Run]) -> Piece:
    """Return the piece of runs that are looked up already."""
    runs = tuple(runs)
    return Piece(text_of(runs), partial(tuple, runs))


def between_blocks() -> Piece:
    """Return what separates two blocks."""
    return known((Run(PARAGRAPH),))
