"""The measure itself: it finds what is lost, doubled and out of order."""

import pytest

from speechdesk.host.engines.numbers import HIGHEST
from tests.faults.measure import Count, count, numbers


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["1 2 3", "4 5 6"], Count(6, 0, 0, 0)),
        (["1 2 3", "Hello 2 you.", "4 5 6"], Count(6, 0, 1, 1)),
        (["1 2", "5 6"], Count(6, 2, 0, 0)),
        (["4 5 6", "1 2 3"], Count(6, 0, 0, 1)),
        (["1 2 3", "3 4 5 6"], Count(6, 0, 1, 1)),
        ([], Count(6, 6, 0, 0)),
    ],
)
def test_what_is_missing_doubled_or_out_of_order_is_counted(
    texts: list[str], expected: Count
) -> None:
    assert count(numbers(0.6), texts) == expected


def test_numbers_begin_again_in_a_long_take_and_still_count() -> None:
    spoken = numbers(3600)
    assert max(spoken) == HIGHEST and spoken[HIGHEST] == 1
    texts = [" ".join(map(str, spoken))]
    assert count(spoken, texts).is_whole
    assert count(spoken, [*texts, "1"]).doubled == 1
