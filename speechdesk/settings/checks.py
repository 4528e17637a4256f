"""What the texts of options must look like."""

import re

from speechdesk.domain import command_line
from speechdesk.domain.addresses import is_region, parse
from speechdesk.domain.connection import Service
from speechdesk.domain.file_names import FIELDS
from speechdesk.errors import RecognitionError
from speechdesk.settings.kinds import bad_value

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)
_BRACED = re.compile(r"\{(\w*)\}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[?[0-9a-f:.]*:[0-9a-f:.]*\]?")
_ENDPOINT_ID = re.compile(r"[A-Za-z0-9-]{1,100}")


def language(text: str) -> str:
    """Return a language tag in its usual capitals: `en-US`, `zh-Hans-CN`, `zh-CN-henan`.

    It may be written as locales of the system are: `en_US`.
    """
    text = text.replace("_", "-")
    if not _LANGUAGE.fullmatch(text):
        raise bad_value("must be a language such as en-US")
    first, *rest = text.split("-")
    return "-".join([first.lower(), *map(_subtag, rest)])


def _subtag(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower()


def region(text: str) -> str:
    """Return an Azure region's short name; "West Europe" is `westeurope`."""
    name = re.sub(r"[\s_-]", "", text).casefold()
    if not is_region(name):
        raise bad_value("must be a region such as westeurope")
    return name


def service_url(text: str) -> str:
    """Return the address of a service as it was written, once it has been found sound."""
    try:
        parse(text)
    except RecognitionError as error:
        raise bad_value(f"must be an address: {error.failure.detail}") from None
    return text


def place(text: str) -> str:
    """Return a region's short name or the address of a service."""
    return text if is_region(text) else service_url(text)


def file_names(text: str) -> str:
    """Return a template of file names in which nothing is in braces that cannot be filled in."""
    if not set(_BRACED.findall(text)) <= set(FIELDS):
        raise bad_value("must have only {title}, {date}, {time} and {language} in braces")
    return text


def service_name(text: str) -> str:
    """Return the name of a kind of service."""
    if text not in tuple(Service):
        raise bad_value("must name a service")
    return text


def host(text: str) -> str:
    """Return the name or address of a computer, without scheme, port and path."""
    name = text.casefold()
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise bad_value("must be the name of a computer, without http:// and port")
    return name


def endpoint_id(text: str) -> str:
    """Return the id of a custom model."""
    if not _ENDPOINT_ID.fullmatch(text):
        raise bad_value("must be an endpoint id: letters, digits and dashes")
    return text


def command(text: str) -> str:
    """Return a command line as it was written, once it can be taken apart."""
    try:
        command_line.split(text)
    except ValueError as error:
        raise bad_value(f"must be a command: {error}") from None
    return text
