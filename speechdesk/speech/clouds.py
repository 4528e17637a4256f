"""Azure's clouds: each has its own place to sign in with Microsoft Entra ID."""

from dataclasses import dataclass

from speechdesk.domain.addresses import Address


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where one signs in (`authority` is a host), and for what (`scope`)."""

    authority: str
    scope: str


PUBLIC = Cloud("login.microsoftonline.com", "https://cognitiveservices.azure.com/.default")
_CLOUDS = {
    (".azure.us", ".microsoft.us"): Cloud(
        "login.microsoftonline.us", "https://cognitiveservices.azure.us/.default"
    ),
    (".azure.cn",): Cloud("login.chinacloudapi.cn", "https://cognitiveservices.azure.cn/.default"),
}


def cloud_of(address: Address | None) -> Cloud:
    """Return the cloud of the resource at `address`; for the hosts of others, the public one."""
    host = address.host.rstrip(".") if address is not None else ""
    return next((cloud for ends, cloud in _CLOUDS.items() if host.endswith(ends)), PUBLIC)
