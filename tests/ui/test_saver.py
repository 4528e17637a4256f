"""Writing documents in the background, in order, and again until it worked."""

import threading
from dataclasses import dataclass, field

from pytestqt.qtbot import QtBot

from speechdesk.domain.transcript import Block, DocumentChange, Run
from speechdesk.errors import StorageError
from speechdesk.ui.saver import Saver, merged
from speechdesk.ui.tasks import Tasks


def change(**texts: str) -> DocumentChange:
    """Return a change of blocks b1, b2, …, all of which stand in the document."""
    blocks = tuple(Block(int(name[1:]), (Run(text),)) for name, text in texts.items())
    return DocumentChange(tuple(block.id for block in blocks), blocks, 0)


@dataclass
class Disk:
    """Writes down what is written; fails `failures` times first."""

    failures: int = 0
    written: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    def save_blocks(self, take_id: int, change: DocumentChange) -> None:
        self.go_on.wait()
        if self.failures:
            self.failures -= 1
            raise StorageError("disk_full")
        texts = " ".join(block.text for block in change.changed)
        self.written.append(f"{take_id}: {texts}")


def test_one_write_at_a_time_and_what_waits_is_one_change(tasks: Tasks, qtbot: QtBot) -> None:
    disk = Disk()
    saver = Saver(disk, tasks)
    saver.put(1, change(b1="a"))
    saver.put(1, change(b1="ab"))
    saver.put(1, change(b1="abc", b2="d"))
    assert saver.is_busy_with(1)
    with qtbot.waitSignal(saver.saved):
        disk.go_on.set()
    assert disk.written == ["1: a", "1: abc d"]
    assert not saver.unsaved()


def test_takes_do_not_mix(tasks: Tasks, qtbot: QtBot) -> None:
    disk = Disk()
    saver = Saver(disk, tasks)
    saver.put(1, change(b1="a"))
    saver.put(2, change(b1="b"))
    with qtbot.waitSignals([saver.saved, saver.saved]):
        disk.go_on.set()
    assert disk.written == ["1: a", "2: b"]


def test_a_full_disk_loses_nothing(tasks: Tasks, qtbot: QtBot) -> None:
    disk = Disk(failures=1)
    disk.go_on.set()
    saver = Saver(disk, tasks)
    with qtbot.waitSignal(saver.failed):
        saver.put(1, change(b1="a", b2="b"))
    saver.put(1, change(b1="a2", b2="b"))
    assert [take_id for take_id, _ in saver.unsaved()] == [1]
    with qtbot.waitSignal(saver.saved, timeout=10_000):
        pass
    assert disk.written == ["1: a2 b"]


def test_a_merged_change_drops_blocks_that_are_gone() -> None:
    older = change(b1="one", b2="two")
    newer = DocumentChange((2, 3), (Block(3, (Run("three"),)),), 7)
    assert merged(older, newer) == DocumentChange(
        (2, 3), (Block(2, (Run("two"),)), Block(3, (Run("three"),))), 7
    )
