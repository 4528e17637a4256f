"""How many messages a second the host takes, beside an echo of the same library."""

import asyncio
import contextlib
import io
import sys
import time
import wave
from collections.abc import Iterator

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

from tests.bench.children import child, python
from tests.bench.harness import Bench, Group, Line, at_most_times, from_runs
from tests.bench.telling import say
from tests.hosts import script_host

NAME = "protocol host: time for a message and its answer"
_PIECE_MS = 100
_MESSAGES = 3000
_REQUEST = "0123456789abcdef0123456789abcdef"
_HEAD = f"Path: audio\r\nX-RequestId: {_REQUEST}\r\nX-StreamId: 1\r\n".encode()


def _message(sound: bytes) -> bytes:
    return len(_HEAD).to_bytes(2, "big") + _HEAD + sound


def _script() -> dict[str, object]:
    """One hypothesis for each message."""
    partials = [f"word {number}" for number in range(_MESSAGES)]
    end_ms = (_MESSAGES + 10) * _PIECE_MS
    phrase = {"at_ms": 0, "end_ms": end_ms, "text": "Words.", "partials": partials}
    return {"phrases": [phrase]}


def _wave_header() -> bytes:
    """Return what a client sends before the sound of a turn, whose length it does not know."""
    header = io.BytesIO()
    with wave.open(header, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
    return header.getvalue()


async def _begin(client: ClientConnection) -> None:
    body = '{"phraseDetection": {"mode": "CONVERSATION", "language": "en-US"}}'
    for path in ("speech.config", "speech.context"):
        await client.send(
            f"Path: {path}\r\nX-RequestId: {_REQUEST}\r\nContent-Type: application/json\r\n\r\n"
            + (body if path == "speech.context" else "{}")
        )
    await client.send(_message(_wave_header()))


async def _time(url: str, *, speech: bool) -> float:
    """Return microseconds for each message sent of which one comes back, many on the way."""
    message = _message(bytes(_PIECE_MS * 32))
    # Without a limit to what waits to be read, what is left at the end does not delay the close.
    async with connect(url, compression=None, max_size=None, max_queue=None) as client:
        if speech:
            await _begin(client)
        start = time.perf_counter()
        sending = asyncio.create_task(_send(client, message))
        answers = 0
        while answers < _MESSAGES * 9 // 10:
            answer = await client.recv()
            answers += not speech or "hypothesis" in answer[:200]
        taken = time.perf_counter() - start
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending
    return taken / answers * 1e6


async def _send(client: ClientConnection, message: bytes) -> None:
    for _ in range(_MESSAGES):
        await client.send(message)


def _measure(bench: Bench) -> Iterator[Line]:
    ours: list[float] = []
    echo: list[float] = []
    with (
        script_host(_script(), key="", controlled=False) as host,
        child(python("tests.bench.protocol")) as other,
    ):
        address = f"{host.url}/stt/speech/universal/v2"
        echo_url = other.wait_for("serving")["url"]
        for _ in range(bench.rounds(9)):
            ours.append(asyncio.run(_time(address, speech=True)))
            echo.append(asyncio.run(_time(echo_url, speech=False)))
    yield from_runs(NAME, ours, echo, "µs", at_most_times(2))


async def _echo(client: ServerConnection) -> None:
    async for message in client:
        await client.send(message)


async def _serve_echo() -> None:
    async with serve(_echo, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        say("serving", url=f"ws://127.0.0.1:{port}")
        await asyncio.to_thread(sys.stdin.read)


GROUPS = (Group("protocol", (NAME,), _measure),)

if __name__ == "__main__":
    asyncio.run(_serve_echo())
