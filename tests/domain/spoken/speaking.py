"""Phrases spoken into an empty text, for tables of cases.

A case is a line: "said | said after a pause -> text". In the text ¶ is a new paragraph, ↵ a new
line, → a tab, and ␣ a narrow no-break space.
"""

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.spoken.document import SpokenDocument
from speechdesk.domain.spoken.layer import SpokenLayer, SpokenOptions

_SIGNS = str.maketrans({"\n": "↵", "\t": "→", "\u202f": "␣"})


def segment_of(text: str, number: int, language: str) -> Segment:
    """A final of timed words, a second long and half a second after the one before."""
    offset_ms = 1500 * number
    words = text.split()
    each = 1000 // max(len(words), 1)
    timed = tuple(Word(word, offset_ms + at * each, each) for at, word in enumerate(words))
    return Segment(text, offset_ms, 1000, language, words=timed)


def speak(
    said: str,
    language: str,
    options: SpokenOptions = SpokenOptions(),  # noqa: B008 - frozen
) -> SpokenDocument:
    """Speak phrases, divided by " | ", into an empty text."""
    layer, document = SpokenLayer(options), SpokenDocument()
    for number, text in enumerate(said.split(" | ")):
        segment = segment_of(text.strip(), number, language)
        understood = layer.read(number + 1, segment, document.text_before)
        document.apply(segment, understood.interpretation.edit)
    return document


def drawn(document: SpokenDocument) -> str:
    """Return the text as it is written in a case."""
    return "¶".join(block.text for block in document.document().blocks).translate(_SIGNS)


def cases(table: str) -> list[tuple[str, str]]:
    """Return what is said and what shall be written, for each line of a table."""
    lines = [line for line in map(str.strip, table.splitlines()) if line and line[0] != "#"]
    return [tuple(map(str.strip, line.split("->"))) for line in lines]  # type: ignore[misc]
