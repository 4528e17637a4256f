"""What recognizers are started with: from the settings, the secrets and the local service."""

from collections.abc import Callable
from dataclasses import replace

from speechdesk.domain.connection import Credential, CredentialKind, RecognizerConfig, Service
from speechdesk.host.local import LocalService
from speechdesk.session.starter import Configure
from speechdesk.session.token_command import fetch_token
from speechdesk.settings.choice import Asked, Chosen, Environment, choose
from speechdesk.settings.recognition import recognizer_config
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Secrets

_LOCAL_START_S = 30.0


class Configuring:
    """Finds out, for each recognizer anew, where and how it recognizes.

    `settings` returns the settings that hold now. `asked` and `environment` win over them, for as
    long as this program runs.
    """

    def __init__(
        self,
        settings: Callable[[], Settings],
        secrets: Secrets,
        local: LocalService,
        *,
        asked: Asked | None = None,
        environment: Environment | None = None,
    ) -> None:
        self._settings = settings
        self._secrets = secrets
        self._local = local
        self._asked = asked
        self._environment = environment

    def choose(self) -> Chosen:
        """Return what holds now. May ask the keyring: use a thread. Raises UsageError."""
        return choose(
            self._settings(), self._secrets, asked=self._asked, environment=self._environment
        )

    def configure(self, language: str) -> Configure:
        """Return what makes the configuration for takes in `language`."""
        return lambda: self._config(language)

    def _config(self, language: str) -> RecognizerConfig:
        """Raises RecognitionError, SecretsError or UsageError; blocks, so it runs in a thread."""
        chosen = self.choose()
        if chosen.problem is not None:
            raise chosen.problem
        local = chosen.connection.service is Service.LOCAL
        if local:
            self._local.start()
        settings = self._settings()
        # Only the settings' own language is told apart from others.
        override = "" if language == settings.language else language
        if chosen.token_command:
            token = Credential(CredentialKind.TOKEN, fetch_token(chosen.token_command))
            chosen = replace(chosen, credential=token)
        config = recognizer_config(settings, chosen, override)
        return self._on_this_computer(config) if local else config

    def _on_this_computer(self, config: RecognizerConfig) -> RecognizerConfig:
        connection = replace(config.connection, url=self._local.url(_LOCAL_START_S))
        key = Credential(CredentialKind.KEY, self._local.key)
        return replace(config, connection=connection, credential=key, fast=True)
