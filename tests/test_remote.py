"""The small caller that reaches an open window without Qt."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechdesk.paths import home
from speechdesk.remote import ANSWER, Order, Request, deliver, parse_request, send, server_name

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no Unix sockets: not on Windows")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "home"


class Listener:
    """One connection of a window."""

    def __init__(self, name: str, answer: bytes) -> None:
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(name)
        self._server.listen()
        self.line = b""
        self._thread = threading.Thread(target=self._serve, args=(answer,))
        self._thread.start()

    def _serve(self, answer: bytes) -> None:
        connection, _ = self._server.accept()
        with connection:
            while not self.line.endswith(b"\n"):
                self.line += connection.recv(4096)
            connection.sendall(answer)

    def close(self) -> None:
        self._thread.join()
        self._server.close()


@pytest.fixture
def listener(place: Path) -> Iterator[Listener]:
    listener = Listener(server_name(home(place)), ANSWER)
    yield listener
    listener.close()


def test_an_order_with_files(place: Path, listener: Listener) -> None:
    assert send(place, "show", [Path("/a b/ü.wav")])
    assert parse_request(listener.line) == Request(Order.SHOW, (Path("/a b/ü.wav"),))


def test_relative_files_are_those_of_the_caller() -> None:
    line = Request(Order.SHOW, (Path("x.wav"),)).to_line()
    assert json.loads(line)["files"] == [str(Path("x.wav").absolute())]


def test_no_window(place: Path) -> None:
    assert not send(place, "toggle")


def test_a_socket_that_nobody_serves_any_more(place: Path) -> None:
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(server_name(home(place)))
    stale.close()
    assert not send(place, "stop")


def test_another_program_on_our_socket(place: Path) -> None:
    listener = Listener(server_name(home(place)), b"HTTP/1.1 400\r\n")
    assert not send(place, "stop")
    listener.close()


@pytest.mark.parametrize(
    "line", [b"", b"{", b"[]", b'{"order":"dance","files":[]}', b'{"order":"stop"}']
)
def test_what_is_no_request(line: bytes) -> None:
    with pytest.raises(ValueError):
        parse_request(line)


def test_each_home_has_a_name_of_its_own(tmp_path: Path) -> None:
    assert server_name(home(tmp_path / "a")) != server_name(home(tmp_path / "b"))


def test_a_home_has_one_name_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "b").mkdir()
    (tmp_path / "link").symlink_to("b")
    name = server_name(home(tmp_path / "b"))
    for way in ("b/", "b/../b", "link", "./link/../b"):
        assert server_name(home(Path(f"{tmp_path}/{way}"))) == name


def test_a_long_home_without_a_runtime_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    assert server_name(home(tmp_path)) == str(tmp_path / "window.socket")
    name = server_name(home(tmp_path / ("x" * 120)))
    assert len(name) < 100
    assert not deliver(name, Request(Order.STOP))


def test_no_qt_in_the_caller() -> None:
    code = "import sys, speechdesk.remote; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
