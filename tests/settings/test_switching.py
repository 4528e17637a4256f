"""From one service to another and back."""

from dataclasses import replace

from speechdesk.domain.connection import Service
from speechdesk.settings.schema import Settings
from speechdesk.settings.switching import is_set_up, switched

LOCAL, AZURE, CONTAINER = Service.LOCAL, Service.AZURE, Service.CONTAINER


def places(settings: Settings, *services: Service) -> list[str]:
    """Switch from service to service; draw where each one is."""
    drawn = []
    for service in services:
        settings = replace(settings, **switched(settings, service))
        drawn.append(f"{settings.service} {settings.region or settings.url}".strip())
    return drawn


def test_each_service_keeps_its_place() -> None:
    start = Settings(service=AZURE, region="westeurope")
    assert places(start, CONTAINER, AZURE, LOCAL, AZURE, LOCAL, CONTAINER) == [
        "container",
        "azure westeurope",
        "local westeurope",
        "azure westeurope",
        "local westeurope",
        "container",
    ]
    container = Settings(service=CONTAINER, url="wss://speech.example")
    endpoint = replace(replace(container, **switched(container, AZURE)), url="wss://mine.azure")
    assert places(endpoint, CONTAINER, AZURE) == [
        "container wss://speech.example",
        "azure wss://mine.azure",
    ]


def test_a_place_set_while_this_computer_was_in_use_is_taken() -> None:
    assert places(Settings(region="westeurope"), AZURE) == ["azure westeurope"]


def test_nothing_changes_where_nothing_is_switched() -> None:
    assert switched(Settings(), LOCAL) == {}


def test_whether_a_service_has_a_place() -> None:
    start = Settings(service=AZURE, region="westeurope")
    assert is_set_up(start, AZURE)
    assert is_set_up(start, LOCAL)
    assert not is_set_up(start, CONTAINER)
    assert not is_set_up(Settings(), AZURE)
    local = replace(start, **switched(start, LOCAL))
    assert is_set_up(local, AZURE)
    assert not is_set_up(local, CONTAINER)
