import pytest

from speechdesk.domain.transcript import Block, Document, Run
from speechdesk.exporters.base import export
from tests.exporters.making import following, take


def test_txt_is_the_text_alone_a_segment_a_line() -> None:
    assert export("txt", take(following("One two.", "Grüße, 世界!"))) == (
        "One two.\nGrüße, 世界!\n".encode()
    )
    assert export("txt", take([])) == b""


def test_txt_of_an_edited_take_is_its_paragraphs() -> None:
    edited = Document((Block(1, (Run("Dear Ann,"),)), Block(2, ()), Block(3, (Run("a\nb"),))))
    assert export("txt", take(following("Dear Anne"), document=edited)) == b"Dear Ann,\n\na\nb\n"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("plain words.", "plain words."),
        ("1. not a list", "1\\. not a list"),
        ("2026) neither", "2026\\) neither"),
        ("- no", "\\- no"),
        ("# no", "\\# no"),
        ("+1 = *no* _no_ `no`", "\\+1 = \\*no\\* \\_no\\_ \\`no\\`"),
        ("<b> & [link](x) | a\\b", "\\<b\\> \\& \\[link\\](x) \\| a\\\\b"),
        ("    no code", "no code"),
        ("one\n# two", "one\\\n\\# two"),
    ],
)
def test_nothing_in_markdown_is_taken_for_markup(said: str, written: str) -> None:
    document = Document((Block(1, (Run(said),)),))
    assert export("md", take([], title="", document=document)).decode() == f"{written}\n"


def test_markdown_has_the_title_and_paragraphs() -> None:
    document = Document((Block(1, (Run("One."),)), Block(2, ()), Block(3, (Run("Two."),))))
    text = export("md", take([], title="A *good* day", document=document)).decode()
    assert text == "# A \\*good\\* day\n\nOne.\n\nTwo.\n"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="pdf"):
        export("pdf", take([]))
