"""Routes from what changes settings to the settings: pickers, card, dialog."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from speechdesk.devices.listing import Listing
from speechdesk.domain.connection import Service
from speechdesk.settings.switching import switched
from speechdesk.ui import sentences
from speechdesk.ui.attention import Attention, Cause
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.messages_for import problem_message
from speechdesk.ui.services import Services
from speechdesk.ui.window_parts import WindowParts


class SettingRoutes(QObject):
    """Takes changes of settings from where the window shows them."""

    def __init__(
        self,
        services: Services,
        parts: WindowParts,
        dictation: Dictation,
        attention: Attention,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._services = services
        self._preferences = services.preferences
        self._parts = parts
        self._dictation = dictation
        self._attention = attention
        self._window = window
        pickers = parts.pickers
        pickers.microphone.chosen.connect(self._microphone_chosen)
        pickers.microphone.listed.connect(self._microphones_listed)
        pickers.language.chosen.connect(self._preferences.use_language)
        pickers.language.connect_asked.connect(self.connect_azure)
        pickers.service.chosen.connect(self._service_chosen)
        pickers.service.connect_asked.connect(self.connect_service)
        parts.paper.card.connect_asked.connect(self.connect_azure)
        parts.paper.card.closed.connect(parts.paper.card.hide)
        parts.paper.card.menu_entry_asked.connect(self._install_menu_entry)
        self._preferences.failed.connect(self._not_written)

    @Slot()
    def open_settings(self) -> None:
        """Show the settings."""
        self._services.open_settings(self._window, None)

    @Slot()
    def connect_azure(self) -> None:
        """Show the settings where key, region or endpoint go."""
        self._services.open_settings(self._window, Service.AZURE)

    @Slot(object)
    def connect_service(self, service: Service | None) -> None:
        """Show the settings where `service` is connected; None: the one in use."""
        self._services.open_settings(self._window, service)

    @Slot(object)
    def _not_written(self, error: Exception) -> None:
        self._attention.set(Cause.SETTINGS, problem_message(error))

    @Slot(str)
    def _microphone_chosen(self, key: str) -> None:
        self._preferences.change(device=key)
        self._dictation.change_device()

    @Slot(object)
    def _microphones_listed(self, listing: Listing) -> None:
        self._attention.set(Cause.DEVICES, sentences.missing_part(listing))

    @Slot(object)
    def _service_chosen(self, service: Service) -> None:
        self._preferences.change(**switched(self._preferences.settings, service))

    @Slot()
    def _install_menu_entry(self) -> None:
        install = self._services.install_menu_entry
        if install is not None:
            self._services.tasks.run(install, self._installed, self._not_installed)

    @Slot(object)
    def _installed(self, _paths: object) -> None:
        self._parts.paper.card.menu_entry_made()

    @Slot(object)
    def _not_installed(self, error: Exception) -> None:
        self._attention.set(Cause.SETTINGS, problem_message(error))
