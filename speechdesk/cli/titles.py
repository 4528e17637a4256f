"""Titles for what was dictated without a window."""

from speechdesk.domain.headline import headline
from speechdesk.storage.history import History


def give_title(history: History, take_id: int) -> None:
    """Call an untitled take by its first words, as the window does. Raises StorageError."""
    if not history.take(take_id).title and (title := headline(history.load_document(take_id).text)):
        history.update_take(take_id, title=title)
