"""The formats of exported files, in words."""

from PySide6.QtCore import QCoreApplication

FORMATS = ("txt", "docx", "md", "html", "srt", "vtt", "json")
"""In the order in which they are offered; each is the ending of its files too."""


def format_name(form: str) -> str:
    """Return what a format is called, such as "Word document"."""
    return {
        "txt": _tr("Text"),
        "docx": _tr("Word document"),
        "md": _tr("Markdown"),
        "html": _tr("Web page with sound"),
        "srt": _tr("Subtitles SRT"),
        "vtt": _tr("Subtitles WebVTT"),
        "json": _tr("JSON with times"),
    }[form]


def format_note(form: str) -> str:
    """Return what a format holds that one may not expect; "" for what its name says."""
    return {
        "html": _tr("One file; a click on a word plays it. Up to 60 minutes of sound are inside."),
        "json": _tr("Every word with its time, other readings, and what it was before."),
    }.get(form, "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Export", text)
