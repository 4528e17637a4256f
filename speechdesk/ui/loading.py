"""What is done before the window's modules are loaded, so that they load sooner."""

import builtins
import gc


def prepare() -> None:
    """Load Qt, and keep everything that is loaded after it from being looked through.

    Nothing of it is garbage; `garbage.py` begins to collect once the window is there. And PySide6
    replaces `__import__`, to read the source of every module in search of its opt-in
    `__feature__` names, of which the program uses none.
    """
    gc.disable()
    usual = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = usual
