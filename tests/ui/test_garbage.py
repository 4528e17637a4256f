"""Garbage is collected in the GUI thread alone."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from speechdesk.ui.garbage import GarbageCollection


class Knot(QObject):
    """A cycle, as widgets and their slots make them."""

    def __init__(self, died_in: list[int]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: died_in.append(threading.get_ident()))


def test_cycles_die_in_the_gui_thread(qtbot: QtBot) -> None:
    garbage = GarbageCollection()
    died_in: list[int] = []
    Knot(died_in)

    def allocate() -> None:
        assert len([[] for _ in range(100_000)]) == 100_000

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert died_in == []
    kept = [[] for _ in range(100_000)]
    garbage.collect()
    assert kept
    assert died_in == [threading.get_ident()]
    garbage.close()
    assert gc.isenabled()
