"""A take as a Word document."""

import io
import re

import docx
from docx.oxml.ns import qn
from docx.text.run import Run

from speechdesk.exporters.exportable import Exportable

# XML has no way to write these.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("[\r\n]")


def to_docx(take: Exportable) -> bytes:
    """Return the title and the paragraphs; new lines within a block are line breaks.

    The text is marked with the take's language, so that Word checks its spelling in that.
    """
    document = docx.Document()
    title = _clean(take.title).strip()
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = ""
    properties.comments = ""
    properties.language = take.language
    properties.created = properties.modified = take.started.replace(microsecond=0)
    for language in document.styles.element.iter(qn("w:lang")):
        for script in ("w:val", "w:eastAsia"):
            language.set(qn(script), take.language)
    if title:
        document.add_heading(title, level=1)
    for block in take.document.blocks:
        _write(document.add_paragraph().add_run(), _clean(block.text))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write(run: Run, text: str) -> None:
    """Write `text` into an empty run, a line at a time.

    python-docx itself goes by characters, and looks with XPath for what to replace: that lets
    Python's lock go and takes it back so often that the window hardly gets it in between.
    """
    for number, line in enumerate(_BREAK.split(text)):
        if number:
            run.add_break()
        for column, piece in enumerate(line.split("\t")):
            if column:
                run.add_tab()
            if piece:
                run.add_text(piece)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
