"""A document as phrases with times: what was said, in the words the user left."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.transcript import Block, Document, Run, text_of


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a block that was spoken as one segment, with what was typed into it.

    `segment` has the text as it stands in the document and the words that keep their sound.
    `segment_id` is that of the segment as it was heard, None for a block that was only typed: its
    segment has no words and the time between its neighbours.
    """

    segment: Segment
    segment_id: int | None


def word_of(run: Run, heard: Mapping[int, Segment]) -> Word | None:
    """Return the word that a run was spoken as, with the run's text; None where that is unknown.

    A segment without timed words is one word from its beginning to its end.
    """
    segment = heard.get(run.word.segment_id) if run.word is not None else None
    if segment is None or run.word is None:
        return None
    if not segment.words:
        return Word(run.text, segment.offset_ms, segment.duration_ms, segment.confidence)
    if not 0 <= run.word.index < len(segment.words):
        return None
    return replace(segment.words[run.word.index], text=run.text)


def phrases(document: Document, heard: Mapping[int, Segment], language: str) -> list[Phrase]:
    """Return the phrases of a document from top to bottom. `heard` has all segments by id.

    `language` is that of text that was only typed.
    """
    found = [
        _phrase(segment_id, runs, heard, language)
        for block in document.blocks
        for segment_id, runs in _groups(block, heard)
    ]
    return list(_between_neighbours(found))


def _groups(block: Block, heard: Mapping[int, Segment]) -> Iterator[tuple[int | None, list[Run]]]:
    """Yield runs that belong together; typed ones go with the words before them."""
    segment_id: int | None = None
    runs: list[Run] = []
    for run in block.runs:
        spoken_as = run.word.segment_id if word_of(run, heard) and run.word else None
        if spoken_as is not None and segment_id is not None and spoken_as != segment_id:
            yield segment_id, runs
            runs = []
        segment_id = segment_id if spoken_as is None else spoken_as
        runs.append(run)
    if text_of(runs).strip():
        yield segment_id, runs


def _phrase(
    segment_id: int | None, runs: Sequence[Run], heard: Mapping[int, Segment], language: str
) -> Phrase:
    text = text_of(runs).strip()
    if segment_id is None:
        return Phrase(Segment(text, 0, 0, language), None)
    segment = heard[segment_id]
    if text == segment.text:
        return Phrase(segment, segment_id)
    words = tuple(word for run in runs if (word := word_of(run, heard)) is not None)
    start = min(word.offset_ms for word in words)
    end = max(word.end_ms for word in words)
    changed = replace(
        segment,
        text=text,
        offset_ms=start,
        duration_ms=end - start,
        words=words if segment.words else (),
    )
    return Phrase(changed, segment_id)


def _between_neighbours(found: list[Phrase]) -> Iterator[Phrase]:
    """Give phrases without sound the time that their neighbours leave them."""
    previous_end_ms = 0
    for index, phrase in enumerate(found):
        if phrase.segment_id is not None:
            previous_end_ms = phrase.segment.end_ms
            yield phrase
            continue
        following = (each.segment for each in found[index + 1 :] if each.segment_id is not None)
        after = next(following, None)
        end_ms = previous_end_ms if after is None else max(previous_end_ms, after.offset_ms)
        timed = replace(
            phrase.segment, offset_ms=previous_end_ms, duration_ms=end_ms - previous_end_ms
        )
        previous_end_ms = end_ms
        yield replace(phrase, segment=timed)
