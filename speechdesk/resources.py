"""The one finder for what lies in `resources/`."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the path of the resource `name`, such as "icons/stop.svg".

    A wheel and a frozen build carry the folder inside the package; a checkout has it beside it.
    """
    inside = _PACKAGE / "_resources"
    return (inside if inside.is_dir() else _PACKAGE.parent / "resources") / name
