"""The transcript as a document: blocks of runs, whose spoken words keep where they were said."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordRef:
    """Which word of which segment a run was spoken as."""

    segment_id: int
    index: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: typed (no word), or one spoken word."""

    text: str
    word: WordRef | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of the document, under 400 words. `id` is unique within its take."""

    id: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Document:
    """A take's text. Segments up to `last_segment_id` are in it (or were removed by the user)."""

    blocks: tuple[Block, ...] = ()
    last_segment_id: int = 0

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What has to be written so that the stored document equals the one on the screen.

    `order` lists all block ids from top to bottom; `changed` holds the blocks whose text or words
    differ from what was last saved.
    """

    order: tuple[int, ...]
    changed: tuple[Block, ...]
    last_segment_id: int
