"""Garbage is collected in the GUI thread alone, and when it does not hold the window up."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from speechdesk.ui.garbage import GarbageCollection

GREAT_NUMBER = 100_000


class Knot(QObject):
    """A cycle, as widgets and their slots make them."""

    def __init__(self, died_in: list[int]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: died_in.append(threading.get_ident()))


class Work:
    """How much the program has had to do, which is all that happens in its seconds."""

    def __init__(self) -> None:
        self.spent_s = 0.0

    def __call__(self) -> float:
        return self.spent_s


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def garbage(qtbot: QtBot, work: Work) -> Iterator[GarbageCollection]:
    garbage = GarbageCollection(spent=work)
    garbage.collect()
    yield garbage
    garbage.close()


def objects(count: int) -> list[list[int]]:
    return [[] for _ in range(count)]


def test_cycles_die_in_the_gui_thread(garbage: GarbageCollection) -> None:
    died_in: list[int] = []
    Knot(died_in)

    def allocate() -> None:
        assert len(objects(GREAT_NUMBER)) == GREAT_NUMBER

    thread = threading.Thread(target=allocate)
    thread.start()
    thread.join()
    assert died_in == []
    kept = objects(2000)
    garbage.collect()
    assert kept
    assert died_in == [threading.get_ident()]


def test_a_great_number_of_objects_is_looked_at_in_an_idle_moment(
    garbage: GarbageCollection, work: Work
) -> None:
    died_in: list[int] = []
    Knot(died_in)
    kept = objects(GREAT_NUMBER)
    garbage.collect()
    for _ in range(50):
        work.spent_s += 0.1
        kept += objects(2000)
        garbage.collect()
    assert died_in == []
    garbage.collect()
    assert died_in == [threading.get_ident()]


def test_without_an_idle_moment_what_is_old_is_looked_at_in_five_minutes(
    garbage: GarbageCollection, work: Work
) -> None:
    died_in: list[int] = []
    aside = objects(GREAT_NUMBER)
    garbage.collect()
    knot = Knot(died_in)
    kept = []
    for second in range(350):
        work.spent_s += 0.1
        kept += objects(2000 if second < 50 else 0)
        garbage.collect()
        if second == 60:
            del knot
    assert aside
    assert died_in == [threading.get_ident()]
    assert gc.get_freeze_count() > len(aside) + len(kept)


def test_python_collects_again_at_the_end(garbage: GarbageCollection) -> None:
    assert not gc.isenabled()
    garbage.close()
    assert gc.isenabled()
    assert not gc.get_freeze_count()
