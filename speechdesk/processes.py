"""How a child of ours is started, from a checkout, an installed wheel or a frozen build."""

import os
import sys
from typing import Any

CHILD_FLAG = "--child"


def child_command(role: str) -> list[str]:
    """Return the command line of the child process that plays `role`.

    Roles: worker (the Speech SDK), host (the local service), decoder (its engine), devices (lists
    microphones), file (reads an audio file).
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG, role]
    return [sys.executable, "-m", "speechdesk", CHILD_FLAG, role]


def child_environment() -> dict[str, str]:
    """Return the environment for a child: ours, without the user's key."""
    environment = dict(os.environ)
    environment.pop("SPEECH_KEY", None)
    return environment


def own_group() -> dict[str, Any]:
    """Return what `Popen` needs beside: Ctrl+C in a terminal is for the program, not its children.

    The program then still drains a dictation, and says itself what was interrupted.
    """
    if sys.platform == "win32":
        import subprocess

        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"process_group": 0}
