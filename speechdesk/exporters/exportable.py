"""What an exporter is given: a take as data, whichever way it came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

from speechdesk.domain.division import divided_document
from speechdesk.domain.events import Segment
from speechdesk.domain.transcript import Document, append_segments
from speechdesk.exporters.phrases import Phrase, phrases


@dataclass(frozen=True)
class Exportable:
    """A take that can be exported.

    `heard` has every segment of the take by its id, and `replaced` for each later reading the id
    of the segment that it replaces. `recording` is the raw PCM of the take, None where there is
    none any more.
    """

    title: str
    started: datetime
    language: str
    length_ms: int
    document: Document
    heard: Mapping[int, Segment]
    replaced: Mapping[int, int] = field(default_factory=dict)
    recording: Path | None = None

    @cached_property
    def phrases(self) -> list[Phrase]:
        """The document as phrases, from top to bottom."""
        return phrases(self.document, self.heard, self.language)

    @cached_property
    def is_edited(self) -> bool:
        """Whether the document is anything but the finals one after the other."""
        finals = [(each, self.heard[each]) for each in sorted(self.heard.keys() - self.replaced)]
        return (
            self.document.text != divided_document(append_segments(Document(), finals, None)).text
        )

    def revisions(self, phrase: Phrase) -> list[Segment]:
        """Return what a phrase was before, oldest first: earlier readings, and what was heard."""
        earlier: list[Segment] = []
        segment_id = phrase.segment_id
        while (
            segment_id is not None and segment_id in self.heard and len(earlier) < len(self.heard)
        ):
            earlier.insert(0, self.heard[segment_id])
            segment_id = self.replaced.get(segment_id)
        if earlier and earlier[-1].text == phrase.segment.text:
            earlier.pop()
        return earlier


class ExportedTake(Protocol):
    """What is asked of a take in the history."""

    @property
    def title(self) -> str: ...
    @property
    def started(self) -> datetime: ...
    @property
    def language(self) -> str: ...
    @property
    def length_ms(self) -> int: ...
    @property
    def recording(self) -> str: ...
    @property
    def sound_kept(self) -> bool: ...


class ExportedSegment(Protocol):
    """What is asked of a segment in the history."""

    @property
    def id(self) -> int: ...
    @property
    def segment(self) -> Segment: ...
    @property
    def replaces(self) -> int: ...


class ExportedHistory(Protocol):
    """The part of a history that is needed to export its takes."""

    def take(self, take_id: int, /) -> ExportedTake: ...

    def segments(self, take_id: int, /) -> Sequence[ExportedSegment]: ...

    def load_document(self, take_id: int, /) -> Document: ...


def exportable_of(
    history: ExportedHistory, take_id: int, recordings: Path | None = None
) -> Exportable:
    """Return a take of `history`; its recording is looked for in the folder `recordings`.

    Its time is told in the zone of this computer.

    Raises StorageError: not_found and what else the history raises.
    """
    take = history.take(take_id)
    stored = history.segments(take_id)
    recording = None
    if recordings is not None and take.sound_kept and Path(take.recording).name == take.recording:
        recording = recordings / take.recording
    return Exportable(
        title=take.title,
        started=take.started.astimezone(),
        language=take.language,
        length_ms=take.length_ms,
        document=history.load_document(take_id),
        heard={each.id: each.segment for each in stored},
        replaced={each.id: each.replaces for each in stored if each.replaces},
        recording=recording if recording is not None and recording.is_file() else None,
    )
