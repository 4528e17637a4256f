"""Says where speech is recognized, and lets one change it."""

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from speechdesk.domain.connection import Service
from speechdesk.settings.schema import Settings
from speechdesk.settings.switching import is_set_up
from speechdesk.ui.icons import Icons
from speechdesk.ui.picker_button import PickerButton
from speechdesk.ui.places import place_name
from speechdesk.ui.recognition_words import model_of, models_line
from speechdesk.ui.theme import Theme

_DETAILS = "details"
_ICONS = {Service.LOCAL: "computer", Service.AZURE: "cloud", Service.CONTAINER: "server"}


class ServicePicker(PickerButton):
    """`chosen` carries a service that is set up; `connect_asked` one that is not, or None."""

    chosen = Signal(object)
    connect_asked = Signal(object)
    details_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, "computer", parent)
        self.set_caption(self.tr("Recognized by"))
        self._settings = Settings()
        self._latency = ""
        self.menu = QMenu(self)
        self.menu.setAccessibleName(self.tr("Where speech is recognized"))
        self.menu.triggered.connect(self._triggered)
        self.clicked.connect(self.open)

    def show_choice(self, settings: Settings) -> None:
        """Show where `settings` let speech be recognized."""
        self._settings = settings
        about = [self._privacy(settings.service)]
        self.set_caption(self.tr("Recognized by"))
        if model_of(settings, settings.language):
            self.set_caption(self.tr("By a custom model of"))
            about.append(self.tr("Custom model: {model}").format(model=models_line(settings)))
        if self._latency:
            about.append(self._latency)
        self.show_value(place_name(settings), icon=_ICONS[settings.service], about="\n".join(about))

    def show_latency(self, words: str) -> None:
        """Tell those who ask more how fast the service was lately."""
        self._latency = words
        self.show_choice(self._settings)

    @Slot()
    def open(self) -> None:
        self._fill()
        self.menu.popup(self.mapToGlobal(QPoint(0, -self.menu.sizeHint().height())))

    def _fill(self) -> None:
        self.menu.clear()
        group = QActionGroup(self.menu)
        for service, text in (
            (Service.LOCAL, self.tr("This computer: English only, basic accuracy")),
            (Service.AZURE, self.tr("Azure Speech: your own resource")),
            (Service.CONTAINER, self.tr("Speech container: a host in your network")),
        ):
            action = QAction(text, group)
            action.setCheckable(True)
            action.setChecked(service is self._settings.service)
            action.setData(service)
            self.menu.addAction(action)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Connection settings…"))
        self.menu.addAction(self.tr("Details of recognition…")).setData(_DETAILS)

    def _triggered(self, action: QAction) -> None:
        service = action.data()
        if service == _DETAILS:
            self.details_asked.emit()
            return
        if service is None or not is_set_up(self._settings, Service(service)):
            self.connect_asked.emit(None if service is None else Service(service))
        elif service != self._settings.service:
            self.chosen.emit(Service(service))

    def _privacy(self, service: Service) -> str:
        return {
            Service.LOCAL: self.tr("Nothing leaves this computer."),
            Service.AZURE: self.tr("What you say is sent to your Azure resource."),
            Service.CONTAINER: self.tr("What you say is sent to this host."),
        }[service]
