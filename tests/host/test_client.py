"""One client over a socket that is none: turns, breaches and faults."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from speechdesk.host.client import Client
from speechdesk.host.engines.engine import (
    Phrase,
    Reading,
    Recognition,
    RequestRefusedError,
    Result,
    TurnRequest,
)
from speechdesk.host.faults import Fault, FaultKind, FaultPlan
from speechdesk.host.request import parse_address
from speechdesk.host.wire import text_frame
from tests.host.frames import binary_frame, parse
from tests.host.test_pcm import header

CONVERSATION = "/stt/speech/universal/v2"
INTERACTIVE = "/speech/recognition/interactive/cognitiveservices/v1"


class Line:
    """A socket made of two queues."""

    def __init__(self) -> None:
        self._incoming: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._sent: asyncio.Queue[str | bytes] = asyncio.Queue()
        self.closed: tuple[int, str] | None = None
        self.aborted: bool | None = None
        self.reading_paused = False

    def say(self, *frames: str | bytes) -> None:
        for frame in frames:
            self._incoming.put_nowait(frame)

    def hang_up(self) -> None:
        self._incoming.put_nowait(None)

    async def heard(self) -> str:
        """Return the path of the next frame that was sent."""
        frame = await asyncio.wait_for(self._sent.get(), 10)
        return parse(frame).path

    def unheard(self) -> int:
        return self._sent.qsize()

    async def receive(self) -> str | bytes:
        frame = await self._incoming.get()
        if frame is None:
            raise ConnectionError
        return frame

    async def send(self, frame: str | bytes) -> None:
        if self.closed or self.aborted is not None:
            raise ConnectionError
        self._sent.put_nowait(frame)

    async def close(self, code: int, reason: str) -> None:
        self.closed = code, reason
        self.hang_up()

    def pause_reading(self, paused: bool) -> None:
        self.reading_paused = paused

    def abort(self, *, reset: bool) -> None:
        self.aborted = reset
        self.hang_up()


class Echo:
    """An engine that answers each piece of sound with a phrase, and closes its turns."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.closed = 0

    def warm(self) -> None:
        pass

    async def open(self, request: TurnRequest) -> Recognition:
        if isinstance(self.failure, RequestRefusedError):
            raise self.failure
        return self

    async def close(self) -> None:
        self.closed += 1

    async def audio(self, pcm: bytes) -> AsyncIterator[Result]:
        if self.failure is not None:
            raise self.failure
        yield Phrase(0, len(pcm) // 32, (Reading("Yes.", "yes"),))

    async def finish(self) -> AsyncIterator[Result]:
        return
        yield


def serve(
    scene: Callable[[Line], Awaitable[None]],
    *,
    target: str = CONVERSATION,
    engine: Echo | None = None,
    plan: FaultPlan | None = None,
    first_faults: list[Fault] | None = None,
) -> Line:
    """Run a client through a scene, then let it go, and return its line."""

    async def run() -> Line:
        address = parse_address(target)
        assert address is not None
        line = Line()
        client = Client(line, address, engine or Echo(), plan or FaultPlan())
        running = asyncio.create_task(client.run(first_faults or []))
        await scene(line)
        line.hang_up()
        await asyncio.wait_for(running, 10)
        return line

    return asyncio.run(run())


def sound(request_id: str, payload: bytes) -> bytes:
    return binary_frame({"Path": "audio", "X-RequestId": request_id}, payload)


def turn(request_id: str, pieces: int = 1) -> list[bytes]:
    return [sound(request_id, header()), *[sound(request_id, bytes(3_200))] * pieces]


async def until_closed(line: Line) -> None:
    async with asyncio.timeout(10):
        while line.closed is None and line.aborted is None:
            await asyncio.sleep(0)


def test_two_turns_on_one_connection() -> None:
    async def scene(line: Line) -> None:
        for request_id in ("A", "B"):
            line.say(*turn(request_id, pieces=2), sound(request_id, b""))
            assert [await line.heard() for _ in range(6)] == [
                "turn.start",
                "speech.phrase",
                "speech.phrase",
                "speech.enddetected",
                "speech.phrase",
                "turn.end",
            ]

    assert serve(scene).closed is None


def test_one_utterance_ends_the_turn_of_who_asks_for_one() -> None:
    async def scene(line: Line) -> None:
        line.say(*turn("A", pieces=3))
        expected = ["turn.start", "speech.phrase", "speech.enddetected", "turn.end"]
        assert [await line.heard() for _ in expected] == expected

    serve(scene, target=INTERACTIVE)


def test_a_client_that_leaves_in_mid_turn_leaves_nothing_behind() -> None:
    engine = Echo()

    async def scene(line: Line) -> None:
        line.say(*turn("A"))
        assert await line.heard() == "turn.start"

    serve(scene, engine=engine)

    assert engine.closed == 1


def test_a_new_turn_takes_over() -> None:
    engine = Echo()

    async def scene(line: Line) -> None:
        line.say(*turn("A"))
        assert [await line.heard(), await line.heard()] == ["turn.start", "speech.phrase"]
        line.say(*turn("B"))
        assert [await line.heard(), await line.heard()] == ["turn.start", "speech.phrase"]

    serve(scene, engine=engine)

    assert engine.closed == 2


@pytest.mark.parametrize(
    ("frames", "code", "reason"),
    [
        (["no message"], 1007, "empty line"),
        ([b"\xff\xf0Path:audio"], 1007, "longer than itself"),
        ([text_frame("speech.context", "A", {})[:-2] + "{bad"], 1007, "not JSON"),
        ([sound("A", b"ID3 this is an MP3 file")], 1007, "Unsupported audio format"),
        ([sound("A", header(tag=85))], 1007, "Unsupported audio format"),
    ],
)
def test_a_breach_ends_the_connection(frames: list[str | bytes], code: int, reason: str) -> None:
    async def scene(line: Line) -> None:
        line.say(*frames)
        await until_closed(line)

    closed = serve(scene).closed

    assert closed is not None
    assert closed[0] == code
    assert reason in closed[1]


@pytest.mark.parametrize(
    ("failure", "code"), [(RequestRefusedError("Unsupported language"), 1007), (KeyError(), 1011)]
)
def test_an_engine_that_cannot_ends_the_connection(failure: Exception, code: int) -> None:
    async def scene(line: Line) -> None:
        line.say(*turn("A"))
        await until_closed(line)

    closed = serve(scene, engine=Echo(failure)).closed

    assert closed is not None
    assert closed[0] == code


@pytest.mark.parametrize(
    ("fault", "closed", "aborted"),
    [
        (Fault(FaultKind.CLOSE, 150, code=1011, reason="x"), (1011, "x"), None),
        (Fault(FaultKind.CLOSE, 150, code=1006), None, False),
        (Fault(FaultKind.RESET, 150), None, True),
    ],
)
def test_faults_strike_where_the_plan_says(
    fault: Fault, closed: tuple[int, str] | None, aborted: bool | None
) -> None:
    async def scene(line: Line) -> None:
        line.say(*turn("A", pieces=1))
        assert [await line.heard(), await line.heard()] == ["turn.start", "speech.phrase"]
        assert (line.closed, line.aborted) == (None, None)
        line.say(sound("A", bytes(3_200)))
        await until_closed(line)

    line = serve(scene, plan=FaultPlan((fault,)))

    assert (line.closed, line.aborted) == (closed, aborted)


def test_silence_reads_on_and_answers_nothing() -> None:
    plan = FaultPlan((Fault(FaultKind.SILENCE, 0),))

    async def scene(line: Line) -> None:
        line.say(*turn("A", pieces=50), sound("A", b""))
        assert await line.heard() == "turn.start"

    assert serve(scene, plan=plan).unheard() <= 1


def test_a_black_hole_does_not_even_read_until_it_is_over() -> None:
    hole = Fault(FaultKind.BLACK_HOLE, for_ms=50)

    async def scene(line: Line) -> None:
        line.say(*turn("A"))
        async with asyncio.timeout(10):
            while not line.reading_paused:
                await asyncio.sleep(0)
        assert line.unheard() == 0
        assert await line.heard() == "turn.start"
        assert not line.reading_paused

    serve(scene, first_faults=[hole])


def test_frames_of_a_faults_own_are_sent() -> None:
    frames = ("X-RequestId:{request_id}\r\nPath:speech.phrase\r\n\r\n{bad",)
    plan = FaultPlan((Fault(FaultKind.SEND, 0, frames=frames),))

    async def scene(line: Line) -> None:
        line.say(*turn("A"))
        expected = ["turn.start", "speech.phrase", "speech.phrase"]
        assert sorted([await line.heard() for _ in expected]) == sorted(expected)

    serve(scene, plan=plan)
