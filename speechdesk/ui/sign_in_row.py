"""How one signs in, and what the chosen way needs: a command, or an address of one's own."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from speechdesk.domain.connection import Service
from speechdesk.settings import checks
from speechdesk.settings.choices import SignIn
from speechdesk.settings.schema import Settings, option
from speechdesk.ui.columns import Columns
from speechdesk.ui.connection_parts import labelled, sign_in_box
from speechdesk.ui.shapes import label, restyle
from speechdesk.ui.text_field import TextField

WITHOUT_ENTRY = (SignIn.COMMAND, SignIn.ENTRA)
"""Ways to sign in for which no secret is kept."""


class SignInRow(QWidget):
    """`chosen` carries a way to sign in, `command_entered` a command that prints a token."""

    chosen = Signal(object)
    command_entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = sign_in_box()
        self.command = TextField(
            option("token_command").label,
            "az account get-access-token --query accessToken -o tsv",
            checks.command,
            quotes=True,
        )
        self.command.edit.setAccessibleDescription(option("token_command").help)
        self.command.edit.setToolTip(option("token_command").help)
        self.note = label("dim")
        self.note.setWordWrap(True)
        field = labelled(self.tr("Sign in with"), self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Columns(field, self.command, self.note, at_least=2))
        self.box.activated.connect(self._activated)
        self.command.entered.connect(self.command_entered)

    def show_settings(self, settings: Settings) -> None:
        """Show how `settings` sign in."""
        command = settings.sign_in is SignIn.COMMAND
        entra = settings.sign_in is SignIn.ENTRA
        self.box.setCurrentIndex(self.box.findData(settings.sign_in))
        self.command.setHidden(not command)
        self.command.show_value(settings.token_command)
        self.note.setHidden(not entra)
        placed = bool(settings.url) or settings.service is not Service.AZURE
        self.note.setText(
            self.tr("You are signed in as on this computer otherwise, such as by “az login”.")
            if placed
            else self.tr(
                "Entra ID needs the address of your own resource, such as "
                "https://NAME.cognitiveservices.azure.com, in place of a region."
            )
        )
        self.note.setProperty("role", "dim" if placed else "warn")
        restyle(self.note)

    @Slot(int)
    def _activated(self, row: int) -> None:
        self.chosen.emit(SignIn(self.box.itemData(row)))
