"""The settings' dialog of the running program, worked by mouse and keyboard."""

from tests.desktop.desk import Program


class Dialog:
    """The settings of the running program, on the page of the connection."""

    def __init__(self, program: Program) -> None:
        program.press("ctrl+comma")
        self._program = program
        self._window = program.dialog("Settings")
        self._screen = program.desk.screen

    def choose_container(self) -> None:
        self._program.click("Speech container", "radio button")

    def enter(self, name: str, text: str) -> None:
        """Type `text` over what stands in the field of that name, and go on."""
        self._program.click(name, "text")
        self._screen.press(self._window, "ctrl+a")
        self._screen.type(self._window, text)
        self._screen.press(self._window, "Tab")

    def test(self) -> None:
        self._program.click("Test", "push button")

    def close(self) -> None:
        self._program.click("Close", "push button")
