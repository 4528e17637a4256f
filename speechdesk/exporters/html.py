"""A take as one web page that needs nothing else: words to click on, the sound inside."""

import base64
import hashlib
import html
from collections.abc import Callable, Iterator

from speechdesk.domain.transcript import Block
from speechdesk.exporters.exportable import Exportable
from speechdesk.exporters.page import SCRIPT, STYLE
from speechdesk.exporters.phrases import word_of

MAX_SOUND_MS = 60 * 60 * 1000  # about 14 MB of Opus

_TOO_LONG = "The sound of this recording is longer than 60 minutes and is not inside this page."
_NOT_KEPT = "The sound of this recording was not kept and is not inside this page."
_NOT_INSIDE = "The sound of this recording is not inside this page."
_CHOOSE = "If you have it as a file, choose it here to hear the words you click on:"


def to_html(take: Exportable, encode_opus: Callable[[bytes], bytes] | None = None) -> bytes:
    """Return the page. The sound is inside up to 60 minutes, where there is any and an encoder.

    Otherwise the page says so and has a button to choose the file. All text is escaped, and the
    page's own policy lets it load nothing and run nothing but its own script.
    """
    title = html.escape(take.title.strip() or "Transcript")
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{html.escape(take.language)}">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>",
        f"<style>{STYLE}</style></head>",
        f"<body><h1>{title}</h1>",
        f'<p class="about"><time datetime="{take.started.isoformat(timespec="seconds")}">'
        f"{take.started:%Y-%m-%d %H:%M}</time> · {_clock(take.length_ms)}</p>",
        "<main>",
        *(_paragraph(take, block) for block in take.document.blocks if block.text.strip()),
        "</main>",
        _player(take, encode_opus),
        f"<script>{SCRIPT}</script></body></html>",
    ]
    return ("\n".join(parts) + "\n").encode(errors="replace")


def _policy() -> str:
    return (
        f"default-src 'none'; style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'; "
        "media-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _paragraph(take: Exportable, block: Block) -> str:
    words = [word for run in block.runs if (word := word_of(run, take.heard)) is not None]
    time = ""
    if words:
        at_ms = words[0].offset_ms
        time = f'<button type="button" class="time" data-at="{at_ms}">{_clock(at_ms)}</button>'
    return f'<p>{time}<span class="br">{"".join(_runs(take, block))}</span></p>'


def _runs(take: Exportable, block: Block) -> Iterator[str]:
    for run in block.runs:
        text = html.escape(run.text)
        word = word_of(run, take.heard)
        if word is None:
            yield text
        else:
            times = f'data-at="{word.offset_ms}" data-to="{word.end_ms}"'
            yield f'<span class="w" {times}>{text}</span>'


def _player(take: Exportable, encode_opus: Callable[[bytes], bytes] | None) -> str:
    sound = _sound(take, encode_opus)
    if sound is None:
        return (
            f'<div class="player"><p class="about">{_why_not_inside(take)} {_CHOOSE} '
            '<input type="file" accept="audio/*" aria-label="Choose the sound"></p>'
            "<audio controls hidden></audio></div>"
        )
    encoded = base64.b64encode(sound).decode()
    return (
        '<div class="player"><audio controls preload="metadata" '
        f'src="data:audio/ogg;base64,{encoded}"></audio></div>'
    )


def _sound(take: Exportable, encode_opus: Callable[[bytes], bytes] | None) -> bytes | None:
    if take.recording is None or encode_opus is None or take.length_ms > MAX_SOUND_MS:
        return None
    pcm = take.recording.read_bytes()
    return encode_opus(pcm) if pcm else None


def _why_not_inside(take: Exportable) -> str:
    if take.recording is None:
        return _NOT_KEPT
    return _TOO_LONG if take.length_ms > MAX_SOUND_MS else _NOT_INSIDE


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
