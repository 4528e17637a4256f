"""The window's end of other starts of the program."""

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from speechdesk.remote import Order, Request, deliver
from speechdesk.ui.instance_lock import InstanceLock
from speechdesk.ui.single_instance import SingleInstance

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no Unix sockets: not on Windows")


@pytest.fixture
def name(tmp_path: Path) -> str:
    return str(tmp_path / "s")


@pytest.fixture
def instance(qtbot: QtBot, name: str) -> Iterator[SingleInstance]:
    instance = SingleInstance(name)
    assert instance.listen()
    yield instance
    instance.close()
    instance.deleteLater()


def call(name: str, request: Request) -> tuple[threading.Thread, list[bool]]:
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(deliver(name, request)))
    thread.start()
    return thread, answers


def test_a_request_is_answered(instance: SingleInstance, name: str, qtbot: QtBot) -> None:
    request = Request(Order.SHOW, (Path("/a.wav"),))
    with qtbot.waitSignal(instance.asked) as asked:
        thread, answers = call(name, request)
    qtbot.waitUntil(lambda: not thread.is_alive())
    assert asked.args == [request]
    assert answers == [True]


def test_many_callers(instance: SingleInstance, name: str, qtbot: QtBot) -> None:
    calls = [call(name, Request(Order.TOGGLE)) for _ in range(20)]
    qtbot.waitUntil(lambda: not any(thread.is_alive() for thread, _ in calls))
    assert all(answers == [True] for _, answers in calls)


@pytest.mark.parametrize("rubbish", [b"GET / HTTP/1.1\r\n\r\n\n", b"x" * (2 << 20)])
def test_rubbish_ends_only_its_own_connection(
    instance: SingleInstance, name: str, qtbot: QtBot, rubbish: bytes
) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(name)
        thread = threading.Thread(target=_send_all, args=(connection, rubbish))
        thread.start()
        qtbot.waitUntil(lambda: not thread.is_alive())
    with qtbot.waitSignal(instance.asked):
        thread, _ = call(name, Request(Order.STOP))
    qtbot.waitUntil(lambda: not thread.is_alive())


def _send_all(connection: socket.socket, data: bytes) -> None:
    try:
        connection.sendall(data)
        connection.recv(1)
    except ConnectionError:
        return


def test_a_stale_socket_is_replaced(name: str, qtbot: QtBot) -> None:
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(name)
    stale.close()
    instance = SingleInstance(name)
    assert instance.listen()
    instance.close()
    instance.deleteLater()


def test_only_the_user_may_connect(instance: SingleInstance, name: str) -> None:
    assert Path(name).stat().st_mode & 0o077 == 0


def test_one_holder_of_the_lock(tmp_path: Path) -> None:
    one, other = InstanceLock(tmp_path / "lock"), InstanceLock(tmp_path / "lock")
    assert one.take()
    assert not other.take()
    one.release()
    assert other.take()
    other.release()


def test_without_a_lock_the_program_runs_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    lock = InstanceLock(tmp_path / "file" / "lock")
    assert lock.take()
    lock.release()
