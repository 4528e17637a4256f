"""The command line is tried on a sound server of the tests' own."""

from tests.virtual_microphone import sound_server, virtual_sound

__all__ = ["sound_server", "virtual_sound"]
