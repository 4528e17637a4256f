"""Where phrases begin and end: sound drawn as text, one character for 30 ms.

"#" is loud speech, "." silence, "~" a murmur that counts as speech but is 30 dB softer.
"""

import array
from itertools import groupby

import pytest

from speechdesk.host.engines.segmenter import (
    FRAME_BYTES,
    FRAME_MS,
    PhraseBegun,
    PhraseEnded,
    PhraseSound,
    Quiet,
    Segmenter,
)

HEIGHTS = {"#": 8_000, ".": 0, "~": 250}


def pcm(picture: str) -> bytes:
    samples = array.array("h")
    for character in picture:
        samples.extend([HEIGHTS[character]] * (FRAME_BYTES // 2))
    return samples.tobytes()


def is_speech(frame: bytes) -> bool:
    return any(frame)


def phrases(picture: str, **limits: int) -> list[tuple[int, int]]:
    """Return where the phrases of a picture begin and end, in frames."""
    segmenter = Segmenter(is_speech, **limits)
    cuts = [*segmenter.feed(pcm(picture)), *segmenter.finish()]
    begun = [cut.offset_ms // FRAME_MS for cut in cuts if isinstance(cut, PhraseBegun)]
    ended = [cut.end_ms // FRAME_MS for cut in cuts if isinstance(cut, PhraseEnded)]
    return list(zip(begun, ended, strict=True))


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("." * 100, []),
        ("####", []),  # a click is no phrase
        ("#" * 20, [(0, 20)]),
        ("." * 30 + "#" * 20 + "." * 30, [(18, 67)]),
        ("#" * 20 + "." * 10 + "#" * 20, [(0, 50)]),  # 300 ms: a breath
        ("#" * 20 + "." * 20 + "#" * 20, [(0, 37), (37, 60)]),  # 600 ms: a pause
        ("#" * 20 + "~" * 20 + "#" * 20, [(0, 37), (37, 60)]),  # a room is seldom silent
        ("~" * 20 + "#" * 20, [(0, 40)]),  # who begins softly is heard
        ("~" * 60, [(0, 60)]),  # and who speaks softly too
    ],
)
def test_phrases_end_at_pauses(picture: str, expected: list[tuple[int, int]]) -> None:
    assert phrases(picture) == expected


def test_a_phrase_without_pauses_ends_at_the_limit() -> None:
    limit = 20_000 // FRAME_MS + 1

    assert phrases("#" * 1_000) == [(0, limit), (limit, 1_000)]


def test_near_the_limit_a_short_pause_will_do() -> None:
    sound = "#" * 600 + "." * 8 + "#" * 300

    assert next(end for _, end in phrases(sound)) in range(605, 609)
    assert phrases("#" * 100 + "." * 8 + "#" * 300) == [(0, 408)]


def test_the_judges_memory_of_speech_is_no_speech() -> None:
    segmenter = Segmenter(lambda _frame: True)

    assert {type(cut) for cut in segmenter.feed(pcm("." * 100))} == {Quiet}


def test_pause_and_limit_are_the_clients_to_choose() -> None:
    picture = "#" * 20 + "." * 20 + "#" * 20

    assert phrases(picture, pause_ms=1_000) == [(0, 60)]
    assert next(end for _, end in phrases("#" * 200, maximum_ms=3_000)) == 100


def test_the_sound_of_phrases_is_complete_and_in_order_however_it_is_cut() -> None:
    picture = "." * 20 + "#" * 30 + "." * 30 + "~#" * 20 + "##"
    whole = pcm(picture) + b"\x01\x00"

    for size in (2, 958, 960, 3_200, len(whole)):
        segmenter = Segmenter(is_speech)
        heard: list[bytes] = []
        for at in range(0, len(whole), size):
            heard += [c.pcm for c in segmenter.feed(whole[at : at + size]) if sounds(c)]
        heard += [c.pcm for c in segmenter.finish() if sounds(c)]
        assert b"".join(heard).replace(b"\0", b"") == whole.replace(b"\0", b"")


def sounds(cut: object) -> bool:
    return isinstance(cut, PhraseSound)


def test_quiet_never_reaches_into_a_phrase_to_come() -> None:
    segmenter = Segmenter(is_speech)
    cuts = list(segmenter.feed(pcm("." * 100 + "#" * 20)))
    kinds = [kind for kind, _ in groupby(type(cut) for cut in cuts)]
    last = max(cut.until_ms for cut in cuts if isinstance(cut, Quiet))
    begun = next(cut.offset_ms for cut in cuts if isinstance(cut, PhraseBegun))

    assert kinds == [Quiet, PhraseBegun, PhraseSound]
    assert 0 < last <= begun
