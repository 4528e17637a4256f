"""Values of a row that are decoded when they are first asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

T = TypeVar("T")


class Stored(Sequence[T]):
    """What `decode` makes of the text of a column; equal to a tuple of the same values."""

    __slots__ = ("_decode", "_text", "_values")

    def __init__(self, text: str, decode: Callable[[str], tuple[T, ...]]) -> None:
        self._text = text
        self._decode = decode
        self._values: tuple[T, ...] | None = None

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[T]:
        return iter(self._all())

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, tuple | Stored) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def _all(self) -> tuple[T, ...]:
        values = self._values
        if values is None:
            values = self._values = self._decode(self._text)
        return values
