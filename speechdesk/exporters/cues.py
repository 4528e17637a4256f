"""Subtitles after the captioning rules.

A cue has at most two lines of 37 columns, stays 1 to 7 seconds and overlaps no other; it ends
where a phrase ends rather than in the middle of one. Of all ways to cut, the one with the lowest
cost is taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from speechdesk.domain.events import Segment
from speechdesk.domain.spacing import needs_space
from speechdesk.exporters.phrases import Phrase
from speechdesk.exporters.units import MAX_COLUMNS, Break, Unit, units_of

MIN_MS = 1000
MAX_MS = 7000

_PAUSE_MS = 1000  # no cue stands over a pause as long as this
_CUE_COST = 10.0
_ENDING_COST = {
    Break.SENTENCE: 0.0,
    Break.CLAUSE: 4.0,
    Break.BEFORE_JOINING: 8.0,
    Break.PLAIN: 14.0,
    Break.POOR: 40.0,
}
_SENTENCE_INSIDE_COST = 12.0  # more than a cue: only to spare one that is too short
_TOO_SHORT_COST = 200.0
_LINE_ENDING_SHARE = 0.5  # a line may end in worse places than a cue
_IMBALANCE_COST = 0.1  # for each column


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


def cues(phrases: Iterable[Phrase]) -> list[Cue]:
    """Return the subtitles of phrases, by time. Typed text that no sound belongs to has none."""
    spoken = [
        phrase.segment
        for phrase in phrases
        if phrase.segment_id is not None or phrase.segment.duration_ms >= MIN_MS
    ]
    found = [cue for run in _runs(spoken) for cue in _Run(run).cues()]
    return list(_without_overlap(found))


def _runs(segments: Sequence[Segment]) -> Iterator[list[Unit]]:
    """Yield the units between pauses, with times that never go back."""
    run: list[Unit] = []
    for segment in sorted(segments, key=lambda segment: segment.offset_ms):
        for unit in units_of(segment):
            if run and unit.start_ms - run[-1].end_ms >= _PAUSE_MS:
                yield run
                run = []
            run.append(_following(run[-1], unit) if run else unit)
    if run:
        yield run


def _following(before: Unit, unit: Unit) -> Unit:
    """Return `unit` as it stands after `before`."""
    start_ms = max(unit.start_ms, before.start_ms)
    gap = unit.gap or (" " if _is_new_word(before, unit) else "")
    return replace(unit, start_ms=start_ms, end_ms=max(unit.end_ms, start_ms), gap=gap)


def _is_new_word(before: Unit, unit: Unit) -> bool:
    """Whether a phrase begins with `unit`, and is set off from the one before by a space."""
    return before.after is Break.SENTENCE and needs_space(before.text, unit.text)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the second line begins (the end of the cue, if there is none), and what that costs."""

    second: int
    cost: float


class _Run:
    """Units without a pause between them, cut into cues at the lowest cost."""

    def __init__(self, units: list[Unit]) -> None:
        self._units = units
        widths = (len(unit.gap) + unit.columns for unit in units)
        self._columns_before = [0, *accumulate(widths)]
        sentences = (unit.after is Break.SENTENCE for unit in units)
        self._sentences_before = [0, *accumulate(sentences)]

    def cues(self) -> Iterator[Cue]:
        for start, layout, end in self._cuts():
            lines = [self._line(start, layout.second)]
            if layout.second < end:
                lines.append(self._line(layout.second, end))
            yield Cue(self._units[start].start_ms, self._units[end - 1].end_ms, tuple(lines))

    def _cuts(self) -> list[tuple[int, _Layout, int]]:
        """Return (first unit, layout, unit after the last) of each cue."""
        count = len(self._units)
        best = [0.0] + [float("inf")] * count
        chosen: list[tuple[int, _Layout]] = [(0, _Layout(0, 0.0))] * (count + 1)
        for end in range(1, count + 1):
            for start in range(end - 1, -1, -1):
                if not self._may_be_one(start, end):
                    break
                cost = best[start] + self._cost(start, end)
                if cost >= best[end]:
                    continue
                layout = self._layout(start, end)
                if layout is not None and cost + layout.cost < best[end]:
                    best[end], chosen[end] = cost + layout.cost, (start, layout)
        cuts = []
        end = count
        while end:
            start, layout = chosen[end]
            cuts.append((start, layout, end))
            end = start
        return cuts[::-1]

    def _may_be_one(self, start: int, end: int) -> bool:
        if end - start == 1:
            return True
        duration_ms = self._units[end - 1].end_ms - self._units[start].start_ms
        return duration_ms <= MAX_MS and self._columns(start, end) <= 2 * MAX_COLUMNS + 1

    def _cost(self, start: int, end: int) -> float:
        cost = _CUE_COST + _ENDING_COST[self._units[end - 1].after]
        inside = self._sentences_before[end - 1] - self._sentences_before[start]
        cost += inside * _SENTENCE_INSIDE_COST
        if end < len(self._units):
            until_next_ms = self._units[end].start_ms - self._units[start].start_ms
            if until_next_ms < MIN_MS:
                cost += _TOO_SHORT_COST
        return cost

    def _layout(self, start: int, end: int) -> _Layout | None:
        """Return the best lines for a cue, or None where two lines do not hold it."""
        if self._columns(start, end) <= MAX_COLUMNS:
            return _Layout(end, 0.0)
        best: _Layout | None = None
        for second in range(start + 1, end):
            upper, lower = self._columns(start, second), self._columns(second, end)
            if upper > MAX_COLUMNS:
                break
            if lower > MAX_COLUMNS:
                continue
            ending = _ENDING_COST[self._units[second - 1].after] * _LINE_ENDING_SHARE
            cost = ending + abs(upper - lower) * _IMBALANCE_COST
            if best is None or cost < best.cost:
                best = _Layout(second, cost)
        return best

    def _columns(self, start: int, end: int) -> int:
        gap = len(self._units[start].gap)
        return self._columns_before[end] - self._columns_before[start] - gap

    def _line(self, start: int, end: int) -> str:
        first, *others = self._units[start:end]
        return first.text + "".join(unit.gap + unit.text for unit in others)


def _without_overlap(found: Sequence[Cue]) -> Iterator[Cue]:
    """Give each cue its 1 to 7 seconds; one that is crowded by the cue before begins later."""
    free_ms = 0
    for index, cue in enumerate(found):
        start_ms = max(cue.start_ms, free_ms)
        end_ms = cue.end_ms
        if index + 1 < len(found):
            end_ms = min(end_ms, found[index + 1].start_ms)
        end_ms = min(max(end_ms, start_ms + MIN_MS), start_ms + MAX_MS)
        yield replace(cue, start_ms=start_ms, end_ms=end_ms)
        free_ms = end_ms
