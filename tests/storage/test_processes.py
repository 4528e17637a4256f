"""The history under kill -9, shared by programs, and where nothing may be written."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest

from speechdesk.errors import StorageError
from speechdesk.storage.history import History
from speechdesk.storage.rescue import open_history
from tests.storage.making import new_take, spoken

# Commits numbered finals for ever, and says each number once its commit has returned.
WRITER = """
import sys
from pathlib import Path
from speechdesk.storage.rescue import open_history
from tests.storage.making import new_take, spoken
history, _ = open_history(Path(sys.argv[1]))
take_id = new_take(history, title=sys.argv[2])
for number in range(int(sys.argv[3])):
    history.commit_final(take_id, spoken(f"number {number}"), number)
    print(number, flush=True)
history.close()
"""


def writer(path: Path, title: str, finals: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), title, str(finals)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_what_was_committed_survives_kill_9(path: Path) -> None:
    for life, finals_before_death in enumerate((1, 7, 40), start=1):
        with writer(path, f"life {life}", 1_000_000) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(finals_before_death)]
            process.send_signal(signal.SIGKILL)
            said += process.stdout.read().splitlines(keepends=True)
        committed = len([line for line in said if line.endswith("\n")])
        assert committed >= finals_before_death
        history, set_aside = open_history(path)
        with closing(history):
            take = history.takes()[0]
            texts = [stored.segment.text for stored in history.segments(take.id)]
            assert (set_aside, take.title) == ("", f"life {life}")
            # One more may have been committed in the moment before it could be said.
            assert len(texts) - committed in (0, 1)
            assert texts == [f"number {number}" for number in range(len(texts))]
            assert take.cursor_ms == len(texts) - 1


def test_two_programs_write_one_history(path: Path) -> None:
    processes = [writer(path, name, 100) for name in ("left", "right")]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with closing(History(path)) as history:
        for take in history.takes():
            texts = [stored.segment.text for stored in history.segments(take.id)]
            assert texts == [f"number {number}" for number in range(100)]
        assert sorted(take.title for take in history.takes()) == ["left", "right"]


def test_two_programs_meet_a_damaged_history(path: Path) -> None:
    with closing(History(path)) as history:
        new_take(history, "kept")
    with path.open("r+b") as file:
        file.write(b"\xff" * 100)
    processes = [writer(path, name, 3) for name in ("left", "right")]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with closing(History(path)) as history:
        texts = {history.load_document(take.id).text for take in history.takes()}
        assert texts == {"kept", "number 0 number 1 number 2"}
    assert len(list(path.parent.glob("*.damaged-*.sqlite3"))) == 1


def test_many_threads_use_one_history(history: History) -> None:
    ids = [new_take(history, title=f"thread {n}") for n in range(4)]

    def work(take_id: int) -> None:
        for number in range(25):
            history.commit_final(take_id, spoken(f"word{number}"), number)
            history.load_document(take_id)
            history.search("word1")

    threads = [threading.Thread(target=work, args=(take_id,)) for take_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for take_id in ids:
        assert history.load_document(take_id).text == " ".join(f"word{n}" for n in range(25))


def test_a_history_that_another_program_keeps_is_said_to_be_locked(path: Path) -> None:
    with closing(History(path, busy_timeout_s=0.05)) as history:
        take_id = new_take(history, "before")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError) as raised:
                history.commit_final(take_id, spoken("while locked"), 10)
            assert raised.value.code == "locked"
            assert history.load_document(take_id).text == "before"
            other.execute("ROLLBACK")
        history.commit_final(take_id, spoken("after", 500), 1000)
        assert history.load_document(take_id).text == "before after"


FILLER = """
import resource, sys
from pathlib import Path
from speechdesk.errors import StorageError
from speechdesk.storage.history import History
from tests.storage.making import new_take, spoken
history = History(Path(sys.argv[1]))
take_id = new_take(history)
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
number = 0
while True:
    try:
        history.commit_final(take_id, spoken(f"number {number}"), number)
    except StorageError as error:
        print(error.code, number)
        break
    number += 1
print(len(history.segments(take_id)))
history.close()
"""


@pytest.mark.skipif(os.name == "nt", reason="no limit on file sizes there")
def test_a_full_disk_is_said_and_harms_nothing(path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", FILLER, str(path)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    code, committed, readable = answer.stdout.split()
    assert (code, answer.stderr) == ("disk_full", "")
    assert int(committed) == int(readable) > 10
    history, set_aside = open_history(path)
    with closing(history):
        assert set_aside == ""
        (take,) = history.takes()
        assert len(history.segments(take.id)) == int(committed)
        history.commit_final(take.id, spoken("there is room again"), 10)


# Opens a new history with room for a few pages only, more of them each time.
NEWCOMER = """
import resource, sys
from pathlib import Path
from speechdesk.errors import StorageError
from speechdesk.storage.rescue import open_history
for pages in range(18):
    limit = 4096 * pages + 1000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        history, set_aside = open_history(Path(sys.argv[1]) / f"{pages}.sqlite3")
    except StorageError as error:
        print(error.code)
    else:
        history.close()
        print("opened" + set_aside)
"""


@pytest.mark.skipif(os.name == "nt", reason="no limit on file sizes there")
def test_a_disk_that_is_full_before_there_is_a_history_is_not_taken_for_damage(
    tmp_path: Path,
) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", NEWCOMER, str(tmp_path)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    said = answer.stdout.split()
    assert answer.stderr == ""
    assert (said[0], said[-1], set(said)) == ("disk_full", "opened", {"disk_full", "opened"})


# Root may write everywhere, so there it becomes another user once all modules are loaded.
ASKER = """
import os, sys
from pathlib import Path
from speechdesk.errors import StorageError
from speechdesk.storage.rescue import open_history
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
for name in ("history.sqlite3", "new.sqlite3"):
    try:
        open_history(Path(sys.argv[1]) / name)
    except StorageError as error:
        print(error.code)
"""


@pytest.mark.skipif(os.name == "nt", reason="a folder cannot be made read-only there")
def test_a_folder_that_may_not_be_written_is_said() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with closing(History(folder / "history.sqlite3")) as history:
            new_take(history)
        (folder / "history.sqlite3").chmod(0o444)
        folder.chmod(0o555)
        answer = subprocess.run(
            [sys.executable, "-c", ASKER, str(folder)],
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        folder.chmod(0o755)
    assert (answer.stdout, answer.stderr) == ("read_only\nread_only\n", "")
