"""What is said about a connection: where speech goes, how its secret is kept, how a test went."""

import difflib
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from speechdesk.domain.addresses import regional_host
from speechdesk.domain.connection import Service
from speechdesk.errors import FailureCode, SpeechDeskError
from speechdesk.messages import message_for
from speechdesk.session.service_check import ServiceCheck
from speechdesk.settings.choice import address_of
from speechdesk.settings.schema import Settings
from speechdesk.settings.secrets import Lookup, Presence
from speechdesk.settings.tables import find_region, regions

_SHOWN_OF_A_KEY = 4
_LONG_ENOUGH_TO_SHOW = 24


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a test went. `good` is None where it came to nothing, such as after Cancel."""

    good: bool | None
    headline: str
    text: str = ""
    details: str = ""


def host_of(settings: Settings) -> str:
    """Return the host that hears the user; "" for this computer, or while none is set."""
    if settings.is_local:
        return ""
    if not settings.url:
        azure = settings.service is Service.AZURE and settings.region
        return regional_host(settings.region) if azure else ""
    address = address_of(settings.url)
    return address.host if address else ""


def privacy_line(settings: Settings) -> str:
    """Return where what is said goes, always true to `settings`."""
    if settings.is_local:
        return _tr("What you say stays on this computer.")
    host = host_of(settings)
    if not host:
        return _tr("Nothing is sent yet: no place is set.")
    return _tr("What you say is sent to {host}.").format(host=host)


def region_note(name: str) -> str:
    """Return a doubt about a region that is not in our list, and what may be meant; "" if it is."""
    if not name or find_region(name):
        return ""
    near = difflib.get_close_matches(name, [region.name for region in regions()], 1)
    doubt = _tr("“{name}” is not among the regions known to have Speech.").format(name=name)
    if near:
        return f"{doubt} " + _tr("Did you mean {region}?").format(region=near[0])
    return doubt


def secret_words(lookup: Lookup | None) -> str:
    """Return in words how a secret is kept; None: nobody has asked yet."""
    if lookup is None:
        return _tr("Kept in your system's keyring, never in a file.")
    if lookup.this_run_only:
        return _tr("Kept for this run only: it is forgotten when SpeechDesk ends.")
    if lookup.presence is Presence.FOUND:
        return _tr("Kept in your system's keyring, never in a file.")
    if lookup.error is not None:
        return message_for(lookup.error).what
    return _tr("None yet. It will be kept in your system's keyring, never in a file.")


def masked(secret: str) -> str:
    """Return dots for a secret, with its last characters where that gives nothing away."""
    shown = secret[-_SHOWN_OF_A_KEY:] if len(secret) >= _LONG_ENOUGH_TO_SHOW else ""
    return "•" * 20 + shown


def verdict(check: ServiceCheck, settings: Settings) -> Verdict:
    """Return what a test showed, in words."""
    if check.cancelled:
        return Verdict(None, _tr("Cancelled."))
    if check.failure is None:
        return _success(check, settings)
    message = message_for(check.failure)
    text = message.what
    if check.failure.code is FailureCode.NAME_NOT_FOUND:
        text = _name_not_found(settings)
    return Verdict(False, _tr("It does not work."), text, message.details)


def refusal(error: Exception) -> Verdict:
    """Return why a test could not even begin."""
    if isinstance(error, SpeechDeskError):
        message = message_for(error)
        return Verdict(False, _tr("It does not work."), message.what, message.details)
    return Verdict(False, _tr("It does not work."), str(error))


def where_to_find(service: Service) -> str:
    """Return where key and place of `service` are found, step by step."""
    if service is Service.CONTAINER:
        return _tr(
            "Your administrator knows the host: it is where the Speech-to-text container listens, "
            "such as wss://speech.example.com:5000. A container on this very computer is "
            "ws://localhost:5000. A key is needed only where a gateway before it asks for one."
        )
    return _tr(
        "1.  Open portal.azure.com and sign in.\n"
        "2.  Open your Speech resource. None yet? Create a resource, search for Speech, choose a "
        "region near you, and the free tier F0 or the paid tier S0.\n"
        "3.  In the resource, open “Keys and Endpoint” below “Resource Management”.\n"
        "4.  Copy KEY 1 into Key, and Location/Region into Region. You may as well copy the whole "
        "page and paste it into Key: what belongs here is found in it.\n"
        "In US Government and China, copy Endpoint instead of the region."
    )


def _success(check: ServiceCheck, settings: Settings) -> Verdict:
    place = _tr("this computer") if settings.is_local else settings.region or host_of(settings)
    seconds = f"{(check.answer_ms or 0) / 1000:.1f}"
    if not check.text:
        text = _tr("{place} answered in {seconds} s, but wrote nothing: is the language right?")
        return Verdict(True, _tr("It answers."), text.format(place=place, seconds=seconds))
    text = _tr("“{text}” was recognized in {seconds} s by {place}.")
    details = (
        _tr("Latency by the service's own figure: {ms} ms").format(ms=check.latency_ms)
        if check.latency_ms is not None
        else ""
    )
    said = text.format(text=check.text, seconds=seconds, place=place)
    return Verdict(True, _tr("It works."), said, details)


def _name_not_found(settings: Settings) -> str:
    """Tell a misspelt region or address from a computer that is offline."""
    if settings.url:
        text = _tr("{host} cannot be found: the address is misspelt, or this computer is offline.")
        return text.format(host=host_of(settings) or settings.url)
    note = region_note(settings.region)
    if note:
        return note
    return _tr("The region is right, but its name cannot be looked up: this computer is offline.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Connection", text)
