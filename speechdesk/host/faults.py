"""Faults the host commits on purpose, so that clients can be shown to survive them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong."""

    HTTP = "http"  # the handshake is answered with an HTTP status
    CLOSE = "close"  # a close frame; 1006 ends the connection without one
    RESET = "reset"  # TCP reset
    SILENCE = "silence"  # goes on reading, answers nothing
    BLACK_HOLE = "black_hole"  # neither reads nor answers
    DELAY = "delay"  # answers late; before the first sound: the handshake
    SEND = "send"  # sends frames of the fault's own


class FaultError(ValueError):
    """A fault that is not described as it has to be."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    It strikes a connection once `after_ms` of sound have been answered on it (None: at the
    handshake), the first `times` times (None: always). `for_ms` is how long silence, a black hole
    (None: for good) or each delay lasts. `frames` are sent as they are, "{request_id}" replaced;
    one that begins with "hex:" is a binary frame.
    """

    kind: FaultKind
    after_ms: int | None = None
    times: int | None = None
    for_ms: int | None = None
    code: int = 0
    reason: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    frames: tuple[str, ...] = ()

    @classmethod
    def parse(cls, value: object) -> "Fault":
        """Return the fault a JSON object describes; raises `FaultError`."""
        if not isinstance(value, dict):
            raise FaultError("a fault is an object")
        unknown = value.keys() - {each.name for each in fields(cls)}
        if unknown:
            raise FaultError(f"unknown name in a fault: {min(unknown)}")
        try:
            kind = FaultKind(value.get("kind", ""))
        except ValueError:
            raise FaultError(f"unknown kind of fault: {value.get('kind')}") from None
        frames = value.get("frames", [])
        if not isinstance(frames, list):
            raise FaultError("frames of a fault are a list of texts")
        fault = cls(**{**value, "kind": kind, "frames": tuple(frames)})
        fault._check()
        return fault

    def frames_for(self, request_id: str) -> list[str | bytes]:
        """Return the frames to send while the turn `request_id` is under way."""
        return [
            bytes.fromhex(frame[4:])
            if frame.startswith("hex:")
            else frame.replace("{request_id}", request_id)
            for frame in self.frames
        ]

    def _check(self) -> None:
        for name in ("after_ms", "times", "for_ms"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, int) or value < 0):
                raise FaultError(f"{name} of a fault is a whole number from 0")
        if not isinstance(self.code, int) or not isinstance(self.reason, str):
            raise FaultError("code of a fault is a number and reason a text")
        if not isinstance(self.headers, Mapping) or not _all_text(self.headers.values()):
            raise FaultError("headers of a fault are an object of texts")
        if not _all_text(self.frames):
            raise FaultError("frames of a fault are a list of texts")
        try:
            self.frames_for("")
        except ValueError:
            raise FaultError("a frame that begins with hex: goes on in hexadecimal") from None
        if self.kind is FaultKind.HTTP and not 300 <= self.code < 600:
            raise FaultError("a fault of kind http needs a code from 300 to 599")
        if self.kind is FaultKind.CLOSE and not 1000 <= self.code < 5000:
            raise FaultError("a fault of kind close needs a code from 1000 to 4999")


@dataclass(slots=True)
class _Pending:
    """A fault and how many times it is still to strike (None: always)."""

    fault: Fault
    left: int | None


class FaultPlan:
    """Which faults are still to come, for all connections of a host."""

    def __init__(self, faults: tuple[Fault, ...] = ()) -> None:
        self._pending = [_Pending(fault, fault.times) for fault in faults]

    def add(self, fault: Fault) -> None:
        self._pending.append(_Pending(fault, fault.times))

    def clear(self) -> None:
        self._pending.clear()

    def at_handshake(self) -> list[Fault]:
        """Return the faults that strike a connection being made, and count them."""
        return self._strike(lambda fault: fault.after_ms is None)

    def between(self, before_ms: int, now_ms: int) -> list[Fault]:
        """Return the faults due on a connection whose answered sound grew, and count them.

        The first call of a connection has `before_ms` -1, so that 0 is met by the first sound.
        """
        return self._strike(
            lambda fault: fault.after_ms is not None and before_ms < fault.after_ms <= now_ms
        )

    def _strike(self, due: Callable[[Fault], bool]) -> list[Fault]:
        struck = []
        for pending in self._pending:
            if pending.left == 0 or not due(pending.fault):
                continue
            if pending.left is not None:
                pending.left -= 1
            struck.append(pending.fault)
        return struck


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)
