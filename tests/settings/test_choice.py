"""Which connection and which key hold, to the letter of the command line's rules."""

import os
from dataclasses import replace

import pytest

from speechdesk.domain.connection import Connection, Credential, CredentialKind, Proxy, Service
from speechdesk.errors import FailureCode, RecognitionError, SecretsError, UsageError
from speechdesk.settings.choice import (
    Asked,
    Chosen,
    Environment,
    choose,
    take_environment,
    with_environment,
)
from speechdesk.settings.choices import ProxyMode, SignIn
from speechdesk.settings.proxy import SystemProxies
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Secrets

ENTRIES = {
    "azure:westeurope": "key of westeurope",
    "container:wss://speech.example": "key of the container",
    "azure:wss://own.cognitiveservices.azure.com": "key of the endpoint",
    "proxy:anna@proxy.example:3128": "password",
}
IN_WEST_EUROPE = Settings(service=Service.AZURE, region="westeurope", endpoint_id="model-1")
CONTAINER = Settings(service=Service.CONTAINER, url="https://Speech.Example/")
STDIN = Credential(CredentialKind.KEY, "key from stdin")


class Keyring:
    """A keyring that knows ENTRIES and writes down what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append(username)
        return ENTRIES.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("nothing is written here")

    def delete_password(self, service: str, username: str) -> None:
        raise AssertionError("nothing is deleted here")


def chosen(
    settings: Settings, asked: Asked | None = None, environment: Environment | None = None
) -> Chosen:
    return choose(
        settings,
        Secrets(Keyring),
        asked=asked,
        environment=environment,
        system=SystemProxies({}, lambda host: False),
    )


def place(found: Chosen) -> str:
    """Draw a choice: "azure westeurope model-1 key of westeurope"."""
    connection = found.connection
    parts = [connection.service, connection.url or connection.region, connection.endpoint_id]
    if found.credential is not None:
        parts.append(found.credential.value)
    return " ".join(filter(None, parts))


ENV = Environment(key="key from env", region="northeurope")


@pytest.mark.parametrize(
    ("settings", "asked", "environment", "expected"),
    [
        (Settings(), None, None, "local"),
        (Settings(), Asked(service=Service.LOCAL), ENV, "local"),
        (IN_WEST_EUROPE, None, None, "azure westeurope model-1 key of westeurope"),
        (IN_WEST_EUROPE, Asked(service=Service.LOCAL), None, "local"),
        (CONTAINER, None, None, "container wss://speech.example key of the container"),
        # The command line wins over environment and settings.
        (IN_WEST_EUROPE, Asked(region="eastus"), None, "azure eastus"),
        (IN_WEST_EUROPE, Asked(region="eastus"), ENV, "azure eastus key from env"),
        (IN_WEST_EUROPE, Asked(url="wss://speech.example"), None,
         "container wss://speech.example key of the container"),
        (Settings(), Asked(url="https://own.cognitiveservices.azure.com/"), None,
         "azure wss://own.cognitiveservices.azure.com key of the endpoint"),
        (Settings(), Asked(url="wss://speech.example", service=Service.AZURE), None,
         "azure wss://speech.example"),
        (Settings(), Asked(url="ws://127.0.0.1:5000"), ENV,
         "container ws://127.0.0.1:5000 key from env"),
        # A custom model belongs to its resource.
        (IN_WEST_EUROPE, Asked(region="westeurope"), None,
         "azure westeurope model-1 key of westeurope"),
        (IN_WEST_EUROPE, Asked(region="westeurope", endpoint_id="model-2"), None,
         "azure westeurope model-2 key of westeurope"),
        # The environment wins over the settings.
        (IN_WEST_EUROPE, None, ENV, "azure northeurope key from env"),
        (IN_WEST_EUROPE, None, Environment(key="k", endpoint="https://a.example", region="eastus"),
         "azure wss://a.example k"),
        # Without its key it says nothing.
        (IN_WEST_EUROPE, None, Environment(region="northeurope"),
         "azure westeurope model-1 key of westeurope"),
        # Standard input wins over all keys.
        (IN_WEST_EUROPE, Asked(credential=STDIN), None, "azure westeurope model-1 key from stdin"),
        (IN_WEST_EUROPE, Asked(credential=STDIN), ENV, "azure northeurope key from stdin"),
        (IN_WEST_EUROPE, Asked(credential=STDIN), Environment(key="k"),
         "azure westeurope model-1 key from stdin"),
        # Where a service was when it was last in use is remembered.
        (Settings(service=Service.CONTAINER, url="wss://b.example",
                  other_places=(("azure", "westeurope"),)), Asked(service=Service.AZURE), None,
         "azure westeurope key of westeurope"),
        (Settings(region="westeurope"), Asked(service=Service.AZURE), None,
         "azure westeurope key of westeurope"),
    ],
)  # fmt: skip
def test_the_first_that_says_something_holds(
    settings: Settings, asked: Asked | None, environment: Environment | None, expected: str
) -> None:
    assert place(chosen(settings, asked, environment)) == expected


@pytest.mark.parametrize(
    ("settings", "asked", "environment"),
    [
        (Settings(), Asked(url="wss://a.example", region="eastus"), None),
        (Settings(), Asked(service=Service.LOCAL, region="eastus"), None),
        (Settings(), Asked(service=Service.LOCAL, credential=STDIN), None),
        (Settings(), Asked(credential=STDIN), None),
        (Settings(), Asked(endpoint_id="model"), None),
        (Settings(), Asked(service=Service.AZURE), None),
        (Settings(), Asked(service=Service.CONTAINER), None),
        (Settings(), Asked(service=Service.CONTAINER, region="eastus"), None),
        (Settings(), Asked(service=Service.CONTAINER), ENV),
        (CONTAINER, Asked(service=Service.AZURE), None),
        # A key of the environment goes nowhere that was not named beside it.
        (Settings(), None, Environment(key="k")),
        (IN_WEST_EUROPE, None, Environment(key="k")),
        (IN_WEST_EUROPE, Asked(service=Service.AZURE), Environment(key="k")),
        # No key ever goes unencrypted to another machine.
        (Settings(), Asked(url="ws://a.example", allow_plain=True), Environment(key="k")),
        (Settings(), Asked(url="ws://a.example", allow_plain=True, credential=STDIN), None),
    ],
)
def test_contradictions_are_bad_usage(
    settings: Settings, asked: Asked | None, environment: Environment | None
) -> None:
    with pytest.raises(UsageError):
        chosen(settings, asked, environment)


@pytest.mark.parametrize(
    ("service", "missing"),
    [(Service.AZURE, "--url or --region"), (Service.CONTAINER, "--url")],
)
def test_a_service_without_a_place_says_what_is_missing(service: Service, missing: str) -> None:
    with pytest.raises(UsageError) as caught:
        chosen(Settings(), Asked(service=service))
    assert caught.value.detail == f"--service {service} needs {missing} beside it"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (Environment(), "azure westeurope model-1 key of westeurope"),
        (Environment(region="eastus"), "azure westeurope model-1 key of westeurope"),
        (ENV, "azure northeurope"),
        (Environment(key="k", endpoint="wss://a.example"), "azure wss://a.example"),
    ],
)
def test_what_the_settings_come_to_with_the_environment(
    environment: Environment, expected: str
) -> None:
    settings = with_environment(IN_WEST_EUROPE, environment)
    found = chosen(IN_WEST_EUROPE, None, environment).connection
    assert (settings.region, settings.url) == (found.region, found.url)
    assert expected.startswith(f"{settings.service} {settings.url or settings.region}")


def test_the_key_is_taken_out_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECH_KEY", " k \n")
    monkeypatch.setenv("SPEECH_REGION", "eastus")
    monkeypatch.delenv("SPEECH_ENDPOINT", raising=False)
    assert take_environment(os.environ) == Environment(key="k", region="eastus")
    assert "SPEECH_KEY" not in os.environ
    assert "k" not in repr(Environment(key="secret")).partition("(")[2].replace("key", "")


def test_the_keyring_is_asked_only_for_what_is_needed() -> None:
    keyring = Keyring()
    secrets = Secrets(lambda: keyring)
    choose(Settings(), secrets)
    choose(IN_WEST_EUROPE, secrets, environment=ENV, system=SystemProxies({}, lambda host: False))
    choose(CONTAINER, secrets, asked=Asked(url="ws://a.example", allow_plain=True))
    assert keyring.asked == []
    choose(IN_WEST_EUROPE, secrets)
    assert keyring.asked == ["azure:westeurope"]


def test_a_missing_key_is_a_problem_for_azure_and_none_for_a_container() -> None:
    without = chosen(Settings(service=Service.AZURE, region="eastus"))
    assert isinstance(without.problem, SecretsError)
    assert (without.problem.code, without.problem.detail) == ("no_key", "eastus")
    assert chosen(Settings(service=Service.CONTAINER, url="wss://b.example")).problem is None
    assert chosen(IN_WEST_EUROPE).problem is None


@pytest.mark.parametrize("service", [Service.AZURE, Service.CONTAINER])
def test_a_place_that_is_not_set_is_the_problem_said(service: Service) -> None:
    keyring = Keyring()
    found = choose(Settings(service=service), Secrets(lambda: keyring))
    assert isinstance(found.problem, RecognitionError)
    assert found.problem.failure.code is FailureCode.NO_PLACE
    assert keyring.asked == []


def test_a_keyring_that_fails_is_the_problem_said() -> None:
    def locked() -> Keyring:
        raise SecretsError("locked")

    found = choose(IN_WEST_EUROPE, Secrets(locked), system=SystemProxies({}, lambda host: False))
    assert found.credential is None
    assert found.problem is not None
    assert found.problem.code == "locked"


def test_a_token_is_kept_apart_from_the_key() -> None:
    settings = Settings(service=Service.AZURE, region="westeurope", sign_in=SignIn.TOKEN)
    secrets = Secrets(Keyring)
    secrets.keep_for_this_run("azure:westeurope:token", "a token")
    found = choose(settings, secrets, system=SystemProxies({}, lambda host: False))
    assert found.credential == Credential(CredentialKind.TOKEN, "a token")


def test_plain_text_to_one_confirmed_host_only() -> None:
    settings = Settings(
        service=Service.CONTAINER, url="ws://speech.lan:5000", plain_host="speech.lan"
    )
    assert chosen(settings).connection.allow_plain
    other = chosen(settings, Asked(url="ws://other.lan:5000"))
    assert not other.connection.allow_plain


def test_an_address_that_cannot_be_used_is_left_for_the_recognizer_to_refuse() -> None:
    found = chosen(Settings(), Asked(url="wss://[", service=Service.CONTAINER))
    assert found.connection == Connection(service=Service.CONTAINER, url="wss://[")


OWN_PROXY = {"proxy": ProxyMode.OWN, "proxy_host": "proxy.example", "proxy_port": 3128}


@pytest.mark.parametrize(
    ("settings", "proxy"),
    [
        (Settings(service=Service.AZURE, region="eastus"), Proxy("system.example", 80)),
        (Settings(service=Service.CONTAINER, url="ws://lan.example"), Proxy("plain.example", 81)),
        (Settings(service=Service.CONTAINER, url="wss://near.example"), None),
        (Settings(service=Service.CONTAINER, url="ws://127.0.0.1:5000"), None),
        (Settings(service=Service.AZURE, region="eastus", proxy=ProxyMode.NONE), None),
        (Settings(service=Service.AZURE, region="eastus", **OWN_PROXY),
         Proxy("proxy.example", 3128)),
        (Settings(service=Service.AZURE, region="eastus", proxy_user="anna", **OWN_PROXY),
         Proxy("proxy.example", 3128, "anna", "password")),
        (Settings(service=Service.AZURE, region="eastus", proxy=ProxyMode.OWN), None),
    ],
)  # fmt: skip
def test_the_proxy(settings: Settings, proxy: Proxy | None) -> None:
    system = SystemProxies(
        {"https": "http://system.example:80", "http": "plain.example:81"},
        lambda host: host == "near.example",
    )
    assert choose(settings, Secrets(Keyring), system=system).connection.proxy == proxy


def test_entra_needs_no_secret_and_a_command_gives_it_later() -> None:
    keyring = Keyring()
    entra = replace(IN_WEST_EUROPE, sign_in=SignIn.ENTRA)
    found = choose(entra, Secrets(lambda: keyring))
    assert found.credential == Credential(CredentialKind.ENTRA)
    assert found.problem is None
    command = replace(IN_WEST_EUROPE, sign_in=SignIn.COMMAND, token_command="az account")
    found = choose(command, Secrets(lambda: keyring))
    assert (found.credential, found.token_command, found.problem) == (None, "az account", None)
    assert keyring.asked == []


def test_a_command_that_is_not_set_is_a_problem() -> None:
    found = chosen(replace(IN_WEST_EUROPE, sign_in=SignIn.COMMAND))
    assert found.problem is not None
    assert found.problem.code == "no_command"


def test_no_token_is_fetched_for_an_unencrypted_host() -> None:
    plain = Settings(
        service=Service.CONTAINER,
        url="ws://speech.example",
        sign_in=SignIn.COMMAND,
        token_command="az account",
    )
    assert chosen(plain).token_command == ""
