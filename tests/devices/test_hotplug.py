"""Microphones that come and go are told."""

import queue
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest

from speechdesk.devices.hotplug import DeviceWatcher
from speechdesk.devices.listing import Device, Listing
from speechdesk.devices.server_watch import ServerState, ServerWatch
from tests.virtual_microphone import VirtualSound

DEADLINE_S = 30
Told = queue.SimpleQueue[str]


@pytest.fixture
def told() -> Told:
    return queue.SimpleQueue()


class TestServerWatch:
    @pytest.fixture
    def states(self) -> "queue.SimpleQueue[ServerState]":
        return queue.SimpleQueue()

    def test_the_state_at_once_and_at_each_change(
        self, virtual_sound: VirtualSound, states: "queue.SimpleQueue[ServerState]"
    ) -> None:
        watch = ServerWatch(states.put, lambda: None)
        state = states.get(timeout=DEADLINE_S)
        assert state.running
        assert state.default == "microphone"
        assert ("microphone", "Desk Microphone") in state.sources
        virtual_sound.add_microphone("headset", "Blue Headset")
        while not state.has("headset"):
            state = states.get(timeout=DEADLINE_S)
        virtual_sound.remove_microphone("headset")
        while state.has("headset"):
            state = states.get(timeout=DEADLINE_S)
        watch.stop()

    def test_a_server_that_is_not_there(
        self,
        states: "queue.SimpleQueue[ServerState]",
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
        watch = ServerWatch(states.put, lambda: None)
        assert states.get(timeout=DEADLINE_S) == ServerState()
        watch.stop()

    def test_nonsense_is_left_out_and_the_end_is_told(
        self, states: "queue.SimpleQueue[ServerState]"
    ) -> None:
        lines = ["", "[]", "{", '{"server": true}', '{"server": false}']
        ended = threading.Event()
        program = "\n".join(f"print({line!r})" for line in lines)
        watch = ServerWatch(states.put, ended.set, command=[sys.executable, "-c", program])
        assert ended.wait(DEADLINE_S)
        watch.stop()
        assert states.get_nowait() == ServerState()
        assert states.empty()

    def test_the_child_ends_with_its_parent(self, virtual_sound: VirtualSound) -> None:
        program = (
            "import threading\n"
            "from speechdesk.devices.server_watch import ServerWatch\n"
            "ServerWatch(lambda state: print('seen', flush=True), lambda: None)\n"
            "threading.Event().wait()\n"
        )
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
            assert parent.stdout is not None
            assert parent.stdout.readline() == b"seen\n"
            (child,) = psutil.Process(parent.pid).children()
            parent.kill()
        child.wait(DEADLINE_S)

    def test_nothing_is_told_after_stop(self, states: "queue.SimpleQueue[ServerState]") -> None:
        ended = threading.Event()
        command = [sys.executable, "-c", "import signal; signal.pause()"]
        ServerWatch(states.put, ended.set, command=command).stop()
        assert states.empty()
        assert not ended.is_set()
        assert threading.active_count() == 1


class TestWithAServer:
    def test_plugged_in_and_out(self, virtual_sound: VirtualSound, told: Told) -> None:
        watcher = DeviceWatcher(lambda: told.put("changed"))
        watcher.start()
        told.get(timeout=DEADLINE_S)  # what it finds at first
        virtual_sound.add_microphone("headset", "Blue Headset")
        told.get(timeout=DEADLINE_S)
        self.drain(told)
        virtual_sound.remove_microphone("headset")
        told.get(timeout=DEADLINE_S)
        watcher.stop()
        self.drain(told)
        virtual_sound.add_microphone("headset", "Blue Headset")
        assert told.empty()
        assert threading.active_count() == 1

    def drain(self, told: Told) -> None:
        while not told.empty():
            told.get()


class TestWithoutAServer:
    @pytest.fixture
    def listings(self) -> list[Listing]:
        """What the next listings are; the last one stays."""
        return [Listing(())]

    @pytest.fixture
    def watcher(
        self,
        listings: list[Listing],
        told: Told,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> Generator[DeviceWatcher, None, None]:
        monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
        self.asked = threading.Semaphore(0)

        def listing() -> Listing:
            self.asked.release()
            return listings[0]

        watcher = DeviceWatcher(lambda: told.put("changed"), listing=listing, poll_s=0.01)
        watcher.start()
        yield watcher
        watcher.stop()

    def wait_for_listings(self, count: int) -> None:
        for _ in range(count):
            assert self.asked.acquire(timeout=DEADLINE_S)

    def test_listings_are_compared(
        self, watcher: DeviceWatcher, listings: list[Listing], told: Told
    ) -> None:
        self.wait_for_listings(3)
        assert told.empty()
        listings[0] = Listing((Device("Line", "ALSA"),))
        assert told.get(timeout=DEADLINE_S) == "changed"
        while self.asked.acquire(blocking=False):
            pass
        self.wait_for_listings(3)
        assert told.empty()
