"""Why an option has no effect beside the other settings, in words; "" where it has."""

from typing import TYPE_CHECKING

from speechdesk.domain.connection import Service
from speechdesk.settings.choices import Identify, ProxyMode, Segmentation, SignIn

if TYPE_CHECKING:
    from speechdesk.settings.schema import Settings


def local_cannot(settings: "Settings") -> str:
    return "This computer's recognizer cannot do this." if settings.is_local else ""


def not_for_local(settings: "Settings") -> str:
    return "Nothing is sent: this computer recognizes." if settings.is_local else ""


def only_azure(settings: "Settings") -> str:
    return "" if settings.service is Service.AZURE else "Only Azure has regions."


def only_token_command(settings: "Settings") -> str:
    if settings.sign_in is SignIn.COMMAND:
        return not_for_local(settings)
    return "Only where a command gives the token."


def only_own_proxy(settings: "Settings") -> str:
    return "" if settings.proxy is ProxyMode.OWN else "Choose a proxy of your own first."


def only_at_pauses(settings: "Settings") -> str:
    if settings.segmentation is not Segmentation.PAUSES:
        return local_cannot(settings) or "Only where sentences end at pauses."
    return local_cannot(settings)


def needs_own_pause(settings: "Settings") -> str:
    if not only_at_pauses(settings) and settings.pause_ms is None:
        return "Needs a length of pause of your own."
    return only_at_pauses(settings)


def excluded_by_refinement(settings: "Settings") -> str:
    if settings.post_refinement and not needs_one_language(settings):
        return "A second pass is on, and excludes this."
    return local_cannot(settings)


def needs_one_language(settings: "Settings") -> str:
    if settings.identify is not Identify.OFF:
        return local_cannot(settings) or "Only with one language: identification is on."
    return local_cannot(settings)


def needs_identification(settings: "Settings") -> str:
    if settings.identify is Identify.OFF:
        return local_cannot(settings) or "Only where the language is identified."
    return local_cannot(settings)
