"""One screen, sound server, keyring and screen reader for all tests of the real window."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.desktop.accessible import ScreenReader
from tests.desktop.desk import Desk
from tests.desktop.screens import screen
from tests.keyring_daemon import keyring_session
from tests.virtual_microphone import VirtualSound, sound_server

__all__ = ["desk", "sound_server"]


@pytest.fixture(scope="session")
def desk(sound_server: VirtualSound, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with ExitStack() as stack:
        environment = stack.enter_context(keyring_session(tmp_path_factory.mktemp("session")))
        view = stack.enter_context(screen())
        environment |= sound_server.environment
        environment |= {
            "DISPLAY": view.display,
            "QT_QPA_PLATFORM": "xcb",
            # As where a screen reader runs.
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        address = environment["DBUS_SESSION_BUS_ADDRESS"]
        reader = stack.enter_context(ScreenReader(address))
        yield Desk(environment, view, sound_server, reader)
