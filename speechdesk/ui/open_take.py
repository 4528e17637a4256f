"""The take that is open in the editor: loading it, and saving what is typed within a second."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from speechdesk.domain.events import Segment
from speechdesk.domain.headline import headline
from speechdesk.domain.transcript import Document, DocumentChange
from speechdesk.errors import StorageError
from speechdesk.session.events import PartialChanged, SegmentCommitted
from speechdesk.storage.takes import Source, StoredSegment, Take
from speechdesk.ui.saver import Saver
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.transcript_view import TranscriptView

_SAVE_MS = 500


class TakeStore(Protocol):
    """The part of the history that holds documents; called on pool threads."""

    def create_take(self, *, title: str, language: str, source: Source) -> int: ...

    def take(self, take_id: int) -> Take: ...

    def load_document(self, take_id: int) -> Document: ...

    def segments(self, take_id: int, after: int = 0) -> list[StoredSegment]: ...

    def update_take(self, take_id: int, *, title: str | None = None) -> None: ...


class WriteFinal(Protocol):
    """Writes a final into the editor. `commands`: whether what it says may be commands."""

    def __call__(self, event: SegmentCommitted, *, commands: bool) -> None: ...


@dataclass(slots=True)
class _Page:
    """What the editor shows. `looking`: how often the history is being asked for more of it.

    `left`: its text, once the editor shows another page.
    """

    take_id: int | None = None
    title: str = ""
    source: Source = Source.MICROPHONE
    creating: bool = False
    looking: int = 0
    left: DocumentChange | None = None


@dataclass(frozen=True, slots=True)
class _Loaded:
    take: Take
    document: Document
    segments: Mapping[int, Segment]


@dataclass(frozen=True, slots=True)
class _Missed:
    page: _Page
    finals: tuple[SegmentCommitted, ...] = ()
    error: Exception | None = None


class _NotLoadedError(Exception):
    """The take `take_id` could not be read; the cause says why."""

    def __init__(self, take_id: int) -> None:
        super().__init__(take_id)
        self.take_id = take_id


@dataclass(frozen=True, slots=True)
class _Made:
    page: _Page
    take_id: int | None
    error: Exception | None = None


class OpenTake(QObject):
    """Keeps editor and history the same. `take_id` is None while nothing has been said or typed."""

    opened = Signal(object)
    """Carries the Take that is shown now, or None for a new one."""

    titled = Signal(str)
    created = Signal(int)
    failed = Signal(object)

    def __init__(
        self,
        store: TakeStore,
        saver: Saver,
        transcript: TranscriptView,
        write_final: WriteFinal,
        tasks: Tasks,
        language: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._saver = saver
        self._transcript = transcript
        self._write_final = write_final
        self._tasks = tasks
        self._language = language
        self._page = _Page()
        self._orphans: list[_Page] = []
        self._wanted: int | None = None
        self._held: list[SegmentCommitted] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_MS)
        self._timer.timeout.connect(self.save)
        transcript.edited.connect(self._edited)
        transcript.shown.connect(self._write_held)
        saver.saved.connect(self._saved)

    @property
    def take_id(self) -> int | None:
        return self._page.take_id

    @property
    def title(self) -> str:
        return self._page.title

    @property
    def creating(self) -> bool:
        """Whether the history is just making a take for what was typed."""
        return self._page.creating

    @property
    def loading(self) -> bool:
        """Whether another take is on its way into the editor."""
        return self._wanted is not None

    @property
    def is_unsaved(self) -> bool:
        """Whether something was typed that the history has no take for yet."""
        return bool(self._orphans) or self._page.creating or self.needs_take()

    def needs_take(self) -> bool:
        """Whether something was typed that belongs to no take yet."""
        return self.take_id is None and bool(self._transcript.plain_text().strip())

    # what the window asks

    def open(self, take_id: int) -> None:
        """Show another take, once what was typed into this one is on its way to the disk.

        Of several that are asked for one after the other, the last is shown.
        """
        if take_id == self.take_id:
            self._want_none()
        elif take_id != self._wanted:
            self.save()
            self._wanted = take_id
            self._load_wanted()

    def new(self) -> None:
        """Show an empty page that becomes a take with the first word."""
        self.save()
        self._want_none()
        self._show(None, Document(), {})

    def adopt(self, take_id: int) -> None:
        """Let the page that has no take yet be the one of a take that was just created."""
        if self.take_id is None and self._wanted is None:
            self._page.take_id = take_id
            self.created.emit(take_id)

    def create(self) -> None:
        """Make a take of what was typed; `created` follows."""
        if self.take_id is None:
            self._create(self._page, headline(self._transcript.plain_text()))

    def rename(self, title: str) -> None:
        """Give the take another title."""
        self._page.title = title
        if self.take_id is not None:
            work = partial(self._store.update_take, self.take_id, title=title)
            self._tasks.run(work, self._title_stored, self._failed)

    @Slot()
    def save(self) -> None:
        """Hand what has changed to the saver."""
        self._timer.stop()
        for page in self._orphans:
            self._create(page, page.title)
        if self.needs_take():
            self.create()
        elif self.take_id is not None:
            change = self._transcript.take_changes()
            if change is not None:
                self._saver.put(self.take_id, change)

    # what the session says

    def show_partial(self, event: PartialChanged) -> None:
        if event.take_id == self.take_id and self._wanted is None:
            self._transcript.show_partial(event.text)

    def catch_up(self, take_id: int) -> None:
        """Write what another program has recognized of the page since it was shown.

        Finals have to wait for it: the first one written would stand for all before it.
        """
        page = self._page
        if take_id == page.take_id and not self._transcript.is_loading:
            page.looking += 1
            work = partial(_said_since, self._store, page, self._transcript.last_segment_id)
            self._tasks.run(work, self._caught_up, self._failed)

    def add_final(self, event: SegmentCommitted) -> None:
        """Write a final into the page, if it belongs there, once all of the take is on it."""
        is_whole = not (self._transcript.is_loading or self._page.looking)
        if event.take_id == self.take_id and is_whole:
            self._write(event)
        elif event.take_id in (self.take_id, self._wanted):
            self._held.append(event)

    def _write(self, event: SegmentCommitted, *, may_command: bool = True) -> None:
        """Write a final; `may_command`: what it says may be commands, if somebody dictated it."""
        commands = may_command and self._page.source is Source.MICROPHONE
        self._write_final(event, commands=commands)
        self.save()
        if not self.title and (title := headline(self._transcript.plain_text())):
            self.rename(title)
            self.titled.emit(self.title)

    # in the background and back

    def _load_wanted(self) -> None:
        if self._wanted is not None and not self._saver.is_busy_with(self._wanted):
            work = partial(_load, self._store, self._wanted)
            self._tasks.run(work, self._loaded, self._not_loaded)

    @Slot(int)
    def _saved(self, take_id: int) -> None:
        if take_id == self._wanted:
            self._load_wanted()

    @Slot(object)
    def _loaded(self, loaded: _Loaded) -> None:
        if loaded.take.id != self._wanted:
            return
        self.save()
        self._wanted = None
        held, self._held = self._held, []
        self._show(loaded.take, loaded.document, loaded.segments)
        for event in held:
            if event.segment_id > loaded.document.last_segment_id:
                self.add_final(event)

    @Slot()
    def _write_held(self) -> None:
        """Write the finals that came while the take was still being filled in."""
        held, self._held = self._held, []
        for event in held:
            self.add_final(event)

    @Slot(object)
    def _caught_up(self, missed: _Missed) -> None:
        missed.page.looking -= 1
        if missed.page is self._page:
            of_ours = {event.segment_id for event in self._held}
            for event in missed.finals:
                self._write(event, may_command=event.segment_id in of_ours)
            if not missed.page.looking:
                self._write_held()
        if missed.error is not None:
            self.failed.emit(missed.error)

    @Slot(object)
    def _not_loaded(self, error: Exception) -> None:
        if isinstance(error, _NotLoadedError):
            if error.take_id == self._wanted:  # another may be on its way by now
                self._want_none()
            self.failed.emit(error.__cause__)
        else:
            self.failed.emit(error)

    def _want_none(self) -> None:
        """Stay with what is shown; finals that came for it meanwhile are written now."""
        self._wanted = None
        if not self._transcript.is_loading:
            self._write_held()

    def _show(self, take: Take | None, document: Document, segments: Mapping[int, Segment]) -> None:
        self._leave()
        self._page = _Page() if take is None else _Page(take.id, take.title, take.source)
        self._transcript.load(document, segments)
        self.opened.emit(take)

    def _leave(self) -> None:
        """Keep the text of a page that has no take yet until it has one."""
        if self.needs_take():
            title = headline(self._transcript.plain_text())
            self._page.title = title
            self._page.left = self._transcript.take_changes()
            self._orphans.append(self._page)
            self._create(self._page, title)

    def _create(self, page: _Page, title: str) -> None:
        if not page.creating:
            page.creating = True
            work = partial(_make, self._store, page, title, self._language())
            self._tasks.run(work, self._made, self._failed)

    @Slot()
    def _edited(self) -> None:
        # Not started anew with each key: what is typed without a pause is saved all the same.
        if not self._timer.isActive():
            self._timer.start()

    @Slot(object)
    def _made(self, made: _Made) -> None:
        page = made.page
        page.creating = False
        if made.take_id is None:
            if isinstance(made.error, StorageError):
                self._timer.start()
            self.failed.emit(made.error)
            return
        page.take_id = made.take_id
        if page.left is not None:
            self._orphans.remove(page)
            self._saver.put(made.take_id, page.left)
        elif page is self._page:
            page.title = headline(self._transcript.plain_text())
            self.titled.emit(page.title)
            self.save()
        self.created.emit(made.take_id)

    @Slot(object)
    def _title_stored(self, _nothing: None) -> None:
        if self.take_id is not None:
            self.created.emit(self.take_id)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.failed.emit(error)


def _make(store: TakeStore, page: _Page, title: str, language: str) -> _Made:
    try:
        take_id = store.create_take(title=title, language=language, source=Source.MICROPHONE)
    except Exception as error:
        # Even a fault of the program's own must not leave the page waiting for its take for ever.
        return _Made(page, None, error)
    return _Made(page, take_id)


def _said_since(store: TakeStore, page: _Page, segment_id: int) -> _Missed:
    if page.take_id is None:
        return _Missed(page)
    try:
        found = store.segments(page.take_id, segment_id)
    except Exception as error:
        # Whatever it is, it must not keep the finals that wait for it from being written.
        return _Missed(page, error=error)
    finals = (each for each in found if not each.replaces)
    return _Missed(
        page, tuple(SegmentCommitted(page.take_id, each.id, each.segment) for each in finals)
    )


def _load(store: TakeStore, take_id: int) -> _Loaded:
    try:
        take = store.take(take_id)
        segments = {stored.id: stored.segment for stored in store.segments(take_id)}
        return _Loaded(take, store.load_document(take_id), segments)
    except Exception as error:
        raise _NotLoadedError(take_id) from error
