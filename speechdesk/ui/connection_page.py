"""The page that connects SpeechDesk: place, key, model, and a test of all of it."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from speechdesk.domain.connection import Service
from speechdesk.settings import checks
from speechdesk.settings.choice import (
    address_of,
    is_plain_elsewhere,
    secret_name,
    settings_connection,
)
from speechdesk.settings.choices import SignIn
from speechdesk.settings.paste import Pasted, clean_secret, understand
from speechdesk.settings.schema import Settings, option
from speechdesk.settings.secrets import Secrets
from speechdesk.settings.switching import switched
from speechdesk.ui.announcer import Announcer
from speechdesk.ui.choice_card import ChoiceCard
from speechdesk.ui.columns import Columns
from speechdesk.ui.connection_parts import labelled, note_card, service_cards
from speechdesk.ui.connection_words import Verdict, where_to_find
from speechdesk.ui.picked_editors import LanguageBox
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.region_field import RegionField
from speechdesk.ui.secret_field import SecretField
from speechdesk.ui.service_test import CheckService, ServiceTest
from speechdesk.ui.shapes import frame, label
from speechdesk.ui.sign_in_row import WITHOUT_ENTRY, SignInRow
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.text_field import TextField
from speechdesk.ui.theme import GRID, Theme

_TESTED = (
    "service",
    "region",
    "url",
    "plain_host",
    "sign_in",
    "token_command",
    "endpoint_id",
    "language",
    "proxy",
    "proxy_host",
)


class ConnectionPage(QWidget):
    """What is entered holds at once; a key is kept for the place that is shown with it.

    `overriding` says in words what wins over these settings for this run, such as SPEECH_KEY, and
    `in_effect` returns what they come to with it.
    """

    tested = Signal(object)

    def __init__(
        self,
        preferences: Preferences,
        secrets: Secrets,
        check: CheckService,
        tasks: Tasks,
        theme: Theme,
        *,
        overriding: str = "",
        in_effect: Callable[[Settings], Settings] = lambda settings: settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._in_effect = in_effect
        self._settings = preferences.settings
        self._typed_key = ""
        self._test_wanted = False
        self._cards = service_cards(theme)
        self._group = QButtonGroup(self)
        for card in self._cards.values():
            self._group.addButton(card)
        self.address = TextField(
            self.tr("Host"), "wss://speech.example.com:5000", checks.service_url
        )
        self.region = RegionField()
        self.key = SecretField(self.tr("Key"), secrets, tasks)
        self.model = TextField(
            self.tr("Custom model (endpoint ID)"), self.tr("none"), checks.endpoint_id
        )
        self.language = LanguageBox()
        self.language.setAccessibleName(self.tr("Language"))
        self.sign_in = SignInRow()
        self.plain = QCheckBox()
        self.plain.setAccessibleName(self.tr("Connect without encryption"))
        self.help_button = QPushButton(self.tr("Where do I find this?"))
        self.help_button.setProperty("kind", "link")
        self.help_button.setCheckable(True)
        self.help = label("dim")
        self.test = ServiceTest(check, tasks)
        self._announcer = Announcer(self)
        self._lay_out(overriding)
        self._connect()
        self._show(self._settings)

    @property
    def cards(self) -> dict[Service, ChoiceCard]:
        return self._cards

    def choose(self, service: Service) -> None:
        """Select `service`, as a click on its card does."""
        self._choose(service)

    def complete(self) -> None:
        """Take what still stands in the fields, as Enter does."""
        for field in (self.address, self.model, self.region, self.key, self.sign_in.command):
            if not field.isHidden():
                field.complete()

    def _lay_out(self, overriding: str) -> None:
        self._language_field = labelled(self.tr("Language"), self.language)
        self._details = QWidget()
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(4 * GRID)
        self._first = Columns(self.address, self.key, self.region)
        self._second = Columns(self.model, self._language_field, at_least=2)
        self._help_card = frame("card")
        card = QVBoxLayout(self._help_card)
        card.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        card.addWidget(self.help)
        self.help.setWordWrap(True)
        self._help_card.hide()
        details.addWidget(self._first)
        details.addWidget(self.plain)
        details.addWidget(self._second)
        details.addWidget(self.sign_in)
        details.addWidget(self.help_button, 0, Qt.AlignmentFlag.AlignLeft)
        details.addWidget(self._help_card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4 * GRID)
        heading = label("title", option("service").label)
        heading.setWordWrap(True)
        column.addWidget(heading)
        if overriding:
            column.addWidget(note_card(overriding))
        column.addWidget(Columns(*self._cards.values(), spacing=3 * GRID))
        column.addWidget(self._details)
        column.addWidget(self.test)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab go as one reads."""
        order = [
            *self._cards.values(),
            self.address.edit,
            *self.key.tab_stops,
            self.region.combo,
            self.plain,
            self.model.edit,
            self.language,
            self.sign_in.box,
            self.sign_in.command.edit,
            self.help_button,
            self.test.button,
        ]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        for service, card in self._cards.items():
            card.setProperty("service", service.value)
            card.clicked.connect(self._card_clicked)
        self.address.entered.connect(self._address_entered)
        self.region.chosen.connect(self._place_chosen)
        self.region.pasted.connect(self._pasted)
        self.key.entered.connect(self._key_entered)
        self.key.settled.connect(self._key_settled)
        self.model.entered.connect(self._model_entered)
        self.language.chosen.connect(self._preferences.use_language)
        self.sign_in.chosen.connect(self._sign_in_chosen)
        self.sign_in.command_entered.connect(self._command_entered)
        self.plain.clicked.connect(self._plain_clicked)
        self.help_button.toggled.connect(self._help_card.setVisible)
        self.test.asked.connect(self._test_asked)
        self.test.ended.connect(self._test_ended)
        self._preferences.changed.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_key(self._settings)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        before, self._settings = self._settings, settings
        azure = settings.service is Service.AZURE
        self._cards[settings.service].setChecked(True)
        for card in self._cards.values():
            # As in any group of radio buttons, Tab stops at the chosen one; arrows go on from it.
            stops = Qt.FocusPolicy.StrongFocus if card.isChecked() else Qt.FocusPolicy.ClickFocus
            card.setFocusPolicy(stops)
        self._details.setHidden(settings.is_local)
        self.address.setHidden(azure)
        self.region.setHidden(not azure)
        self.model.setHidden(not azure)
        self.address.show_value(settings.url)
        self.region.show_place(settings.region, settings.url)
        self.model.show_value(settings.endpoint_id)
        self.sign_in.show_settings(settings)
        self.key.setHidden(settings.sign_in in WITHOUT_ENTRY)
        self.language.show_settings(settings)
        self._show_plain(settings)
        self.help.setText(where_to_find(settings.service))
        token = settings.sign_in is SignIn.TOKEN
        self.key.caption.setText(self._key_caption(settings.service, token=token))
        if self.isVisible():
            self._show_key(settings)
        if any(getattr(before, name) != getattr(settings, name) for name in _TESTED):
            self.test.reset()

    def _key_caption(self, service: Service, *, token: bool) -> str:
        if token:
            return self.tr("Authorization token (ends after ten minutes)")
        return self.tr("Key") if service is Service.AZURE else self.tr("Key (if it asks for one)")

    def _show_plain(self, settings: Settings) -> None:
        address = address_of(settings.url)
        plain = settings.service is Service.CONTAINER and is_plain_elsewhere(settings.url)
        self.plain.setVisible(plain)
        self.key.setEnabled(not plain)
        if plain and address is not None:
            self.plain.setText(
                self.tr("Connect to {host} without encryption; no key is sent there").format(
                    host=address.host
                )
            )
            self.plain.setChecked(settings.plain_host == address.host)

    def _show_key(self, settings: Settings) -> None:
        """Ask for the key of the place shown: only now, and only where there can be one."""
        connection = settings_connection(settings)
        placed = bool(connection.url or connection.region)
        if settings.is_local or not placed or is_plain_elsewhere(connection.url):
            self.key.show_entry("")
            return
        if settings.sign_in in WITHOUT_ENTRY:
            self.key.show_entry("")
            return
        entry = secret_name(connection, settings.sign_in)
        self.key.show_entry(entry, run_only=settings.sign_in is SignIn.TOKEN)

    @Slot()
    def _card_clicked(self) -> None:
        self._choose(Service(self.sender().property("service")))

    def _choose(self, service: Service) -> None:
        self._typed_key = ""
        self._preferences.change(**switched(self._settings, service))

    @Slot(str)
    def _address_entered(self, url: str) -> None:
        self._preferences.change(url=url, region="")

    @Slot(str, str)
    def _place_chosen(self, region: str, url: str) -> None:
        # A key typed here goes along from one region to the next, and to no other kind of place.
        carried = self._typed_key if region and not self._settings.url else ""
        self._preferences.change(region=region, url=url)
        if carried and not self.key.unkept:
            self.key.keep(carried)

    @Slot(object)
    def _pasted(self, found: Pasted) -> None:
        """Take a whole portal string, wherever it was pasted."""
        changes = {}
        if self._settings.service is Service.AZURE and (found.region or found.url):
            changes = {"region": found.region, "url": "" if found.region else found.url}
        if found.endpoint_id:
            changes["endpoint_id"] = found.endpoint_id
        self._preferences.change(**changes)
        if found.key:
            self._keep(found.key)

    @Slot(str)
    def _key_entered(self, text: str) -> None:
        found = understand(text)
        if found.key:
            self._pasted(found)
        else:
            self._keep(clean_secret(text))

    def _keep(self, secret: str) -> None:
        azure = self._settings.service is Service.AZURE
        self._typed_key = secret if azure and self._settings.sign_in is SignIn.KEY else ""
        self.test.reset()
        self.key.keep(secret)

    @Slot(str)
    def _model_entered(self, text: str) -> None:
        self._preferences.change(endpoint_id=text)

    @Slot(object)
    def _sign_in_chosen(self, sign_in: SignIn) -> None:
        self._typed_key = ""
        self._preferences.change(sign_in=sign_in)

    @Slot(str)
    def _command_entered(self, command: str) -> None:
        self._preferences.change(token_command=command)

    @Slot(bool)
    def _plain_clicked(self, allowed: bool) -> None:
        address = address_of(self._settings.url)
        self._preferences.change(plain_host=address.host if allowed and address else "")

    @Slot()
    def _test_asked(self) -> None:
        """Take what still stands in the fields, wait until it is kept, then test."""
        self.complete()
        self._test_wanted = self.key.busy
        if not self._test_wanted:
            self.test.start(self._in_effect(self._settings))

    @Slot(object)
    def _key_settled(self, _lookup: object) -> None:
        if self._test_wanted and not self.key.busy:
            self._test_wanted = False
            self.test.start(self._in_effect(self._settings))

    @Slot(object)
    def _test_ended(self, found: Verdict) -> None:
        self._announcer.say(f"{found.headline} {found.text}")
        self.tested.emit(found)
