"""The formats a take can be exported in."""

from collections.abc import Callable
from enum import StrEnum

from speechdesk.exporters.exportable import Exportable

EncodeOpus = Callable[[bytes], bytes]
"""Turns a recording's PCM (16 kHz, mono, 16-bit) into an Ogg/Opus file."""


class Format(StrEnum):
    """A format; its value is the ending of its files too."""

    TXT = "txt"
    MD = "md"
    SRT = "srt"
    VTT = "vtt"
    JSON = "json"
    DOCX = "docx"
    HTML = "html"


def export(
    form: str,
    take: Exportable,
    *,
    details: bool = False,
    encode_opus: EncodeOpus | None = None,
) -> bytes:
    """Return `take` as a file of the format `form`. Raises ValueError for an unknown one.

    `details` adds alternatives and revisions to json. `encode_opus` lets html carry the sound; its
    errors are the caller's, and so is OSError for a recording that cannot be read.
    """
    match Format(form):
        case Format.TXT:
            from speechdesk.exporters.plain import to_txt

            return to_txt(take)
        case Format.MD:
            from speechdesk.exporters.plain import to_markdown

            return to_markdown(take)
        case Format.SRT:
            from speechdesk.exporters.subtitles import to_srt

            return to_srt(take)
        case Format.VTT:
            from speechdesk.exporters.subtitles import to_vtt

            return to_vtt(take)
        case Format.JSON:
            from speechdesk.exporters.json_segments import to_json

            return to_json(take, details=details)
        case Format.DOCX:
            from speechdesk.exporters.docx import to_docx

            return to_docx(take)
        case Format.HTML:
            from speechdesk.exporters.html import to_html

            return to_html(take, encode_opus)
