"""A take as SubRip (srt) and WebVTT (vtt) subtitles."""

import re

from speechdesk.exporters.cues import cues
from speechdesk.exporters.exportable import Exportable

_WORD_JOINER = "\u2060"  # takes no room and keeps players from reading a tag
_SRT_MARKUP = re.compile(r"<(?=[/!?]?[A-Za-z])|\{(?=[\\A-Za-z/])")


def to_srt(take: Exportable) -> bytes:
    """Return the cues of a take. Nothing that was said is taken for markup."""
    parts = [
        f"{number}\n{_time(cue.start_ms, ',')} --> {_time(cue.end_ms, ',')}\n"
        + "".join(f"{_srt_text(line)}\n" for line in cue.lines)
        for number, cue in enumerate(cues(take.phrases), start=1)
    ]
    return "\n".join(parts).encode()


def to_vtt(take: Exportable) -> bytes:
    """Return the cues of a take, escaped as WebVTT wants it."""
    parts = ["WEBVTT\n"]
    parts += [
        f"{_time(cue.start_ms, '.')} --> {_time(cue.end_ms, '.')}\n"
        + "".join(f"{_vtt_text(line)}\n" for line in cue.lines)
        for cue in cues(take.phrases)
    ]
    return "\n".join(parts).encode()


def _time(milliseconds: int, mark: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{rest:03}"


def _srt_text(line: str) -> str:
    plain = line.replace("-->", f"--{_WORD_JOINER}>")
    return _SRT_MARKUP.sub(lambda found: found[0] + _WORD_JOINER, plain)


def _vtt_text(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
