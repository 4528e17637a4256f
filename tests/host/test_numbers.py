"""Sound that carries numbers."""

import array

import pytest

from speechdesk.host.engines.numbers import HIGHEST, Number, NumberReader, encode_numbers


def read(pcm: bytes, piece: int = 3_200) -> list[Number]:
    reader = NumberReader()
    numbers = [n for at in range(0, len(pcm), piece) for n in reader.feed(pcm[at : at + piece])]
    return [*numbers, *reader.finish()]


def values(pcm: bytes, piece: int = 3_200) -> list[int]:
    return [number.value for number in read(pcm, piece)]


@pytest.mark.parametrize("piece", [1, 31, 3_200, 100_000])
def test_numbers_come_back_however_the_sound_is_cut(piece: int) -> None:
    assert values(encode_numbers([1, 2, 3, HIGHEST]), piece) == [1, 2, 3, HIGHEST]


def test_each_number_has_its_place() -> None:
    assert read(encode_numbers([0, 7, 0, 8])) == [Number(7, 100, 100), Number(8, 300, 100)]


def test_a_stretch_sent_twice_is_written_twice() -> None:
    assert values(encode_numbers([5, 5, 6])) == [5, 5, 6]


@pytest.mark.parametrize(("cut_ms", "expected"), [(40, [1, 2]), (60, [2]), (100, [2])])
def test_a_number_counts_from_half_of_it_on(cut_ms: int, expected: list[int]) -> None:
    assert values(encode_numbers([1, 2])[cut_ms * 32 :]) == expected


def test_the_sound_has_no_constant_part() -> None:
    assert sum(array.array("h", encode_numbers([1, HIGHEST]))) == 0


@pytest.mark.parametrize("number", [-1, HIGHEST + 1])
def test_other_numbers_cannot_be_carried(number: int) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        encode_numbers([number])
