"""What users paste, as the portal, mails and scripts have it."""

import pytest

from speechdesk.domain.addresses import regional_host
from speechdesk.settings.paste import Pasted, clean_secret, understand

OLD = "0123456789abcdef0123456789ABCDEF"
NEW = "1a2B3c4D5e6F" * 7
GUID = "12345678-1234-1234-1234-123456789abc"

PORTAL = f"""
Show Keys
KEY 1
{OLD}
KEY 2
ffffffffffffffffffffffffffffffff
Location/Region
westeurope
Endpoint
https://westeurope.api.cognitive.microsoft.com/sts/v1.0/issuetoken
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Pasted()),
        ("hello", Pasted()),
        (PORTAL, Pasted(key=OLD, region="westeurope")),
        (f"  “{OLD}”\n", Pasted(key=OLD)),
        (f"KEY 1 {NEW}", Pasted(key=NEW)),
        (f"\u200b{OLD}\ufeff", Pasted(key=OLD)),
        (f"key={OLD}; region='East US 2'", Pasted(key=OLD, region="eastus2")),
        (f'{{"key": "{OLD}", "region": "uksouth"}}', Pasted(key=OLD, region="uksouth")),
        (f"export SPEECH_KEY={OLD}\nexport SPEECH_REGION=eastus", Pasted(key=OLD, region="eastus")),
        ("Location/Region westeurope", Pasted(region="westeurope")),
        ("Location/Region\tWest\u00a0Europe", Pasted(region="westeurope")),
        ("North Central US", Pasted(region="northcentralus")),
        ("WESTUS", Pasted(region="westus")),
        ("westeurop", Pasted()),
        ("https://westus3.api.cognitive.microsoft.com/", Pasted(region="westus3")),
        ("Endpoint: <https://eastus.stt.speech.microsoft.com>", Pasted(region="eastus")),
        ("usgovvirginia.stt.speech.azure.us", Pasted(region="usgovvirginia")),
        ("https://chinaeast2.api.cognitive.azure.cn/", Pasted(region="chinaeast2")),
        ("wss://eastus.stt.speech.microsoft.com/speech/universal/v2?x=1",
         Pasted(url="wss://eastus.stt.speech.microsoft.com/speech/universal/v2?x=1")),
        ('"https://Mine.CognitiveServices.azure.com/",',
         Pasted(url="wss://mine.cognitiveservices.azure.com")),
        ("http://localhost:5000/", Pasted(url="ws://localhost:5000")),
        (f"https://speech.example/?subscription-key={OLD}", Pasted()),
        (f"Endpoint ID {GUID.upper()}", Pasted(endpoint_id=GUID)),
        ("e" * 33, Pasted()),
        (f"{GUID.replace('-', '')}0", Pasted()),
    ],
)  # fmt: skip
def test_understanding(text: str, found: Pasted) -> None:
    assert understand(text) == found


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (PORTAL, OLD),
        (f"'{OLD}'\r\n", OLD),
        (" my container's key ", "my container's key"),
        ('"quoted"', "quoted"),
        ("KEY 1: abc", "abc"),
        ("SPEECH_KEY=abc", "abc"),
        ("export SPEECH_KEY='abc'", "abc"),
        ("$env:SPEECH_KEY=abc", "abc"),
        ("Ocp-Apim-Subscription-Key: abc", "abc"),
        ("Authorization: Bearer eyJ0.abc.def-_", "eyJ0.abc.def-_"),
        ("Bearer eyJ0.abc.def", "eyJ0.abc.def"),
        ("keyring", "keyring"),
        ("key", "key"),
        ("Token", "Token"),
        ("  ", ""),
        ('""', ""),
    ],
)
def test_a_secret_is_freed_of_what_is_around_it(text: str, secret: str) -> None:
    assert clean_secret(text) == secret


def test_what_was_pasted_shows_no_key() -> None:
    assert OLD not in repr(understand(OLD))


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("westeurope", "westeurope.stt.speech.microsoft.com"),
        ("usgovarizona", "usgovarizona.stt.speech.azure.us"),
        ("chinanorth3", "chinanorth3.stt.speech.azure.cn"),
        ("futureregion", "futureregion.stt.speech.microsoft.com"),
    ],
)
def test_a_region_and_its_endpoint_say_the_same(region: str, host: str) -> None:
    assert regional_host(region) == host
    assert understand(f"https://{host}").region == region
