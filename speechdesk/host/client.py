"""One client from its handshake to its end, over whatever carries frames."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from speechdesk.host.engines.engine import Engine
from speechdesk.host.faults import Fault, FaultKind, FaultPlan
from speechdesk.host.records import ConnectionRecord
from speechdesk.host.request import Address
from speechdesk.host.runner import INVALID_DATA, TurnRunner
from speechdesk.host.turn import AudioArrived, AudioEnded, ClientEvent, Exchange, TurnBegun
from speechdesk.host.wire import WireError

_ABNORMAL = 1006


class Socket(Protocol):
    """What carries frames. A connection that is gone raises ConnectionError."""

    async def receive(self) -> str | bytes: ...

    async def send(self, frame: str | bytes) -> None: ...

    async def close(self, code: int, reason: str) -> None: ...

    def pause_reading(self, paused: bool) -> None: ...

    def abort(self, *, reset: bool) -> None:
        """End it without a close frame, by a TCP reset or as if the program had ended."""


class Client:
    """Listens to one client and answers its turns, one at a time."""

    def __init__(
        self,
        socket: Socket,
        address: Address,
        engine: Engine,
        plan: FaultPlan,
        record: ConnectionRecord | None = None,
    ) -> None:
        self._socket = socket
        self._engine = engine
        self._plan = plan
        self._record = record
        self._exchange = Exchange(address)
        self._runner: TurnRunner | None = None
        self._turn: asyncio.Task[None] | None = None
        self._answered_ms = -1
        self._impairment = _Impairment()

    async def run(self, first_faults: list[Fault]) -> None:
        """Serve the client until it goes; `first_faults` strike at once."""
        try:
            for fault in first_faults:
                await self.commit(fault)
            while True:
                frame = await self._socket.receive()
                await self._impairment.passable.wait()
                for event in self._exchange.receive(frame):
                    await self._take(event)
        except WireError as error:
            await self._socket.close(INVALID_DATA, str(error))
        except ConnectionError:
            pass  # The client is gone, which is how every connection ends.
        finally:
            self._impairment.end()
            await self._end_turn()

    async def commit(self, fault: Fault) -> None:
        """Commit a fault on this connection now."""
        match fault.kind:
            case FaultKind.CLOSE if fault.code != _ABNORMAL:
                await self._socket.close(fault.code, fault.reason)
            case FaultKind.CLOSE:
                self._socket.abort(reset=False)
            case FaultKind.RESET:
                self._socket.abort(reset=True)
            case FaultKind.SILENCE:
                self._impairment.mute(fault.for_ms)
            case FaultKind.BLACK_HOLE:
                self._socket.pause_reading(True)
                self._impairment.block(fault.for_ms, lambda: self._socket.pause_reading(False))
            case FaultKind.DELAY:
                self._impairment.delay_s = (fault.for_ms or 0) / 1000
            case FaultKind.SEND:
                request_id = self._runner.request.request_id if self._runner else ""
                for frame in fault.frames_for(request_id):
                    await self._socket.send(frame)
            case FaultKind.HTTP:
                pass  # Too late for an HTTP status.

    async def send(self, frame: str | bytes) -> None:
        """Send an answer, unless a fault keeps it back."""
        await self._impairment.passable.wait()
        if self._impairment.delay_s:
            await asyncio.sleep(self._impairment.delay_s)
        if not self._impairment.muted:
            await self._socket.send(frame)

    async def close(self, code: int, reason: str) -> None:
        await self._socket.close(code, reason)

    async def answered(self, milliseconds: int) -> None:
        """Count the sound that was answered, and commit the faults due by now."""
        before = self._answered_ms
        self._answered_ms = max(0, before) + milliseconds
        for fault in self._plan.between(before, self._answered_ms):
            await self.commit(fault)

    def abort(self) -> None:
        self._impairment.end()
        self._socket.abort(reset=False)

    async def _take(self, event: ClientEvent) -> None:
        if self._record is not None:
            self._record.note(event)
        match event:
            case TurnBegun(request, _):
                await self._end_turn()
                self._runner = TurnRunner(request, self._engine, self, self._exchange.end_turn)
                self._turn = asyncio.create_task(self._runner.run())
            case AudioArrived(data) if self._runner:
                await self._runner.feed(data)
            case AudioEnded() if self._runner:
                await self._runner.finish()

    async def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.cancel()
            await asyncio.gather(turn, return_exceptions=True)


class _Impairment:
    """What faults have made of the way back to the client."""

    def __init__(self) -> None:
        self.passable = asyncio.Event()
        self.passable.set()
        self.muted = False
        self.delay_s = 0.0
        self._timers: list[asyncio.TimerHandle] = []

    def mute(self, for_ms: int | None) -> None:
        self.muted = True
        self._after(for_ms, self._unmute)

    def block(self, for_ms: int | None, then: Callable[[], None]) -> None:
        self.passable.clear()

        def unblock() -> None:
            then()
            self.passable.set()

        self._after(for_ms, unblock)

    def end(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self.passable.set()

    def _unmute(self) -> None:
        self.muted = False

    def _after(self, for_ms: int | None, then: Callable[[], None]) -> None:
        if for_ms is not None:
            loop = asyncio.get_running_loop()
            self._timers.append(loop.call_later(for_ms / 1000, then))
