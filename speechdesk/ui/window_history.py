"""The history as the window needs it."""

from typing import Protocol

from speechdesk.ui.open_take import TakeStore
from speechdesk.ui.saver import BlockStore
from speechdesk.ui.takes_model import TakesSource


class WindowHistory(TakesSource, TakeStore, BlockStore, Protocol):
    """The part of the history that the window uses; called on pool threads only."""

    def star(self, *take_ids: int, starred: bool) -> None: ...

    def delete(self, *take_ids: int) -> None: ...

    def restore(self, *take_ids: int) -> None: ...
