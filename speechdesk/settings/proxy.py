"""Which proxy stands between this computer and a service: the Speech SDK asks no environment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from speechdesk.domain.connection import Proxy

_DEFAULT_PORT = 8080


def _proxies() -> dict[str, str]:
    # It loads what speaks HTTP, with TLS and all: a tenth of the time in which the window starts.
    from urllib.request import getproxies

    return getproxies()


def _bypasses(host: str) -> bool:
    from urllib.request import proxy_bypass

    return bool(proxy_bypass(host))


@dataclass(frozen=True, slots=True)
class SystemProxies:
    """The system's own proxies: `*_PROXY` and `NO_PROXY`, or what Windows and macOS have set."""

    by_scheme: Mapping[str, str] = field(default_factory=_proxies)
    bypasses: Callable[[str], bool] = _bypasses

    def proxy_for(self, host: str, *, secure: bool) -> Proxy | None:
        """Return the proxy for `host`; None where there is none, or one that is not HTTP."""
        schemes = ("https", "all") if secure else ("http", "all")
        text = next(filter(None, (self.by_scheme.get(scheme, "") for scheme in schemes)), "")
        if not text or self.bypasses(host):
            return None
        return read_proxy(text)


def read_proxy(text: str) -> Proxy | None:
    """Return the HTTP proxy that `text` names: `[http://][user[:password]@]host[:port]`."""
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port or _DEFAULT_PORT
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return Proxy(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""))


def proxy_secret_name(host: str, port: int, user: str) -> str:
    """Return the name under which this proxy's password is kept."""
    return f"proxy:{user}@{host}:{port}"
