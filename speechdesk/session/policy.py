"""When to try again, and when a connection counts as dead. Clocks and chance are passed in."""

import random

from speechdesk.errors import FailureCode

RECONNECT_GRACE_S = 2.5  # the SDK reconnects in 0.3 s by itself, or not at all
CLOSES = 4  # so many within CLOSES_S: after five the SDK gives up, in some cases without a word
CLOSES_S = 10.0
CLOSES_GRACE_S = 0.75
CONNECT_DEADLINE_S = 15.0
DRAIN_QUIET_S = 10.0
STALL_S = 1.0  # a clock that jumps by more was not being watched
_UNREACHED = frozenset({FailureCode.REFUSED, FailureCode.NAME_NOT_FOUND})
_SPEECH_LIMIT_S = 12.0
_SPEECH_LIMIT_MAXIMUM_S = 120.0


class BackOff:
    """Growing, jittered pauses between attempts, from a quarter of a second up to 15 s.

    Attempts that reach nobody are no burden to a service and are not billed: for the first minutes
    they are made every other second, so that the text is soon live again.
    """

    _FIRST_S = 0.25
    _LONGEST_S = 15.0
    _LONGEST_UNREACHED_S = 2.0
    _MOST_UNREACHED = 45
    _AFTER_TOO_MANY_S = 4.0

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._pause_s = self._FIRST_S
        self._attempts = 0

    def next_pause_s(self, code: FailureCode, *, connected: bool) -> float:
        """Return how long to wait before the next attempt, after one that failed with `code`.

        `connected`: whether it had been connected to the service.
        """
        pause = self._pause_s
        self._pause_s = min(2 * pause, self._LONGEST_S)
        self._attempts += 1
        if code in _UNREACHED and not connected and self._attempts <= self._MOST_UNREACHED:
            pause = min(pause, self._LONGEST_UNREACHED_S)
        if code is FailureCode.TOO_MANY:
            pause = max(pause, self._AFTER_TOO_MANY_S)
        return pause * self._chance.uniform(0.75, 1.25)

    def succeeded(self) -> None:
        self._pause_s = self._FIRST_S
        self._attempts = 0


class DeadLimit:
    """How much speech may stay unanswered, on the clock and in the sound.

    A restart that brings no event either doubles the limit: music or a fan must not replay, and
    bill, a growing backlog.
    """

    def __init__(self) -> None:
        self.seconds = _SPEECH_LIMIT_S

    def restarted_in_vain(self) -> None:
        self.seconds = min(self.seconds * 2, _SPEECH_LIMIT_MAXIMUM_S)

    def answered(self) -> None:
        self.seconds = _SPEECH_LIMIT_S
