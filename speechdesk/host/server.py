"""The WebSocket server on the loopback interface: it listens, checks handshakes, and ends."""

import asyncio
import contextlib
import http
import logging
import secrets
import socket
import struct
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit
from weakref import WeakKeyDictionary

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from speechdesk.host.client import Client
from speechdesk.host.engines.engine import Engine
from speechdesk.host.faults import Fault, FaultKind, FaultPlan
from speechdesk.host.records import ConnectionRecord, Records
from speechdesk.host.request import parse_address

LOOPBACK = "127.0.0.1"
_LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_KEY_HEADER = "Ocp-Apim-Subscription-Key"
_MAX_MESSAGE = 4 * 1024 * 1024
_OPEN_SECONDS = 10.0
_CLOSE_SECONDS = 2.0
_MAX_REASON_BYTES = 123

_log = logging.getLogger("speechdesk.host")
_log.addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of a connection from its handshake on."""

    record: ConnectionRecord | None
    faults: list[Fault]


class HostServer:
    """Serves the Speech protocol to any number of clients on 127.0.0.1.

    Where `key` is not empty, a client has to present it. `plan` and `records` are for tests.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        key: str = "",
        plan: FaultPlan | None = None,
        records: Records | None = None,
    ) -> None:
        self._engine = engine
        self._key = key
        self._plan = FaultPlan() if plan is None else plan
        self._records = records
        # A planned fault may hold a handshake for longer than a real client may take.
        self._open_seconds = _OPEN_SECONDS if plan is None else None
        self._server: Server | None = None
        self._clients: set[Client] = set()
        # Weak, because not every connection that asks gets as far as being served.
        self._asked: WeakKeyDictionary[ServerConnection, _Asked] = WeakKeyDictionary()
        self._stopping = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        return f"ws://{LOOPBACK}:{self.port}"

    async def start(self, port: int = 0) -> None:
        """Listen on `port` (0: any free one); raises OSError where it cannot be had."""
        self._server = await serve(
            self._serve_client,
            LOOPBACK,
            port,
            process_request=self._handshake,
            process_response=self._answered,
            compression=None,
            # TCP tells who is gone; a client that is held up must not be taken for dead.
            ping_interval=None,
            max_size=_MAX_MESSAGE,
            open_timeout=self._open_seconds,
            close_timeout=_CLOSE_SECONDS,
            logger=_log,
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]
        self._engine.warm()

    async def refuse(self) -> None:
        """Stop listening; connections that stand go on."""
        server, self._server = self._server, None
        if server is not None:
            server.close(close_connections=False)
            # It closes its socket in a task of its own, and tells only when all clients are gone.
            while server.is_serving():
                await asyncio.sleep(0)

    async def accept(self) -> None:
        """Listen again on the same port after `refuse`."""
        if self._server is None:
            await self.start(self.port)

    async def strike(self, fault: Fault) -> None:
        """Commit `fault` on all connections that stand."""
        for client in tuple(self._clients):
            with contextlib.suppress(ConnectionError):
                await client.commit(fault)

    async def stop(self) -> None:
        """End all connections and the engine."""
        self._stopping.set()
        if self._server is not None:
            self._server.close()
            try:
                await asyncio.wait_for(self._server.wait_closed(), _CLOSE_SECONDS)
            except TimeoutError:
                _log.info("some clients did not take leave")
        for client in tuple(self._clients):
            client.abort()
        await self._engine.close()

    async def _serve_client(self, connection: ServerConnection) -> None:
        asked = self._asked[connection]
        address = parse_address(connection.request.path) if connection.request else None
        if address is None:
            return
        client = Client(_Socket(connection), address, self._engine, self._plan, asked.record)
        self._clients.add(client)
        try:
            await client.run(asked.faults)
        finally:
            self._clients.discard(client)
            if asked.record is not None:
                asked.record.close_code = connection.close_code

    async def _handshake(self, connection: ServerConnection, request: Request) -> Response | None:
        asked = _Asked(self._record(request), self._plan.at_handshake())
        self._asked[connection] = asked
        return await self._struck(connection, asked.faults) or self._refusal(connection, request)

    def _answered(
        self, connection: ServerConnection, _request: Request, response: Response
    ) -> None:
        record = self._asked[connection].record
        if record is not None:
            record.status = response.status_code

    def _record(self, request: Request) -> ConnectionRecord | None:
        if self._records is None:
            return None
        parts = urlsplit(request.path)
        headers = {name.lower(): value for name, value in request.headers.raw_items()}
        return self._records.connection(parts.path, parts.query, headers)

    async def _struck(self, connection: ServerConnection, faults: list[Fault]) -> Response | None:
        """Commit the faults that befall a handshake; return an answer that takes its place."""
        for fault in faults:
            if fault.kind in (FaultKind.DELAY, FaultKind.BLACK_HOLE):
                seconds = None if fault.for_ms is None else fault.for_ms / 1000
                try:
                    await asyncio.wait_for(self._stopping.wait(), seconds)
                except TimeoutError:
                    continue
            elif fault.kind is FaultKind.RESET:
                _Socket(connection).abort(reset=True)
            elif fault.kind is FaultKind.HTTP:
                return _response(fault)
        return None

    def _refusal(self, connection: ServerConnection, request: Request) -> Response | None:
        if parse_address(request.path) is None:
            return connection.respond(http.HTTPStatus.NOT_FOUND, "No such service here.\n")
        if self._key and not _presents(request, self._key):
            return connection.respond(
                http.HTTPStatus.UNAUTHORIZED, "The key is missing or wrong.\n"
            )
        if not self._key and not _from_this_computer(request):
            return connection.respond(
                http.HTTPStatus.FORBIDDEN, "Web pages of other hosts are not served.\n"
            )
        return None


class _Socket:
    """A WebSocket connection as `Client` wants it."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection

    async def receive(self) -> str | bytes:
        try:
            return await self._connection.recv()
        except ConnectionClosed as error:
            raise ConnectionError(str(error)) from error

    async def send(self, frame: str | bytes) -> None:
        try:
            await self._connection.send(frame)
        except ConnectionClosed as error:
            raise ConnectionError(str(error)) from error

    async def close(self, code: int, reason: str) -> None:
        shortened = reason.encode()[:_MAX_REASON_BYTES].decode(errors="ignore")
        await self._connection.close(code, shortened)

    def pause_reading(self, paused: bool) -> None:
        transport = self._connection.transport
        if transport.is_closing():
            return
        if paused:
            transport.pause_reading()
        else:
            transport.resume_reading()

    def abort(self, *, reset: bool) -> None:
        transport = self._connection.transport
        if reset and not transport.is_closing():
            # Closing a socket that must not linger sends RST instead of FIN.
            transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
        transport.abort()


def _response(fault: Fault) -> Response:
    body = fault.reason.encode()
    headers = Headers(**{"Connection": "close", "Content-Length": str(len(body))})
    for name, value in fault.headers.items():
        headers[name] = value
    try:
        phrase = http.HTTPStatus(fault.code).phrase
    except ValueError:
        phrase = "Unknown"
    return Response(fault.code, phrase, headers, body)


def _presents(request: Request, key: str) -> bool:
    """Whether a client shows the key, in a header or (in browsers) in its address."""
    query = parse_qs(urlsplit(request.path).query)
    shown = [*request.headers.get_all(_KEY_HEADER), *query.get(_KEY_HEADER, [])]
    for value in [*request.headers.get_all("Authorization"), *query.get("Authorization", [])]:
        scheme, _, token = value.partition(" ")
        if scheme.lower() == "bearer":
            shown.append(token.strip())
    return any(secrets.compare_digest(value.encode(), key.encode()) for value in shown)


def _from_this_computer(request: Request) -> bool:
    """Whether a request comes from a program, or from a web page of this computer.

    Browsers let any page connect to loopback; without a key, its origin has to be asked for.
    """
    return all(
        urlsplit(origin).hostname in _LOOPBACK_NAMES for origin in request.headers.get_all("Origin")
    )
