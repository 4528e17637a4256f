"""A worker whose sign-in is played: the argument is the token it gets, or what goes wrong."""

import os
import sys
import time
from typing import Any

from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError

from speechdesk.speech import azure
from speechdesk.speech.worker_main import Worker


class PlayedCredential:
    def __init__(self, token: str) -> None:
        self._token = token

    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        if self._token == "nobody":
            raise ClientAuthenticationError("Please run 'az login'")
        return AccessToken(self._token, int(time.time()) + 3600)


def main(token: str) -> None:
    if token == "no extra":
        sys.modules["azure.identity"] = None  # type: ignore[assignment]
        Worker(1).run(sys.stdin.buffer)
    else:
        credential = PlayedCredential(token)
        Worker(1, lambda cloud: azure.signed_in(credential, cloud)).run(sys.stdin.buffer)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
