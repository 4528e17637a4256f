"""Frames to messages and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechdesk.host.wire import FrameReader, WireError, text_frame
from tests.host.frames import binary_frame, parse


def test_a_text_frame_comes_back_as_the_message_it_was() -> None:
    message = parse(text_frame("speech.phrase", "AB12", {"DisplayText": "日本 é"}))

    assert (message.path, message.request_id) == ("speech.phrase", "AB12")
    assert message.json() == {"DisplayText": "日本 é"}


def test_a_binary_frame_carries_its_payload_untouched() -> None:
    message = parse(binary_frame({"Path": "audio", "X-RequestId": "AB12"}, b"\r\n\r\n\x00\xff"))

    assert (message.path, message.request_id) == ("audio", "AB12")
    assert message.payload == b"\r\n\r\n\x00\xff"


def test_names_of_headers_may_be_written_in_any_case() -> None:
    assert parse("PATH: Speech.Config\r\nx-REQUESTID : 7\r\n\r\n{}").request_id == "7"


@pytest.mark.parametrize(
    ("frame", "complaint"),
    [
        ("", "without the empty line"),
        ("Path: audio\r\n", "without the empty line"),
        ("Path audio\r\n\r\n{}", "without a colon"),
        (b"", "too short"),
        (b"\x00", "too short"),
        (b"\xff\xf0Path:audio\r\n", "longer than itself"),
        (b"\x00\x02\xff\xfe", "not text"),
    ],
)
def test_what_is_no_message_is_refused(frame: str | bytes, complaint: str) -> None:
    with pytest.raises(WireError, match=complaint):
        parse(frame)


@pytest.mark.parametrize("body", ["", "{bad", "[1]", "null", "[" * 200_000])
def test_a_body_that_is_no_object_is_refused(body: str) -> None:
    with pytest.raises(WireError, match="is not"):
        parse(f"Path: speech.context\r\n\r\n{body}").json()


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_no_frame_at_all_does_more_than_be_refused(frame: str | bytes) -> None:
    try:
        parse(frame)
    except WireError:
        return


def test_frames_of_one_connection_are_read_each_by_its_own_headers() -> None:
    reader = FrameReader()
    first, second = {"Path": "audio", "X-RequestId": "A"}, {"Path": "audio", "X-RequestId": "B"}
    frames = [(first, b"1"), (first, b"2"), (second, b"3"), (first, b"")]
    read = [reader.read(binary_frame(headers, payload)) for headers, payload in frames]
    assert [(each.request_id, each.payload) for each in read] == [
        ("A", b"1"),
        ("A", b"2"),
        ("B", b"3"),
        ("A", b""),
    ]


def test_a_broken_frame_leaves_those_after_it_readable() -> None:
    reader = FrameReader()
    frame = binary_frame({"Path": "audio"}, b"1")
    with pytest.raises(WireError):
        reader.read(b"\x00\x02\xff\xff")
    assert reader.read(frame).path == "audio"
    with pytest.raises(WireError):
        reader.read(b"\x00\x02\xff\xff")
    assert reader.read(frame).path == "audio"
