"""Keeps the authorization token of a live recognizer fresh."""

import logging
import threading
from collections.abc import Callable

from speechdesk.domain.connection import Credential, CredentialKind
from speechdesk.errors import SpeechDeskError

RENEW_AFTER_S = 480.0  # of the ten minutes that a token lives
AGAIN_AFTER_S = 20.0

_log = logging.getLogger(__name__)


class TokenRenewal:
    """Fetches a token every eight minutes and hands each new one to `renew`.

    `fetch` returns the credential that holds now; it may block, so it runs in a thread of its own.
    Where it fails or brings the token that is used already, it is called again 20 s later.
    """

    def __init__(
        self,
        token: str,
        fetch: Callable[[], Credential | None],
        renew: Callable[[str], None],
        clock: Callable[[], float],
    ) -> None:
        self._token = token
        self._fetch = fetch
        self._renew = renew
        self._clock = clock
        self._due_at = clock() + RENEW_AFTER_S
        self._thread: threading.Thread | None = None

    def tick(self) -> None:
        """Begin to fetch a token if it is time. Never blocks."""
        if self._thread is not None and self._thread.is_alive():
            return
        now = self._clock()
        if now >= self._due_at:
            self._due_at = now + AGAIN_AFTER_S
            self._thread = threading.Thread(target=self._run, name="token-renewal", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            credential = self._fetch()
        except SpeechDeskError as error:
            _log.warning("no new token yet: %s", error.code)
            return
        except Exception as error:  # a keyring's backend may raise anything
            _log.warning("no new token yet: %s", type(error).__name__)
            return
        fresh = credential is not None and credential.kind is CredentialKind.TOKEN
        if credential is not None and fresh and credential.value != self._token:
            self._token = credential.value
            self._due_at = self._clock() + RENEW_AFTER_S
            self._renew(credential.value)
