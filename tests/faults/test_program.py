"""What happens to the program itself costs no word either."""

from functools import partial

import pytest

from tests.faults.kills import kills
from tests.faults.ordeal import Outcome
from tests.faults.scenarios import catch_up, play, scenarios
from tests.faults.short import all_at_once, undergone
from tests.faults.storage import damaged_histories, disk_full, two_in_one_home
from tests.faults.workers import worker_faults

pytestmark = pytest.mark.timeout(600)

_SCENARIOS = {scenario.name: scenario for scenario in scenarios()}


@pytest.fixture(scope="module")
def played() -> dict[str, Outcome]:
    return all_at_once(partial(play, scenario) for scenario in _SCENARIOS.values())


@pytest.mark.parametrize("name", _SCENARIOS)
def test_what_a_user_does_at_the_worst_moment(played: dict[str, Outcome], name: str) -> None:
    assert played[name].is_well, played[name]


def test_ten_kills_at_random_moments() -> None:
    outcome = kills(10)
    assert outcome.is_well, outcome


def test_a_worker_that_is_killed_or_hangs() -> None:
    outcomes = undergone(worker_faults(), seconds=40.0)
    assert [each for each in outcomes.values() if not each.is_well] == []


def test_a_disk_that_is_full() -> None:
    outcome = disk_full()
    assert outcome.is_well, outcome


def test_a_history_that_is_damaged() -> None:
    assert [each for each in damaged_histories() if not each.is_well] == []


def test_two_programs_in_one_home() -> None:
    outcome = two_in_one_home()
    assert outcome.is_well, outcome


def test_a_file_on_a_service_that_is_slower_than_its_reader() -> None:
    outcome = catch_up(seconds=180, speed=20.0)
    assert outcome.is_well, outcome
