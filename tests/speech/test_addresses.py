"""Which addresses may hear the user."""

import socket
from collections.abc import Callable

import pytest

from speechdesk.domain.addresses import parse
from speechdesk.domain.connection import Connection, Service
from speechdesk.errors import FailureCode, RecognitionError
from speechdesk.speech.addresses import Target, has_only_ipv6, target_of


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("wss://host", "wss://host"),
        (" https://Host.Example:443/ ", "wss://host.example"),
        ("wss://host:8443/stt?a=b", "wss://host:8443/stt?a=b"),
        ("wss://host?a=b", "wss://host/?a=b"),
        ("http://127.0.0.1:5000", "ws://127.0.0.1:5000"),
        ("localhost:5000", "ws://localhost:5000"),
        ("speech.example:5000/v1", "wss://speech.example:5000/v1"),
        ("ws://[::1]:5000/x", "ws://[::1]:5000/x"),
        ("wss://host/path#part", "wss://host/path"),
    ],
)
def test_addresses_are_read_as_they_are_pasted(text: str, url: str) -> None:
    assert parse(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ftp://host",
        "wss://",
        "wss://user:word@host",
        "wss://host@evil.example",
        "wss://evil.example\\.cognitiveservices.azure.com",
        "wss://аzure.com",
        "wss://a b",
        "wss://host/a b",
        "wss://host/\x00",
        "wss://host:99999",
        "wss://host:0",
        "wss://host:port",
        "wss://[::1",
        "wss://[zz]",
        "wss://-host",
        "wss://host/?StoreAudio=true",
        "wss://host/?store%41udio=true",
        "wss://host/?Ocp-Apim-Subscription-Key=abc",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(RecognitionError) as caught:
        parse(text)
    assert caught.value.failure.code is FailureCode.BAD_ADDRESS


@pytest.mark.parametrize(
    ("connection", "target"),
    [
        (Connection(Service.AZURE, region=" WestEurope "), Target(region="westeurope")),
        (Connection(Service.AZURE, region="chinaeast2"), Target(region="chinaeast2")),
        (
            Connection(Service.AZURE, "https://westus.api.cognitive.microsoft.com/"),
            Target(region="westus"),
        ),
    ],
)
def test_regions(connection: Connection, target: Target) -> None:
    assert target_of(connection, with_credential=True) == target


@pytest.mark.parametrize(
    ("service", "url", "kind", "probed"),
    [
        (Service.LOCAL, "ws://127.0.0.1:5000", "endpoint", False),
        (Service.AZURE, "https://mine.cognitiveservices.azure.com", "endpoint", False),
        (Service.AZURE, "wss://mine.cognitiveservices.azure.us", "endpoint", False),
        (Service.AZURE, "wss://westus.stt.speech.microsoft.com/stt", "endpoint", False),
        (Service.AZURE, "wss://gateway.example/stt", "endpoint", True),
        (Service.AZURE, "wss://cognitiveservices.azure.com.evil.example", "endpoint", True),
        (Service.AZURE, "wss://evilcognitiveservices.azure.com", "endpoint", True),
        (Service.CONTAINER, "ws://localhost:5000", "host", True),
        (Service.CONTAINER, "wss://speech.example", "host", True),
        (Service.CONTAINER, "wss://speech.example/stt", "endpoint", True),
    ],
)
def test_urls(service: Service, url: str, kind: str, probed: bool) -> None:
    target = target_of(Connection(service, url), with_credential=True)
    assert getattr(target, kind) == parse(url).url
    assert target.must_be_probed is probed
    assert target_of(Connection(service, url), with_credential=False).must_be_probed is probed


def test_the_us_governments_regions_have_a_domain_of_their_own() -> None:
    target = target_of(Connection(Service.AZURE, region="usgovvirginia"), with_credential=True)
    assert target.endpoint == "wss://usgovvirginia.stt.speech.azure.us"
    assert not target.must_be_probed


def test_what_is_not_set_is_said() -> None:
    with pytest.raises(RecognitionError) as caught:
        target_of(Connection(Service.AZURE), with_credential=True)
    assert caught.value.failure.code is FailureCode.NO_PLACE


@pytest.mark.parametrize(
    ("connection", "with_credential"),
    [
        (Connection(Service.AZURE, region="not a region!"), True),
        (Connection(Service.AZURE, "ws://mine.cognitiveservices.azure.com"), True),
        (Connection(Service.AZURE, "ws://gateway.example", allow_plain=True), False),
        (Connection(Service.LOCAL, "wss://speech.example"), False),
        (Connection(Service.CONTAINER, "ws://speech.example"), False),
        (Connection(Service.CONTAINER, "ws://speech.example", allow_plain=True), True),
        (Connection(Service.CONTAINER, "ws://127.0.0.1.evil.example", allow_plain=True), True),
    ],
)
def test_what_may_not_hear_the_user(connection: Connection, with_credential: bool) -> None:
    with pytest.raises(RecognitionError) as caught:
        target_of(connection, with_credential=with_credential)
    assert caught.value.failure.code is FailureCode.BAD_ADDRESS


def test_plain_to_another_machine_only_without_a_key_and_when_allowed() -> None:
    connection = Connection(Service.CONTAINER, "ws://speech.example:5000", allow_plain=True)
    assert target_of(connection, with_credential=False).host == "ws://speech.example:5000"


@pytest.mark.parametrize(
    ("url", "resource"),
    [
        ("wss://speech.example", "/speech/recognition/conversation/cognitiveservices/v1"),
        ("wss://speech.example/own?a=b", "/own?a=b"),
    ],
)
def test_the_probe_asks_for_what_the_sdk_will_ask_for(url: str, resource: str) -> None:
    assert target_of(Connection(Service.CONTAINER, url), with_credential=True).resource == resource


def names(*families: int) -> Callable[[str, int, int], object]:
    def resolve(host: str, port: int, family: int) -> object:
        if family not in families:
            raise socket.gaierror("no such name")
        return [host, port]

    return resolve


@pytest.mark.parametrize(
    ("host", "families", "expected"),
    [
        ("::1", (), True),
        ("127.0.0.1", (), False),
        ("both.example", (socket.AF_INET, socket.AF_INET6), False),
        ("six.example", (socket.AF_INET6,), True),
        ("none.example", (), False),
    ],
)
def test_ipv6_is_used_where_there_is_nothing_else(
    host: str, families: tuple[int, ...], expected: bool
) -> None:
    assert has_only_ipv6(host, names(*families)) is expected
