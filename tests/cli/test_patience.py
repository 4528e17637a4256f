"""A service that answers is waited for as long as it takes, one that does not for a while."""

import pytest

from speechdesk.cli.patience import Patience


@pytest.mark.parametrize(
    ("given_s", "was_connected", "limit_s"),
    [(None, False, 60), (None, True, 900), (5, False, 5), (5, True, 5)],
)
def test_it_ends_after_its_limit(
    given_s: float | None, was_connected: bool, limit_s: float
) -> None:
    patience = Patience(given_s, was_connected)
    assert not patience.is_over(1e9), "nobody waits yet"
    patience.wait(100)
    patience.wait(100 + limit_s / 2)
    assert not patience.is_over(100 + limit_s - 0.1)
    assert patience.is_over(100 + limit_s)


def test_each_answer_begins_it_anew() -> None:
    patience = Patience(10)
    for now in range(0, 100, 9):
        patience.wait(now)
        assert not patience.is_over(now + 9)
        patience.answered()
    patience.wait(100)
    assert patience.is_over(110)
