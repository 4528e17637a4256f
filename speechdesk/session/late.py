"""Stand-ins for what is still being opened while the window is shown already."""

from __future__ import annotations  # the window is shown before what it names is imported

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from speechdesk.devices.listing import Device
    from speechdesk.devices.loudspeaker import Loudspeaker
    from speechdesk.domain.transcript import Document, DocumentChange
    from speechdesk.errors import SpeechDeskError
    from speechdesk.session.request import RecordRequest
    from speechdesk.session.session import Session
    from speechdesk.session.starter import Configure
    from speechdesk.storage.history import History
    from speechdesk.storage.takes import Hit, Source, StoredSegment, Take


class LateHistory:
    """The history, for threads that may wait until it is open: `get` blocks until then."""

    def __init__(self, get: Callable[[], History]) -> None:
        self._get = get

    def create_take(self, *, title: str, language: str, source: Source) -> int:
        return self._get().create_take(title=title, language=language, source=source)

    def take(self, take_id: int) -> Take:
        return self._get().take(take_id)

    def takes(
        self, *, limit: int | None = None, offset: int = 0, only_starred: bool = False
    ) -> list[Take]:
        return self._get().takes(limit=limit, offset=offset, only_starred=only_starred)

    def search(self, text: str, limit: int = 200, *, only_starred: bool = False) -> list[Hit]:
        return self._get().search(text, limit, only_starred=only_starred)

    def segments(self, take_id: int, after: int = 0) -> list[StoredSegment]:
        return self._get().segments(take_id, after)

    def load_document(self, take_id: int) -> Document:
        return self._get().load_document(take_id)

    def save_blocks(self, take_id: int, change: DocumentChange) -> None:
        self._get().save_blocks(take_id, change)

    def update_take(self, take_id: int, *, title: str | None = None) -> None:
        self._get().update_take(take_id, title=title)

    def star(self, *take_ids: int, starred: bool) -> None:
        self._get().star(*take_ids, starred=starred)

    def delete(self, *take_ids: int) -> None:
        self._get().delete(*take_ids)

    def restore(self, *take_ids: int) -> None:
        self._get().restore(*take_ids)


class LateSpeaker:
    """The loudspeaker. Nothing asks for it before a take of the history is open."""

    def __init__(self, get: Callable[[], Loudspeaker]) -> None:
        self._get = get

    def play(
        self,
        recording: Path,
        start_ms: int,
        end_ms: int,
        *,
        moved: Callable[[int], None],
        ended: Callable[[SpeechDeskError | None], None],
        speed: float = 1.0,
        loop: bool = False,
    ) -> None:
        self._get().play(
            recording, start_ms, end_ms, moved=moved, ended=ended, speed=speed, loop=loop
        )

    def pause(self) -> None:
        self._get().pause()

    def resume(self) -> None:
        self._get().resume()

    def stop(self) -> None:
        self._get().stop()


class LateSession:
    """The session; orders that come before it is there are given to it then."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._session: Session | None = None
        self._orders: list[Callable[[Session], None]] = []

    def provide(self, session: Session) -> None:
        """Give it all orders so far, in their order."""
        with self._lock:
            self._session = session
            orders, self._orders = self._orders, []
            for order in orders:
                order(session)

    def record(self, take_id: int | None, request: RecordRequest) -> None:
        self._give(lambda session: session.record(take_id, request))

    def pause(self) -> None:
        self._give(lambda session: session.pause())

    def resume(self) -> None:
        self._give(lambda session: session.resume())

    def stop(self) -> None:
        self._give(lambda session: session.stop())

    def mended(self, configure: Configure) -> None:
        self._give(lambda session: session.mended(configure))

    def change_config(self, configure: Configure) -> None:
        self._give(lambda session: session.change_config(configure))

    def change_device(self, device: Device | None) -> None:
        self._give(lambda session: session.change_device(device))

    def recognize(self, take_id: int, configure: Configure) -> None:
        self._give(lambda session: session.recognize(take_id, configure))

    def cancel(self, take_id: int) -> None:
        self._give(lambda session: session.cancel(take_id))

    def _give(self, order: Callable[[Session], None]) -> None:
        with self._lock:
            if self._session is None:
                self._orders.append(order)
            else:
                order(self._session)
