"""Addresses of services, as users write them."""

import pytest

from speechdesk.domain.addresses import parse
from speechdesk.errors import FailureCode, RecognitionError


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("wss://speech.example", "wss://speech.example"),
        (" https://Speech.Example/ ", "wss://speech.example"),
        ("https://speech.example:443/path?x=1", "wss://speech.example/path?x=1"),
        ("http://speech.example:80", "ws://speech.example"),
        ("speech.example:5000", "wss://speech.example:5000"),
        ("localhost:5000", "ws://localhost:5000"),
        ("127.0.0.1", "ws://127.0.0.1"),
        ("ws://[::1]:5000/", "ws://[::1]:5000"),
    ],
)
def test_an_address_has_one_spelling(text: str, url: str) -> None:
    assert parse(text).url == url
    assert parse(url).url == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "wss://",
        "ftp://speech.example",
        "wss://anna@speech.example",
        "wss://speech.example:0",
        "wss://speech.example:99999",
        "wss://[",
        "wss://[::1",
        "wss://-speech.example",
        "wss://speech example",
        "wss://speech.example/a path",
        "wss://speech.example?storeAudio=true",
        "wss://speech.example?Ocp-Apim-Subscription-Key=abc",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(RecognitionError) as caught:
        parse(text)
    assert caught.value.failure.code is FailureCode.BAD_ADDRESS
    assert "abc" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "azure", "loopback", "secure", "region"),
    [
        ("wss://eastus.stt.speech.microsoft.com", True, False, True, "eastus"),
        ("https://eastus.api.cognitive.microsoft.com/sts/v1.0/issuetoken", True, False, True,
         "eastus"),
        ("wss://usgovvirginia.stt.speech.azure.us", True, False, True, "usgovvirginia"),
        ("wss://eastus.stt.speech.microsoft.com/stt?cid=1", True, False, True, ""),
        ("https://mine.cognitiveservices.azure.com", True, False, True, ""),
        ("wss://speech.microsoft.com.evil.example", False, False, True, ""),
        ("wss://evilspeech.microsoft.com", False, False, True, ""),
        ("ws://localhost.", False, True, False, ""),
        ("ws://127.8.8.8", False, True, False, ""),
        ("ws://speech.lan", False, False, False, ""),
    ],
)  # fmt: skip
def test_what_an_address_tells(
    text: str, azure: bool, loopback: bool, secure: bool, region: str
) -> None:
    address = parse(text)
    found = (address.is_azure, address.is_loopback, address.is_secure, address.region)
    assert found == (azure, loopback, secure, region)
