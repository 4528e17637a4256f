"""What a recognizer posted, to wait for and to look at."""

import threading
from collections.abc import Callable
from typing import TypeVar

from speechdesk.domain.events import Ended, Failed, Final, RecognizerEvent
from speechdesk.errors import Failure

DEADLINE_S = 60.0

Event = TypeVar("Event", bound=RecognizerEvent)


class Collected:
    """A `Post` that keeps what it is given."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._events: list[RecognizerEvent] = []

    def __call__(self, event: RecognizerEvent) -> None:
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    @property
    def events(self) -> list[RecognizerEvent]:
        with self._changed:
            return list(self._events)

    @property
    def finals(self) -> list[Final]:
        return [event for event in self.events if isinstance(event, Final)]

    @property
    def texts(self) -> list[str]:
        """The texts of the finals in which something was understood."""
        return [final.segment.text for final in self.finals if final.segment.text]

    def wait_for(
        self, kind: type[Event], matches: Callable[[Event], bool] = lambda _: True
    ) -> Event:
        """Return the first event of `kind` that matches, once it is there."""
        found: list[Event] = []

        def is_there() -> bool:
            found[:] = [each for each in self._events if isinstance(each, kind) and matches(each)]
            return bool(found)

        with self._changed:
            assert self._changed.wait_for(is_there, DEADLINE_S), f"only {self._events}"
        return found[0]

    def wait_for_end(self) -> Ended | Failed:
        """Return the event that ended the recognizer."""
        with self._changed:
            assert self._changed.wait_for(self._is_over, DEADLINE_S), f"only {self._events}"
            last = self._events[-1]
        assert isinstance(last, Ended | Failed)
        return last

    def wait_for_failure(self) -> Failure:
        last = self.wait_for_end()
        assert isinstance(last, Failed)
        return last.failure

    def _is_over(self) -> bool:
        return any(isinstance(event, Ended | Failed) for event in self._events)
