import io

import docx

from speechdesk.domain.transcript import Block, Document, Run
from speechdesk.exporters.base import export
from tests.exporters.making import NOON, following, take


def read_back(data: bytes) -> "docx.document.Document":
    return docx.Document(io.BytesIO(data))


def test_word_reads_back_the_title_and_the_paragraphs() -> None:
    document = Document(
        (Block(1, (Run("Grüße,\n\t世界 "),)), Block(2, ()), Block(3, (Run("End."),)))
    )
    read = read_back(export("docx", take(following("Hi"), title="A <day>", document=document)))
    assert [(each.style.name, each.text) for each in read.paragraphs] == [
        ("Heading 1", "A <day>"),
        ("Normal", "Grüße,\n\t世界 "),
        ("Normal", ""),
        ("Normal", "End."),
    ]
    assert read.core_properties.title == "A <day>"
    assert read.core_properties.author == ""
    assert read.core_properties.created == NOON
    assert (
        b'w:val="en-US"'
        in read.part.part_related_by(docx.opc.constants.RELATIONSHIP_TYPE.STYLES).blob
    )


def test_what_xml_cannot_hold_is_left_out() -> None:
    said = Document((Block(1, (Run("a\x00b\x1b[31mc\ud800d\ufffee"),)),))
    read = read_back(export("docx", take([], title="\x07" + "T" * 300, document=said)))
    assert [each.text for each in read.paragraphs] == ["T" * 300, "ab[31mcde"]


def test_an_empty_take_is_an_empty_document() -> None:
    assert read_back(export("docx", take([], title=""))).paragraphs == []
