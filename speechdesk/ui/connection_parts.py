"""The small parts that the connection page is put together from."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from speechdesk.domain.connection import Service
from speechdesk.settings.choices import SignIn
from speechdesk.settings.schema import option
from speechdesk.ui.choice_card import ChoiceCard
from speechdesk.ui.shapes import frame, label, restyle
from speechdesk.ui.theme import GRID, Theme


def labelled(name: str, widget: QWidget) -> QWidget:
    """Return `widget` below its name."""
    result = QWidget()
    column = QVBoxLayout(result)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    caption = label("strong", name)
    caption.setBuddy(widget)
    column.addWidget(caption)
    column.addWidget(widget)
    column.addStretch(1)
    return result


def note_card(text: str) -> QWidget:
    """Return a card that says something worth heeding."""
    card = frame("banner")
    column = QVBoxLayout(card)
    column.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
    words = label("", text)
    words.setWordWrap(True)
    column.addWidget(words)
    restyle(card)
    return card


def service_cards(theme: Theme) -> dict[Service, ChoiceCard]:
    """Return a card for each kind of service."""
    return {
        Service.LOCAL: ChoiceCard(
            theme, _tr("This computer"), _tr("English, basic accuracy. Nothing leaves it.")
        ),
        Service.AZURE: ChoiceCard(
            theme, _tr("Azure Speech"), _tr("Your own resource. Best accuracy, 145 languages.")
        ),
        Service.CONTAINER: ChoiceCard(
            theme, _tr("Speech container"), _tr("A host in your network.")
        ),
    }


def sign_in_box() -> QComboBox:
    """Return the choice between the ways to sign in."""
    box = QComboBox()
    box.setAccessibleName(option("sign_in").label)
    box.setAccessibleDescription(option("sign_in").help)
    box.setToolTip(option("sign_in").help)
    box.addItem(_tr("Key"), SignIn.KEY)
    box.addItem(_tr("Authorization token"), SignIn.TOKEN)
    box.addItem(_tr("Authorization token from a command"), SignIn.COMMAND)
    box.addItem(_tr("Microsoft Entra ID"), SignIn.ENTRA)
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("Connection", text)
