"""A Speech service that sends partials at a steady pace, each with its number.

`python -m tests.bench.metronome RATE`: the first line tells the address, and one each when a
partial leaves; ends with its stdin.
"""

import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator

from speechdesk.host.engines.engine import Hypothesis, Result, TurnRequest
from speechdesk.host.server import HostServer
from tests.bench.telling import say

_WORDS = re.findall(r"\w+", "the report on the lift in the east stairwell will be on your desk")


def text_of(number: int) -> str:
    """Return the text of a partial: some words and its number."""
    return " ".join([*_WORDS[: 3 + number % 12], str(number)])


def number_of(text: str) -> int:
    """Return what `text_of` put in."""
    return int(text.split()[-1])


class Beats:
    """The recognition of one turn: what is heard does not matter."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._number = 0
        self._next = time.perf_counter()

    async def audio(self, pcm: bytes) -> AsyncIterator[Result]:
        # Piece by piece, so that a client that sends no more gets no more.
        for _ in range(round(self._rate * len(pcm) / 32_000)):
            # What a late piece held up is not caught up in a burst.
            self._next = max(self._next + 1 / self._rate, time.perf_counter())
            await asyncio.sleep(max(0.0, self._next - time.perf_counter()))
            self._number += 1
            say("beat", number=self._number)
            yield Hypothesis(text_of(self._number), 0, 100)

    async def finish(self) -> AsyncIterator[Result]:
        return
        yield

    async def close(self) -> None:
        """Nothing is held."""


class Metronome:
    """The engine: every turn gets its own beats."""

    def __init__(self, rate: int) -> None:
        self._rate = rate

    def warm(self) -> None:
        """There is nothing to load."""

    async def open(self, request: TurnRequest) -> Beats:
        return Beats(self._rate)

    async def close(self) -> None:
        """Nothing is held."""


async def _serve(rate: int) -> None:
    server = HostServer(Metronome(rate))
    await server.start()
    say("serving", url=server.url)
    await asyncio.to_thread(sys.stdin.read)
    await server.stop()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
