"""What a screen reader knows of a running window: its widgets, their words, states and places.

It asks through AT-SPI, the way of Linux desktops, so that the program needs nothing for the tests.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from jeepney import DBusAddress, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_ROOT = "/org/a11y/atspi/accessible/root"
_REGISTRY = "org.a11y.atspi.Registry"
_ACCESSIBLE = "org.a11y.atspi.Accessible"
_TEXT = "org.a11y.atspi.Text"
_COMPONENT = "org.a11y.atspi.Component"
_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_SCREEN = 0
_DEADLINE_S = 60.0
_STATES = {1: "active", 4: "checked", 8: "enabled", 12: "focused", 25: "showing"}
_WORDED = frozenset({"text", "password text", "combo box"})


class GoneError(Exception):
    """The widget, or its program, is no longer there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One widget on the screen. `about` describes it; `text` is what an editor holds."""

    role: str
    name: str
    about: str
    text: str
    states: frozenset[str]
    area: tuple[int, int, int, int]
    """x, y, width and height on the screen, in pixels."""

    @property
    def middle(self) -> tuple[int, int]:
        x, y, width, height = self.area
        return x + width // 2, y + height // 2

    @property
    def is_enabled(self) -> bool:
        return "enabled" in self.states

    @property
    def says(self) -> str:
        """All its words in one line."""
        return " ".join(filter(None, (self.name, self.about, self.text)))


class ScreenReader:
    """Reads all windows that stand on the desktop of one D-Bus session."""

    def __init__(self, session_address: str) -> None:
        if not shutil.which("at-spi-bus-launcher") and not any(
            Path(each).exists() for each in _LAUNCHERS
        ):
            pytest.skip("needs the package at-spi2-core")
        with open_dbus_connection(session_address) as session:
            bus = _Bus(session)
            self.address: str = bus.call(
                "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"
            )
        self._connection = open_dbus_connection(self.address)
        self._bus = _Bus(self._connection)

    def __enter__(self) -> "ScreenReader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def look(self) -> list[Seen]:
        """Return everything that is shown now, from top to bottom of each window."""
        found: list[Seen] = []
        for program in self._children(_REGISTRY, _ROOT):
            with suppress(GoneError):
                for window in self._children(*program):
                    found.extend(self._below(*window))
        return found

    def _below(self, name: str, path: str) -> Iterator[Seen]:
        try:
            seen = self._widget(name, path)
            children = self._children(name, path) if "showing" in seen.states else []
        except GoneError:
            return
        if "showing" in seen.states:
            yield seen
        for child in children:
            yield from self._below(*child)

    def _children(self, name: str, path: str) -> list[tuple[str, str]]:
        children: list[tuple[str, str]] = self._bus.call(name, path, _ACCESSIBLE, "GetChildren")
        return children

    def _widget(self, name: str, path: str) -> Seen:
        low, high = self._bus.call(name, path, _ACCESSIBLE, "GetState")
        bits = low | high << 32
        states = frozenset(word for bit, word in _STATES.items() if bits >> bit & 1)
        if "showing" not in states:
            return Seen("", "", "", "", states, (0, 0, 0, 0))
        role = self._bus.call(name, path, _ACCESSIBLE, "GetRoleName")
        text = ""
        if role in _WORDED:
            with suppress(GoneError):  # a list to choose from has no text of its own
                text = self._bus.call(name, path, _TEXT, "GetText", "ii", (0, -1))
        return Seen(
            role,
            self._bus.read(name, path, _ACCESSIBLE, "Name"),
            self._bus.read(name, path, _ACCESSIBLE, "Description"),
            text,
            states,
            self._bus.call(name, path, _COMPONENT, "GetExtents", "u", (_SCREEN,)),
        )


class _Bus:
    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

    def call(
        self,
        name: str,
        path: str,
        interface: str,
        method: str,
        signature: str | None = None,
        body: tuple[Any, ...] = (),
    ) -> Any:
        address = DBusAddress(path, name, interface)
        return self._answer(new_method_call(address, method, signature, body))

    def read(self, name: str, path: str, interface: str, name_of_property: str) -> Any:
        _kind, value = self._answer(
            Properties(DBusAddress(path, name, interface)).get(name_of_property)
        )
        return value

    def _answer(self, message: Any) -> Any:
        reply = self._connection.send_and_get_reply(message, timeout=_DEADLINE_S)
        if reply.header.message_type is MessageType.error:
            raise GoneError(message.header.fields)
        return reply.body[0]
