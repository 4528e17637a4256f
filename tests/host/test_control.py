"""What tests can do to a running host, in its own process."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.hosts import ScriptHost, script_host

PATH = "/stt/speech/universal/v2"


def connected(host: ScriptHost, scene: Callable[[ClientConnection], Awaitable[None]]) -> None:
    """Run a scene with one client that is connected to the host."""

    async def run() -> None:
        headers = {"Ocp-Apim-Subscription-Key": host.key}
        async with connect(host.url + PATH, additional_headers=headers) as client:
            await asyncio.wait_for(scene(client), 30)

    asyncio.run(run())


def listens(host: ScriptHost) -> bool:
    try:
        socket.create_connection(("127.0.0.1", host.port), 10).close()
    except OSError:
        return False
    return True


def test_a_fault_strikes_what_stands_and_only_that() -> None:
    with script_host() as host:

        async def scene(client: ClientConnection) -> None:
            host.strike("close", code=4000, reason="go away")
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
            assert closed.value.rcvd is not None
            assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4000, "go away")

        connected(host, scene)
        connected(host, lambda client: client.ping())


def test_a_planned_fault_can_be_taken_back() -> None:
    with script_host() as host:
        host.fault("http", code=503)
        host.clear()
        connected(host, lambda client: client.ping())


def test_faults_of_the_script_are_planned_from_the_start() -> None:
    script = {"faults": [{"kind": "close", "code": 1013}]}
    with script_host(script) as host:

        async def scene(client: ClientConnection) -> None:
            with pytest.raises(ConnectionClosed, match="1013"):
                await client.recv()

        connected(host, scene)


def test_it_can_refuse_and_accept_again() -> None:
    with script_host() as host:
        host.refuse()
        assert not listens(host)
        host.accept()
        assert listens(host)


def test_it_can_be_killed() -> None:
    with script_host() as host:
        host.kill()
        assert not listens(host)


def test_without_a_key_none_is_asked_for() -> None:
    with script_host(key="") as host:
        connected(host, lambda client: client.ping())


def test_nonsense_is_told_and_does_no_harm() -> None:
    with script_host() as host:
        with pytest.raises(ValueError, match="unknown kind of fault: flood"):
            host.fault("flood")
        with pytest.raises(ValueError, match="IndexError"):
            host.audio(connection=7)
        connected(host, lambda client: client.ping())


def test_a_wrong_script_is_told() -> None:
    with pytest.raises(ValueError, match="unknown name in the script: phrase"):
        ScriptHost({"phrase": []}, key="")
