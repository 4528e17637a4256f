"""A column's values are a tuple to whoever asks, and are decoded once, when somebody does."""

from copy import deepcopy

from speechdesk.storage.stored import Stored


class Decoder:
    def __init__(self) -> None:
        self.decoded: list[str] = []

    def __call__(self, text: str) -> tuple[str, ...]:
        self.decoded.append(text)
        return tuple(text.split())


def test_nothing_is_decoded_before_it_is_asked_for_and_nothing_twice() -> None:
    decoder = Decoder()
    stored = Stored("one two three", decoder)
    assert decoder.decoded == []
    assert [stored[0], stored[-1], len(stored), bool(stored)] == ["one", "three", 3, True]
    assert decoder.decoded == ["one two three"]


def test_it_is_as_good_as_a_tuple() -> None:
    stored = Stored("one two three", Decoder())
    words = ("one", "two", "three")
    assert stored == words and words == stored and stored == Stored("one  two three", Decoder())
    assert stored != ("one",) and stored != ["one", "two", "three"]
    assert {stored: 1}[words] == 1
    assert (*stored, *reversed(stored)) == (*words, *reversed(words))
    assert stored[1:] == words[1:] and "two" in stored
    assert repr(stored) == repr(words) and deepcopy(stored) == words
    assert not Stored("", Decoder())
