"""What a service does wrong costs no word: the real session, worker and SDK, each fault once."""

from pathlib import Path

import pytest

from tests.faults.closes import closes
from tests.faults.handshakes import elsewhere, refused, statuses
from tests.faults.hostile import hostile_messages, long_finals
from tests.faults.ordeal import Outcome
from tests.faults.outages import outages
from tests.faults.short import undergone

pytestmark = pytest.mark.timeout(600)

_CLOSES = {fault.name: fault for fault in closes()}
_STATUSES = {fault.name: fault for fault in statuses()}
_MESSAGES = {fault.name: fault for fault in (*hostile_messages(), *long_finals())}


@pytest.fixture(scope="module")
def closed() -> dict[str, Outcome]:
    return undergone(_CLOSES.values())


@pytest.fixture(scope="module")
def answered() -> dict[str, Outcome]:
    return undergone(_STATUSES.values())


@pytest.fixture(scope="module")
def sent() -> dict[str, Outcome]:
    return undergone(_MESSAGES.values())


@pytest.mark.parametrize("name", _CLOSES)
def test_each_close_code(closed: dict[str, Outcome], name: str) -> None:
    assert closed[name].is_well, closed[name]


@pytest.mark.parametrize("name", _STATUSES)
def test_each_http_status(answered: dict[str, Outcome], name: str) -> None:
    assert answered[name].is_well, answered[name]


@pytest.mark.parametrize("name", _MESSAGES)
def test_each_hostile_message_and_each_long_final(sent: dict[str, Outcome], name: str) -> None:
    assert sent[name].is_well, sent[name]


def test_addresses_that_lead_nowhere(tmp_path: Path) -> None:
    with elsewhere(tmp_path) as faults:
        outcomes = undergone([refused(), *faults])
    assert [each for each in outcomes.values() if not each.is_well] == []


def test_outages() -> None:
    outcomes = undergone(outages((0.5, 4.0)), seconds=30.0)
    assert [each for each in outcomes.values() if not each.is_well] == []
