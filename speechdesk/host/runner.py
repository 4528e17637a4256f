"""Runs one turn: a client's sound into the engine, the engine's results out as frames."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from speechdesk.host.engines.engine import (
    Engine,
    Mode,
    Phrase,
    Recognition,
    RequestRefusedError,
    Result,
    TurnOver,
    TurnRequest,
)
from speechdesk.host.pcm import PcmReader, UnsupportedAudioError
from speechdesk.host.turn import TurnAnswers
from speechdesk.sound.recording import BYTES_PER_MS

# So many pieces wait for a busy engine (a minute, as the SDK cuts them); then the client waits.
_WAITING_PIECES = 600
_LONGEST_PIECE = 32_000
INVALID_DATA = 1007
INTERNAL_ERROR = 1011

_log = logging.getLogger("speechdesk.host")


class Channel(Protocol):
    """The way back to the client."""

    async def send(self, frame: str | bytes) -> None: ...

    async def close(self, code: int, reason: str) -> None: ...

    async def answered(self, milliseconds: int) -> None:
        """Take note that so much more sound has been heard and all due answers were sent."""


class TurnRunner:
    """One turn from its first sound to its end; `feed` and `finish` may be called after it."""

    def __init__(
        self,
        request: TurnRequest,
        engine: Engine,
        channel: Channel,
        ended: Callable[[int], None],
    ) -> None:
        """`ended` is told how many milliseconds of sound were heard."""
        self.request = request
        self._engine = engine
        self._channel = channel
        self._ended = ended
        self._answers = TurnAnswers(request)
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue(_WAITING_PIECES)
        self._reader = PcmReader()
        self._heard_bytes = 0
        self._over = False

    @property
    def _heard_ms(self) -> int:
        return self._heard_bytes // BYTES_PER_MS

    async def feed(self, data: bytes) -> None:
        """Hand over sound as the client sent it; waits while the engine is far behind."""
        for start in range(0, len(data), _LONGEST_PIECE):
            if not self._over:
                await self._pieces.put(data[start : start + _LONGEST_PIECE])

    async def finish(self) -> None:
        """Say that the sound is complete."""
        if not self._over:
            await self._pieces.put(None)

    async def run(self) -> None:
        """Answer the turn to its end, or close the connection where that is impossible."""
        try:
            recognition = await self._engine.open(self.request)
            try:
                await self._channel.send(self._answers.begin())
                await self._recognize(recognition)
            finally:
                await recognition.close()
            await self._end()
        except UnsupportedAudioError as error:
            await self._channel.close(INVALID_DATA, f"Unsupported audio format: {error}")
        except RequestRefusedError as error:
            await self._channel.close(INVALID_DATA, str(error))
        except ConnectionError:
            _log.info("the client left during turn %s", self.request.request_id)
        except Exception:
            _log.exception("turn %s failed", self.request.request_id)
            await self._channel.close(INTERNAL_ERROR, "Internal error of the local service")
        finally:
            self._stop_taking()

    async def _recognize(self, recognition: Recognition) -> None:
        while not self._over:
            piece = await self._pieces.get()
            pcm = self._reader.finish() if piece is None else self._reader.feed(piece)
            before_ms = self._heard_ms
            if pcm:
                self._heard_bytes += len(pcm)
                await self._say(recognition.audio(pcm))
            if piece is None:
                await self._say(recognition.finish())
                return
            await self._channel.answered(self._heard_ms - before_ms)

    async def _say(self, results: AsyncIterator[Result]) -> None:
        async for result in results:
            if self._over:
                continue
            if isinstance(result, TurnOver):
                self._over = True
                continue
            await self._channel.send(self._answers.answer(result))
            if isinstance(result, Phrase) and self.request.mode is Mode.INTERACTIVE:
                self._over = True

    async def _end(self) -> None:
        self._stop_taking()
        # Told before the client learns it, since its next turn may follow at once.
        self._ended(self._heard_ms)
        for frame in self._answers.end(self._reader.length_ms):
            await self._channel.send(frame)

    def _stop_taking(self) -> None:
        self._over = True
        while not self._pieces.empty():
            self._pieces.get_nowait()
