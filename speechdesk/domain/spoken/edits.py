"""What a phrase does to the text: the outcome of interpreting it."""

from dataclasses import dataclass
from enum import StrEnum

from speechdesk.domain.transcript import Run, text_of


class Command(StrEnum):
    """Commands that act on what is there, said as a whole phrase between pauses."""

    SCRATCH = "scratch"
    DELETE_WORD = "delete_word"
    UNDO = "undo"
    REDO = "redo"
    STOP = "stop"
    PAUSE = "pause"
    COPY_ALL = "copy_all"
    SAVE = "save"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Insert:
    """Put `runs` where the text grows, after removing `drop` characters before it.

    `spaced`: a space stands between. In a run, LINE is a line break and PARAGRAPH a new block.
    """

    runs: tuple[Run, ...]
    drop: int = 0
    spaced: bool = False

    @property
    def text(self) -> str:
        return text_of(self.runs)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A phrase, understood. `heard` has the commands in it as they were said."""

    edit: Insert | Command
    heard: tuple[str, ...] = ()
