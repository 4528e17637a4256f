"""A take as a Word document."""

import io
import re

import docx
from docx.oxml.ns import qn

from speechdesk.exporters.exportable import Exportable

# XML has no way to write these.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


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
        document.add_paragraph(_clean(block.text))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
