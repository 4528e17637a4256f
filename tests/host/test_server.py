"""The server on loopback: who may come in, and how it ends."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from speechdesk.host.engines.script import ScriptEngine
from speechdesk.host.engines.script_format import Script
from speechdesk.host.faults import Fault, FaultKind, FaultPlan
from speechdesk.host.records import Records
from speechdesk.host.server import HostServer

PATH = "/stt/speech/universal/v2"
KEY = "0123456789abcdef"


def with_server(scene: Callable[[HostServer], Awaitable[None]], **options: Any) -> None:
    async def run() -> None:
        server = HostServer(ScriptEngine(Script()), **options)
        await server.start()
        try:
            await asyncio.wait_for(scene(server), 30)
        finally:
            await server.stop()

    asyncio.run(run())


async def status(server: HostServer, target: str = PATH, **headers: str) -> int:
    """Return the HTTP status of a handshake."""
    try:
        async with connect(server.url + target, additional_headers=headers):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


def test_who_has_no_key_or_a_wrong_one_is_refused() -> None:
    async def scene(server: HostServer) -> None:
        key = "Ocp-Apim-Subscription-Key"
        assert await status(server) == 401
        assert await status(server, **{key: "wrong"}) == 401
        assert await status(server, **{key: KEY[:-1]}) == 401
        assert await status(server, Authorization=f"Basic {KEY}") == 401
        assert await status(server, **{key: KEY}) == 101
        assert await status(server, Authorization=f"Bearer {KEY}") == 101
        assert await status(server, f"{PATH}?{key}={KEY}") == 101
        assert await status(server, f"{PATH}?Authorization=Bearer%20{KEY}") == 101

    with_server(scene, key=KEY)


def test_without_a_key_anyone_on_this_computer_comes_in_but_not_others_web_pages() -> None:
    async def scene(server: HostServer) -> None:
        assert await status(server) == 101
        assert await status(server, Origin="http://localhost:3000") == 101
        assert await status(server, Origin="http://127.0.0.1") == 101
        assert await status(server, Origin="https://example.org") == 403
        assert await status(server, Origin="null") == 403

    with_server(scene)


def test_other_paths_are_not_found() -> None:
    async def scene(server: HostServer) -> None:
        assert await status(server, "/") == 404
        assert await status(server, "/speech/recognition/x/cognitiveservices/v1") == 404

    with_server(scene)


async def plain_get(server: HostServer) -> str:
    """Return the answer to a GET that does not ask for a WebSocket."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        writer.write(f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        return (await reader.read()).decode()
    finally:
        writer.transport.abort()


def test_a_plain_get_opens_no_session() -> None:
    records = Records()

    async def scene(server: HostServer) -> None:
        assert (await plain_get(server)).startswith("HTTP/1.1 426")

    with_server(scene, records=records)

    assert [(c.status, c.turns) for c in records.connections] == [(426, [])]


def test_a_redirect_is_answered_to_a_plain_get_too() -> None:
    fault = Fault(FaultKind.HTTP, code=307, headers={"Location": "ws://example.org/x"})

    async def scene(server: HostServer) -> None:
        answer = await plain_get(server)
        assert answer.startswith("HTTP/1.1 307 Temporary Redirect")
        assert "Location: ws://example.org/x" in answer

    with_server(scene, plan=FaultPlan((fault,)))


@pytest.mark.parametrize("code", [301, 400, 403, 404, 408, 418, 429, 499, 500, 502, 503])
def test_any_status_can_be_planned(code: int) -> None:
    async def scene(server: HostServer) -> None:
        assert [await status(server), await status(server)] == [code, 101]

    with_server(scene, plan=FaultPlan((Fault(FaultKind.HTTP, code=code, times=1),)))


def test_a_handshake_can_be_reset_delayed_or_never_answered() -> None:
    plan = FaultPlan()

    async def scene(server: HostServer) -> None:
        plan.add(Fault(FaultKind.RESET, times=1))
        with pytest.raises(ConnectionResetError):
            await plain_get(server)
        plan.add(Fault(FaultKind.DELAY, for_ms=50, times=1))
        before = asyncio.get_running_loop().time()
        assert await status(server) == 101
        assert asyncio.get_running_loop().time() - before >= 0.05
        plan.add(Fault(FaultKind.BLACK_HOLE, times=1))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(status(server), 0.2)

    with_server(scene, plan=plan)


def test_refusing_leaves_standing_connections_alone_and_keeps_the_port() -> None:
    async def scene(server: HostServer) -> None:
        async with connect(server.url + PATH) as standing:
            port = server.port
            await server.refuse()
            with pytest.raises(ConnectionRefusedError):
                await status(server)
            await standing.ping()
            await server.accept()
            assert server.port == port
            assert await status(server) == 101

    with_server(scene)


def test_a_port_in_use_is_an_os_error() -> None:
    async def scene(server: HostServer) -> None:
        second = HostServer(ScriptEngine(Script()))
        with pytest.raises(OSError, match="in use"):
            await second.start(server.port)
        await second.stop()

    with_server(scene)


def test_it_listens_on_loopback_alone() -> None:
    async def scene(server: HostServer) -> None:
        with socket.socket() as outside, pytest.raises(OSError):
            outside.connect((_address_of_this_computer(), server.port))

    with_server(scene)


def _address_of_this_computer() -> str:
    """Return an address of this computer that is not loopback, or one that is nobody's."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "0.0.0.1"
        return str(probe.getsockname()[0])


def test_a_frame_that_claims_to_be_huge_is_not_waited_for() -> None:
    async def scene(server: HostServer) -> None:
        async with connect(server.url + PATH) as hostile:
            hostile.transport.write(b"\x82\xff" + (2**40).to_bytes(8, "big") + bytes(4))
            with pytest.raises(ConnectionClosed) as closed:
                await hostile.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009

    with_server(scene)


@pytest.mark.parametrize("frame", [b"\xff\xf0" + bytes(18), "", b"", "{}"])
def test_hostile_frames_end_their_own_connection_only(frame: str | bytes) -> None:
    async def scene(server: HostServer) -> None:
        async with connect(server.url + PATH) as other, connect(server.url + PATH) as hostile:
            await hostile.send(frame)
            with pytest.raises(ConnectionClosed):
                await hostile.recv()
            await other.ping()

    with_server(scene)


def test_what_clients_sent_can_be_read_back() -> None:
    records = Records()

    async def scene(server: HostServer) -> None:
        async with connect(
            f"{server.url}{PATH}?cid=7", additional_headers={"X-Mine": "1"}
        ) as client:
            await client.send('Path: speech.config\r\n\r\n{"context": {"os": 1}}')
            await client.send('Path: telemetry\r\n\r\n{"Metrics": []}')
            await client.close(1000)

    with_server(scene, records=records)

    (found,) = json.loads(json.dumps(records.to_json()))
    assert (found["path"], found["query"], found["headers"]["x-mine"]) == (PATH, "cid=7", "1")
    assert (found["status"], found["close_code"]) == (101, 1000)
    assert found["config"] == {"context": {"os": 1}}
    assert found["telemetry"] == [{"Metrics": []}]
