import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

from speechdesk.domain.transcript import Block, Document, Run, runs_of
from speechdesk.exporters.base import export
from speechdesk.exporters.exportable import Exportable
from speechdesk.exporters.html import MAX_SOUND_MS
from tests.exporters.making import following, spoken, take

VOID = {"meta", "input"}


class Page(HTMLParser):
    """The page as a browser would see it: elements, and the text of each."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[int] = []
        self.feed(data.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for index in self._open:
            self.texts[index] += data

    def all(self, tag: str, of_class: str | None = None) -> list[tuple[dict[str, str | None], str]]:
        return [
            (attributes, text)
            for (name, attributes), text in zip(self.elements, self.texts, strict=True)
            if name == tag and of_class in (None, attributes.get("class"))
        ]


def page(exported: Exportable, sound: bytes | None = None) -> Page:
    return Page(export("html", exported, encode_opus=None if sound is None else lambda _: sound))


def test_each_spoken_word_says_when_it_was_said() -> None:
    hello, space, world = runs_of(1, spoken("Hello world", 61_000))
    document = Document((Block(1, (hello, Run(" new "), world)), Block(2, (space,))))
    shown = page(take([spoken("Hello world", 61_000)], document=document))
    assert shown.all("span", "w") == [
        ({"class": "w", "data-at": "61000", "data-to": "61300"}, "Hello"),
        ({"class": "w", "data-at": "61300", "data-to": "61600"}, "world"),
    ]
    ((_, text),) = shown.all("p", None)[1:2]
    assert text == "1:01Hello new world"
    assert shown.all("h1")[0][1] == shown.all("title")[0][1] == "Title"
    assert shown.all("html")[0][0] == {"lang": "en-US"}


def test_everything_is_escaped() -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;"
    document = Document((Block(1, (Run(evil),)),))
    shown = page(take([], title=evil, document=document))
    assert shown.all("h1")[0][1] == evil
    assert shown.all("span", "br")[0][1] == evil
    assert len(shown.all("script")) == 1
    assert shown.all("img") == []


def test_the_pages_policy_allows_its_own_script_and_style_alone() -> None:
    shown = page(take(following("Hello")), sound=b"OggS")
    policy = next(
        each["content"] for each, _ in shown.all("meta") if each.get("http-equiv") is not None
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        ((attributes, text),) = shown.all(tag)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert attributes == {}
        assert f"{tag}-src 'sha256-{digest}'" in policy
    for _, attributes in shown.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not re.match("https?:|//", attributes.get("src") or "")


def test_the_sound_is_inside(tmp_path: Path) -> None:
    recording = tmp_path / "take-1.pcm"
    recording.write_bytes(b"\1\0" * 100)
    given: list[bytes] = []

    def encode(pcm: bytes) -> bytes:
        given.append(pcm)
        return b"OggS sound"

    shown = Page(export("html", take(following("Hello"), recording=recording), encode_opus=encode))
    ((audio, _),) = shown.all("audio")
    encoded = base64.b64encode(b"OggS sound").decode()
    assert audio["src"] == f"data:audio/ogg;base64,{encoded}"
    assert given == [b"\1\0" * 100]
    assert shown.all("input") == []


def test_sound_that_is_not_inside_has_a_button_and_the_page_says_why(tmp_path: Path) -> None:
    recording = tmp_path / "take-1.pcm"
    recording.write_bytes(b"\1\0" * 100)
    long = take([spoken("Late", MAX_SOUND_MS)], recording=recording)
    for exported, encoded, reason in (
        (long, b"OggS", "longer than 60 minutes"),
        (take([]), b"OggS", "was not kept"),
        (take([], recording=recording), None, "is not inside"),
    ):
        shown = page(exported, sound=encoded)
        ((about, _),) = shown.all("input")
        assert about["type"] == "file"
        assert reason in shown.all("div", "player")[0][1]
        ((audio, _),) = shown.all("audio")
        assert "src" not in audio


def test_an_empty_recording_is_no_sound(tmp_path: Path) -> None:
    (tmp_path / "take-1.pcm").touch()
    shown = page(take([], recording=tmp_path / "take-1.pcm"), sound=b"OggS")
    assert len(shown.all("input")) == 1
