"""Ways to a service: through a proxy, and over IPv6."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest


def pump(source: socket.socket, target: socket.socket) -> None:
    """Carry bytes one way until either side is gone."""
    try:
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        target.close()


@contextmanager
def forwarding(
    server: socket.socket, port_behind: int, greet: Callable[[socket.socket], None]
) -> Iterator[int]:
    """Carry the clients of `server`, each once greeted, to a port of this computer."""

    def carry(client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", port_behind)) as behind:
            greet(client)
            back = threading.Thread(target=pump, args=(behind, client))
            back.start()
            pump(client, behind)
            back.join()

    def serve() -> None:
        carriers = []
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                break
            carriers.append(threading.Thread(target=carry, args=(client,)))
            carriers[-1].start()
        for carrier in carriers:
            carrier.join()

    thread = threading.Thread(target=serve)
    thread.start()
    with server:
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@contextmanager
def tunnelling_proxy(port_behind: int) -> Iterator[tuple[int, list[str]]]:
    """Be a proxy, whatever is asked for; yield our port and what clients asked."""
    asked: list[str] = []

    def greet(client: socket.socket) -> None:
        asked.append(client.recv(65_536).decode())
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")

    with forwarding(socket.create_server(("127.0.0.1", 0)), port_behind, greet) as port:
        yield port, asked


@contextmanager
def over_ipv6(port_behind: int) -> Iterator[int]:
    """Lead clients from a port of ::1 to the same service."""
    try:
        server = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("needs IPv6 on the loopback interface")
    with forwarding(server, port_behind, lambda _: None) as port:
        yield port
