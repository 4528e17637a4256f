"""From one service to another, without forgetting where the first one was."""

from dataclasses import replace
from typing import Any

from speechdesk.domain.addresses import is_region
from speechdesk.domain.connection import Service
from speechdesk.settings.schema import Settings


def switched(settings: Settings, service: Service) -> dict[str, Any]:
    """Return the changes (by option name) that make `service` the one in use.

    Region and address become those that this service had when it was last in use.
    """
    if service is settings.service:
        return {}
    places = dict(settings.other_places)
    present = settings.url or settings.region
    if not settings.is_local:
        places[settings.service.value] = present
    place = places.get(service.value)
    changes: dict[str, Any] = {"service": service, "other_places": _pairs(places)}
    written_meanwhile = settings.is_local and present not in places.values()
    if service is Service.LOCAL or (place is None and written_meanwhile):
        return changes
    place = place or ""
    region = place if is_region(place) else ""
    return {**changes, "region": region, "url": "" if region else place}


def is_set_up(settings: Settings, service: Service) -> bool:
    """Return whether `service` has a place to go to; its key is another matter."""
    after = replace(settings, **switched(settings, service))
    match service:
        case Service.LOCAL:
            return True
        case Service.AZURE:
            return bool(after.region or after.url)
        case Service.CONTAINER:
            return bool(after.url)


def _pairs(places: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, place) for name, place in places.items() if place))
