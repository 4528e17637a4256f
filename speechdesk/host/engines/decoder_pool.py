"""The decoder processes of a host: started when needed, used again, ended when idle."""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from speechdesk.host.engines.decoder_child import command
from speechdesk.processes import child_command, child_environment, own_group

_LOAD_SECONDS = 60.0
_ANSWER_SECONDS = 120.0
_IDLE_SECONDS = 120.0
_END_SECONDS = 2.0
_LONGEST_LINE = 1024 * 1024
_MOST = 16


class DecoderGoneError(Exception):
    """A decoder process ended or does not answer."""


class DecoderProcess:
    """One decoder in a process of its own; see `decoder_child` for what it understands."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._owed = 0
        self._failed = False

    @classmethod
    async def start(cls) -> "DecoderProcess":
        """Start one and wait until its model is loaded; raises `DecoderGoneError`."""
        process = await asyncio.create_subprocess_exec(
            *child_command("decoder"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=child_environment(),
            limit=_LONGEST_LINE,
            **own_group(),
        )
        decoder = cls(process)
        try:
            await decoder._line(_LOAD_SECONDS)
        except BaseException:
            await decoder.end()
            raise
        return decoder

    @property
    def usable(self) -> bool:
        """Whether it can take another phrase."""
        return not self._failed and self._process.returncode is None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def begin(self, adaptation: str) -> None:
        await self._ask(b"B", adaptation.encode())

    async def hear(self, pcm: bytes) -> str:
        """Return what is understood of the phrase so far."""
        text: str = await self._ask(b"H", pcm)
        return text

    async def finish(self) -> dict[str, Any]:
        """Return the `Decoded` of the phrase, as JSON has it."""
        decoded: dict[str, Any] = await self._ask(b"E")
        return decoded

    async def end(self) -> None:
        """End the process, by force where it does not hear."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), _END_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def _ask(self, letter: bytes, payload: bytes = b"") -> Any:
        stdin = self._process.stdin
        if stdin is None or not self.usable:
            raise DecoderGoneError("ended")
        self._owed += 1
        try:
            stdin.write(command(letter, payload))
            await stdin.drain()
            # A question whose asker was cancelled has left its answer behind.
            while self._owed > 1:
                await self._line(_ANSWER_SECONDS)
                self._owed -= 1
            line = await self._line(_ANSWER_SECONDS)
        except (ConnectionError, DecoderGoneError) as error:
            self._failed = True
            raise DecoderGoneError(str(error)) from error
        self._owed = 0
        return json.loads(line)

    async def _line(self, seconds: float) -> bytes:
        stdout = self._process.stdout
        try:
            line = await asyncio.wait_for(stdout.readline(), seconds) if stdout else b""
        except TimeoutError as error:
            raise DecoderGoneError("no answer") from error
        if not line.endswith(b"\n"):
            raise DecoderGoneError("ended")
        return line


class DecoderPool:
    """Lends decoders: as many as there are cores to phrases under way, as many to complete ones.

    A phrase under way holds its decoder for as long as it is spoken, a complete one for a fraction
    of that. That some are kept for complete phrases lets any number of clients be served; who
    finds no decoder while a phrase is under way only gets no hypotheses.
    """

    def __init__(self, cores: int | None = None) -> None:
        each = min(_MOST // 2, max(1, cores or os.cpu_count() or 1))
        self._live_left = each
        self._complete = asyncio.Semaphore(each)
        self._idle: list[tuple[DecoderProcess, float]] = []
        self._lent: set[DecoderProcess] = set()
        self._first: asyncio.Task[DecoderProcess] | None = None
        self._endings: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def processes(self) -> tuple[int, ...]:
        """The ids of the decoder processes."""
        return tuple(d.pid for d in (*self._lent, *(idle for idle, _ in self._idle)))

    def warm(self) -> None:
        """Begin to load the first decoder, and return at once."""
        self._first = asyncio.create_task(DecoderProcess.start())

    @asynccontextmanager
    async def for_complete_phrase(self) -> AsyncIterator[DecoderProcess]:
        """Lend a decoder for a phrase whose end is known; waits for one to be free."""
        async with self._complete:
            decoder = await self._take()
            try:
                yield decoder
            finally:
                self._put_back(decoder)

    async def lend_live(self) -> DecoderProcess | None:
        """Lend a decoder for a phrase under way, until `return_live`; None if none is free."""
        if self._live_left == 0:
            return None
        self._live_left -= 1
        try:
            return await self._take()
        except BaseException:
            self._live_left += 1
            raise

    def return_live(self, decoder: DecoderProcess) -> None:
        self._live_left += 1
        self._put_back(decoder)

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        first, self._first = self._first, None
        if first is not None:
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
        everyone = [*self._lent, *(decoder for decoder, _ in self._idle)]
        self._idle.clear()
        await asyncio.gather(*(decoder.end() for decoder in everyone), *self._endings)

    async def _take(self) -> DecoderProcess:
        first, self._first = self._first, None
        if first is not None:
            decoder = await first
        elif self._idle:
            decoder = self._idle.pop()[0]
        else:
            decoder = await DecoderProcess.start()
        self._lent.add(decoder)
        return decoder

    def _put_back(self, decoder: DecoderProcess) -> None:
        self._lent.discard(decoder)
        if self._closed:
            return
        if not decoder.usable:
            self._end(decoder)
            return
        loop = asyncio.get_running_loop()
        self._idle.append((decoder, loop.time()))
        loop.call_later(_IDLE_SECONDS, self._end_idle)

    def _end_idle(self) -> None:
        """End those that have not been needed for a while; one stays for the next client."""
        since = asyncio.get_running_loop().time() - _IDLE_SECONDS
        while len(self._idle) > 1 and self._idle[0][1] <= since:
            self._end(self._idle.pop(0)[0])

    def _end(self, decoder: DecoderProcess) -> None:
        ending = asyncio.create_task(decoder.end())
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)
