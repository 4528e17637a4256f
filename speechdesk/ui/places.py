"""Names of the places where speech is recognized."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

from speechdesk.domain.connection import Service
from speechdesk.settings.schema import Settings
from speechdesk.settings.tables import find_region


def place_name(settings: Settings) -> str:
    """Return where `settings` let speech be recognized, such as "Azure, West Europe"."""
    host = urlsplit(settings.url).hostname or settings.url
    region = find_region(settings.region)
    match settings.service:
        case Service.LOCAL:
            return QCoreApplication.translate("Places", "This computer")
        case Service.AZURE if settings.region and not settings.url:
            return f"Azure, {region.label if region else settings.region}"
        case Service.AZURE:
            return f"Azure, {host}" if host else "Azure"
        case Service.CONTAINER:
            return host or QCoreApplication.translate("Places", "Speech container")
