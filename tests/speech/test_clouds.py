"""Where one signs in for the resources of each of Azure's clouds."""

import pytest
from azure.core.credentials import AccessToken

from speechdesk.domain.addresses import parse
from speechdesk.speech import azure
from speechdesk.speech.clouds import PUBLIC, cloud_of


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("wss://own.cognitiveservices.azure.com", "login.microsoftonline.com"),
        ("wss://own.cognitiveservices.azure.us", "login.microsoftonline.us"),
        ("wss://usgovvirginia.api.cognitive.microsoft.us", "login.microsoftonline.us"),
        ("wss://own.cognitiveservices.azure.cn.", "login.chinacloudapi.cn"),
        ("wss://azure.us.example.com", "login.microsoftonline.com"),
        ("ws://127.0.0.1:5000", "login.microsoftonline.com"),
    ],
)
def test_the_cloud_follows_from_the_address(url: str, authority: str) -> None:
    cloud = cloud_of(parse(url))
    assert cloud.authority == authority
    assert cloud.scope.startswith("https://cognitiveservices.azure.")
    assert cloud_of(None) == PUBLIC


def test_tokens_are_asked_for_in_that_cloud_whatever_the_sdk_asks_for() -> None:
    asked: list[str] = []

    class Credential:
        def get_token(self, *scopes: str, **_: object) -> AccessToken:
            asked.extend(scopes)
            return AccessToken("token", 0)

    cloud = cloud_of(parse("wss://own.cognitiveservices.azure.us"))
    credential = azure.signed_in(Credential(), cloud)
    assert credential.get_token(PUBLIC.scope).token == "token"
    assert asked == [cloud.scope, cloud.scope]
