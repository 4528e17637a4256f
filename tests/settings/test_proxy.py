"""The system's proxies, read from where the SDK does not look."""

import pytest

from speechdesk.domain.connection import Proxy
from speechdesk.settings.proxy import SystemProxies, read_proxy


@pytest.mark.parametrize(
    ("text", "proxy"),
    [
        ("http://proxy.example:3128", Proxy("proxy.example", 3128)),
        ("proxy.example:3128", Proxy("proxy.example", 3128)),
        ("http://proxy.example", Proxy("proxy.example", 8080)),
        ("http://anna:p%40ss@proxy.example:1/", Proxy("proxy.example", 1, "anna", "p@ss")),
        ("http://[::1]:3128", Proxy("::1", 3128)),
        ("socks5://proxy.example:1080", None),
        ("http://proxy.example:99999", None),
        ("http://[", None),
        ("http://", None),
    ],
)
def test_reading_a_proxy(text: str, proxy: Proxy | None) -> None:
    assert read_proxy(text) == proxy


def test_the_environment_is_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://secure.example:1")
    monkeypatch.setenv("ALL_PROXY", "http://other.example:2")
    monkeypatch.setenv("NO_PROXY", "near.example,.lan")
    system = SystemProxies()
    assert system.proxy_for("eastus.stt.speech.microsoft.com", secure=True) == Proxy(
        "secure.example", 1
    )
    assert system.proxy_for("speech.example", secure=False) == Proxy("other.example", 2)
    assert system.proxy_for("near.example", secure=True) is None
    assert system.proxy_for("speech.lan", secure=True) is None


def test_a_password_shows_in_no_repr() -> None:
    assert "p@ss" not in repr(read_proxy("http://anna:p%40ss@proxy.example:1"))
