"""How long a service that does not answer is waited for."""

from dataclasses import dataclass, field

_GIVE_UP_S = 900.0
_GIVE_UP_UNCONNECTED_S = 60.0


@dataclass(slots=True)
class Patience:
    """Ends when nothing was answered for `limit_s`. Times are seconds of a monotonic clock.

    `given_s` is the user's own limit; None: 900, but 60 before the first successful connection.
    """

    given_s: float | None
    was_connected: bool = False
    _since: float | None = field(default=None, init=False)

    @property
    def limit_s(self) -> float:
        if self.given_s is not None:
            return self.given_s
        return _GIVE_UP_S if self.was_connected else _GIVE_UP_UNCONNECTED_S

    def wait(self, now: float) -> None:
        """Begin to count, where it is not counted yet."""
        if self._since is None:
            self._since = now

    def answered(self) -> None:
        """Begin anew with the next `wait`."""
        self._since = None

    def is_over(self, now: float) -> bool:
        """Return whether it has been waited for too long."""
        return self._since is not None and now - self._since >= self.limit_s
