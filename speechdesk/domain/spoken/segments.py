"""Spoken commands carried out on segments, for results that are made of segments."""

from collections.abc import Iterable
from dataclasses import replace

from speechdesk.domain.events import Segment, Word
from speechdesk.domain.spoken.edits import Command, Insert
from speechdesk.domain.spoken.interpreter import Interpreter


def carry_out(segments: Iterable[Segment], interpreter: Interpreter) -> list[Segment]:
    """Return what is left of `segments` when the commands in them are carried out.

    A mark that was said alone joins the segment before it. Commands for a window do nothing.
    """
    states: list[tuple[Segment, ...]] = [()]
    undone: list[tuple[Segment, ...]] = []
    for number, segment in enumerate(segments, start=1):
        now = states[-1]
        before = " ".join(each.text for each in now)
        match interpreter.interpret(number, segment, before).edit:
            case Insert() as insert:
                now = _with(now, segment, insert)
            case Command.SCRATCH:
                now = now[:-1]
            case Command.DELETE_WORD:
                now = _without_last_word(now)
            case Command.UNDO if len(states) > 1:
                undone.append(states.pop())
                continue
            case Command.REDO if undone:
                states.append(undone.pop())
                continue
            case _:
                continue
        states.append(now)
        undone.clear()
    return list(states[-1])


def _with(now: tuple[Segment, ...], segment: Segment, insert: Insert) -> tuple[Segment, ...]:
    spoken = replace(segment, text=insert.text, words=_words(segment, insert))
    if not now:
        return (spoken,)
    last = now[-1]
    kept = last.text[: len(last.text) - insert.drop]
    if insert.spaced or not insert.text or insert.text[0].isspace():
        return (*now[:-1], replace(last, text=kept), *((spoken,) if insert.text else ()))
    duration_ms = segment.end_ms - last.offset_ms
    whole = replace(
        last,
        text=kept + insert.text,
        words=(*last.words, *spoken.words),
        duration_ms=duration_ms,
    )
    return (*now[:-1], whole)


def _words(segment: Segment, insert: Insert) -> tuple[Word, ...]:
    """Return the timed words that became text, as they are written."""
    return tuple(
        replace(segment.words[run.word.index], text=run.text)
        for run in insert.runs
        if run.word is not None and segment.words
    )


def _without_last_word(now: tuple[Segment, ...]) -> tuple[Segment, ...]:
    if not now:
        return now
    last = now[-1]
    text = last.text.rstrip().rpartition(" ")[0]
    if not text:
        return now[:-1]
    return (*now[:-1], replace(last, text=text, words=last.words[:-1]))
