"""Faults: how they are described, and when they strike."""

import pytest

from speechdesk.host.faults import Fault, FaultError, FaultKind, FaultPlan


def test_a_fault_is_described_by_json() -> None:
    fault = Fault.parse({"kind": "http", "code": 302, "headers": {"Location": "ws://x"}})

    assert fault == Fault(FaultKind.HTTP, code=302, headers={"Location": "ws://x"})


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ([], "a fault is an object"),
        ({}, "unknown kind of fault: None"),
        ({"kind": "http", "status": 503}, "unknown name in a fault: status"),
        ({"kind": "http"}, "needs a code from 300 to 599"),
        ({"kind": "close", "code": 42}, "needs a code from 1000 to 4999"),
        ({"kind": "reset", "times": -1}, "times of a fault is a whole number"),
        ({"kind": "reset", "after_ms": "5"}, "after_ms of a fault is a whole number"),
        ({"kind": "close", "code": 1011, "reason": 5}, "reason a text"),
        ({"kind": "send", "frames": [5]}, "frames of a fault are a list of texts"),
        ({"kind": "send", "frames": ["hex:zz"]}, "goes on in hexadecimal"),
        ({"kind": "send", "frames": 5}, "frames of a fault are a list of texts"),
        ({"kind": "http", "code": 503, "headers": []}, "headers of a fault"),
    ],
)
def test_a_wrong_description_says_what_is_wrong(value: object, complaint: str) -> None:
    with pytest.raises(FaultError, match=complaint):
        Fault.parse(value)


def test_frames_are_text_or_hexadecimal() -> None:
    fault = Fault(FaultKind.SEND, frames=("X-RequestId:{request_id}", "hex:fff0"))

    assert fault.frames_for("A") == ["X-RequestId:A", b"\xff\xf0"]


def test_a_fault_at_the_handshake_strikes_so_many_times() -> None:
    plan = FaultPlan((Fault(FaultKind.HTTP, code=503, times=2),))

    assert [len(plan.at_handshake()) for _ in range(3)] == [1, 1, 0]
    assert plan.between(-1, 1_000_000) == []


def test_a_fault_in_the_sound_strikes_each_connection_at_its_place() -> None:
    always, once = Fault(FaultKind.RESET, 300), Fault(FaultKind.SILENCE, 0, times=1)
    plan = FaultPlan((always, once))

    assert plan.at_handshake() == []
    assert [plan.between(at - 100, at) for at in (100, 200, 300, 400)] == [[], [], [always], []]
    assert plan.between(-1, 100) == [once]
    assert plan.between(-1, 300) == [always]


def test_a_plan_can_be_added_to_and_cleared() -> None:
    plan = FaultPlan()
    plan.add(Fault(FaultKind.RESET))

    assert len(plan.at_handshake()) == 1
    plan.clear()
    assert plan.at_handshake() == []
