"""Which connection and which secret hold: command line, environment, settings, keyring."""

from collections.abc import MutableMapping
from dataclasses import dataclass, field, replace

from speechdesk.domain.addresses import Address, parse, regional_host
from speechdesk.domain.connection import Connection, Credential, CredentialKind, Proxy, Service
from speechdesk.errors import (
    Failure,
    FailureCode,
    RecognitionError,
    SecretsError,
    UsageError,
)
from speechdesk.settings.choices import ProxyMode, SignIn
from speechdesk.settings.proxy import SystemProxies, proxy_secret_name
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Lookup, Presence, Secrets
from speechdesk.settings.switching import switched


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says. `credential` was read from standard input."""

    service: Service | None = None
    url: str = ""
    region: str = ""
    endpoint_id: str = ""
    allow_plain: bool = False
    credential: Credential | None = None


@dataclass(frozen=True, slots=True)
class Environment:
    """The user's `SPEECH_KEY`, `SPEECH_REGION` and `SPEECH_ENDPOINT`."""

    key: str = field(default="", repr=False)
    region: str = ""
    endpoint: str = ""


def take_environment(environment: MutableMapping[str, str]) -> Environment:
    """Read the user's variables once, and take the key out so that no child inherits it."""
    return Environment(
        key=environment.pop("SPEECH_KEY", "").strip(),
        region=environment.get("SPEECH_REGION", "").strip(),
        endpoint=environment.get("SPEECH_ENDPOINT", "").strip(),
    )


def with_environment(settings: Settings, environment: Environment) -> Settings:
    """Return what the settings come to where the environment's key and place win over them."""
    if not environment.key or not (environment.endpoint or environment.region):
        return settings
    region = "" if environment.endpoint else environment.region.casefold()
    return replace(settings, service=Service.AZURE, url=environment.endpoint, region=region)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The connection that holds and its credential; `lookup` is what the keyring was asked.

    With a `token_command`, the credential is what that prints, each time anew.
    """

    connection: Connection
    credential: Credential | None = None
    lookup: Lookup | None = None
    sign_in: SignIn = SignIn.KEY
    token_command: str = ""

    @property
    def problem(self) -> SecretsError | RecognitionError | None:
        """Why this connection cannot work: it leads nowhere, or its secret is missing.

        A container needs no key, so it is tried without one.
        """
        if not self.connection.leads_somewhere:
            return RecognitionError(Failure(FailureCode.NO_PLACE))
        if self.connection.service is not Service.AZURE or self.credential is not None:
            return None
        if self.sign_in is SignIn.COMMAND:
            return None if self.token_command else SecretsError("no_command")
        if self.lookup is not None and self.lookup.error is not None:
            return self.lookup.error
        return SecretsError("no_key", self.connection.url or self.connection.region)


def choose(
    settings: Settings,
    secrets: Secrets,
    *,
    asked: Asked | None = None,
    environment: Environment | None = None,
    system: SystemProxies | None = None,
) -> Chosen:
    """Return what holds. Asks the keyring only where its secret is needed: use a thread.

    Raises UsageError where command line and environment contradict each other.
    """
    asked = asked or Asked()
    environment = environment or Environment()
    connection = _place(settings, asked, environment)
    if connection.service is Service.LOCAL or not connection.leads_somewhere:
        return Chosen(connection)
    connection = _with_proxy(connection, settings, secrets, system or SystemProxies())
    plain = is_plain_elsewhere(connection.url)
    if asked.credential is not None or environment.key:
        if plain:
            raise UsageError("a key never goes unencrypted to another machine: use wss://")
        key = Credential(CredentialKind.KEY, environment.key)
        return Chosen(connection, asked.credential or key)
    if plain:
        return Chosen(connection)
    if settings.sign_in is SignIn.ENTRA:
        return Chosen(connection, Credential(CredentialKind.ENTRA))
    if settings.sign_in is SignIn.COMMAND:
        return Chosen(connection, sign_in=settings.sign_in, token_command=settings.token_command)
    return look_up(connection, settings.sign_in, secrets)


def look_up(connection: Connection, sign_in: SignIn, secrets: Secrets) -> Chosen:
    """Return `connection` with its key from the keyring, or with the token of this run."""
    name = secret_name(connection, sign_in)
    if sign_in is SignIn.TOKEN:
        kind, found = CredentialKind.TOKEN, secrets.get_of_this_run(name)
    else:
        kind, found = CredentialKind.KEY, secrets.get(name)
    if found.presence is not Presence.FOUND:
        return Chosen(connection, lookup=found)
    return Chosen(connection, Credential(kind, found.secret), found)


def secret_name(connection: Connection, sign_in: SignIn) -> str:
    """Return the entry's name. A token has one of its own: it never replaces the key."""
    return f"{connection.secret_name}:token" if sign_in is SignIn.TOKEN else connection.secret_name


def settings_connection(settings: Settings) -> Connection:
    """Return the connection that the settings describe, without a proxy."""
    if settings.is_local:
        return Connection()
    address = address_of(settings.url)
    url = address.url if address else settings.url
    return Connection(
        service=settings.service,
        url=url,
        region="" if url or settings.service is not Service.AZURE else settings.region,
        endpoint_id=settings.endpoint_id,
        allow_plain=address is not None and address.host == settings.plain_host,
    )


def address_of(url: str) -> Address | None:
    """Return `url` taken apart; None for one that nobody will be sent to."""
    try:
        return parse(url)
    except RecognitionError:
        return None


def _normal(url: str) -> str:
    """Return one spelling for all ways to write an address: its secret is kept by it."""
    address = address_of(url)
    return address.url if address else url


def _place(settings: Settings, asked: Asked, environment: Environment) -> Connection:
    if asked.url and asked.region:
        raise UsageError("give either --url or --region")
    if asked.service is Service.LOCAL:
        return _local(asked)
    if asked.url or asked.region:
        return _asked_place(settings, asked)
    if environment.key and (environment.endpoint or environment.region):
        return _environment_place(asked, environment)
    if environment.key and asked.credential is None:
        raise UsageError(
            "SPEECH_KEY needs SPEECH_REGION, SPEECH_ENDPOINT, --region or --url beside it"
        )
    return _settings_place(settings, asked)


def _local(asked: Asked) -> Connection:
    for given, name in (
        (asked.url, "--url"),
        (asked.region, "--region"),
        (asked.endpoint_id, "--endpoint-id"),
        (asked.credential, "a key or token"),
    ):
        if given:
            raise UsageError(f"this computer recognizes without {name}")
    return Connection()


def _asked_place(settings: Settings, asked: Asked) -> Connection:
    if asked.region:
        service = asked.service or Service.AZURE
        if service is Service.CONTAINER:
            raise UsageError("a container has no region: give --url")
    else:
        address = address_of(asked.url)
        azure = address is not None and address.is_azure
        service = asked.service or (Service.AZURE if azure else Service.CONTAINER)
    connection = Connection(
        service=service,
        url=_normal(asked.url),
        region=asked.region.strip().casefold(),
        endpoint_id=asked.endpoint_id,
        allow_plain=asked.allow_plain,
    )
    known = settings_connection(settings)
    if known.secret_name != connection.secret_name:
        return connection
    return _override(known, asked)


def _environment_place(asked: Asked, environment: Environment) -> Connection:
    service = asked.service or Service.AZURE
    if service is Service.CONTAINER and not environment.endpoint:
        raise UsageError("a container has no region: give --url or SPEECH_ENDPOINT")
    return Connection(
        service=service,
        url=_normal(environment.endpoint),
        region="" if environment.endpoint else environment.region.casefold(),
        endpoint_id=asked.endpoint_id,
        allow_plain=asked.allow_plain,
    )


def _settings_place(settings: Settings, asked: Asked) -> Connection:
    if asked.service is not None:
        settings = replace(settings, **switched(settings, asked.service))
    connection = settings_connection(settings)
    if connection.service is Service.LOCAL:
        return _local(asked)
    if asked.service is not None and not connection.url and not connection.region:
        place = "--url" if connection.service is Service.CONTAINER else "--url or --region"
        raise UsageError(f"--service {asked.service} needs {place} beside it")
    return _override(connection, asked)


def _override(connection: Connection, asked: Asked) -> Connection:
    return replace(
        connection,
        endpoint_id=asked.endpoint_id or connection.endpoint_id,
        allow_plain=asked.allow_plain or connection.allow_plain,
    )


def _with_proxy(
    connection: Connection, settings: Settings, secrets: Secrets, system: SystemProxies
) -> Connection:
    address = address_of(connection.url or regional_host(connection.region))
    if settings.proxy is ProxyMode.NONE or address is None or address.is_loopback:
        return connection
    if settings.proxy is ProxyMode.SYSTEM:
        return replace(connection, proxy=system.proxy_for(address.host, secure=address.is_secure))
    if not settings.proxy_host:
        return connection
    proxy = Proxy(settings.proxy_host, settings.proxy_port, settings.proxy_user)
    if proxy.user:
        found = secrets.get(proxy_secret_name(proxy.host, proxy.port, proxy.user))
        proxy = replace(proxy, password=found.secret)
    return replace(connection, proxy=proxy)


def is_plain_elsewhere(url: str) -> bool:
    """Return whether `url` leads unencrypted to another machine: no key goes there."""
    address = address_of(url)
    return address is not None and not address.is_secure and not address.is_loopback
