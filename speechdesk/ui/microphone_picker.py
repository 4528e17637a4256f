"""Chooses the microphone; the list is made afresh, in the pool, each time it is opened."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from speechdesk.devices.listing import Device, Listing, find_device
from speechdesk.ui.icons import Icons
from speechdesk.ui.picker_button import PickerButton
from speechdesk.ui.sentences import no_microphone
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import Theme

ListDevices = Callable[[], Listing]


class MicrophonePicker(PickerButton):
    """`chosen` carries the key of a device, or "" for the system's own choice."""

    chosen = Signal(str)
    listed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        list_devices: ListDevices,
        tasks: Tasks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, icons, "microphone", parent)
        self.set_caption(self.tr("Microphone"))
        self._list_devices = list_devices
        self._tasks = tasks
        self._listing: Listing | None = None
        self._listing_now = False
        self._key = ""
        self.menu = QMenu(self)
        self.menu.setAccessibleName(self.tr("Microphones"))
        self.menu.triggered.connect(self._triggered)
        self.clicked.connect(self.open)
        self._show()

    def chosen_device(self) -> Device | None:
        """Return the chosen microphone; None for the system's own, or one not connected."""
        return find_device(self._listing, self._key) if self._listing and self._key else None

    @property
    def listing(self) -> Listing | None:
        """The microphones as they were last seen; None before the first list is there."""
        return self._listing

    def show_choice(self, key: str) -> None:
        """Show the device of this key as chosen."""
        self._key = key
        self._show()

    @Slot()
    def refresh(self) -> None:
        """Make the list afresh; what is shown stays until it is there."""
        if not self._listing_now:
            self._listing_now = True
            self._tasks.run(self._list_devices, self._listing_made, self._listing_failed)

    @Slot()
    def open(self) -> None:
        """Show the list that is known, and look again meanwhile."""
        self._fill()
        self.refresh()
        above = self.mapToGlobal(QPoint(0, -self.menu.sizeHint().height()))
        self.menu.popup(above)

    def _fill(self) -> None:
        self.menu.clear()
        group = QActionGroup(self.menu)
        devices = self._listing.devices if self._listing else ()
        self._add(group, self._default_text(), "", checked=not self._key)
        if devices:
            self.menu.addSeparator()
        names = Counter(device.name for device in devices)
        for device in devices:
            text = device.name
            if names[device.name] > 1:
                text = f"{device.name} ({device.host_api})"
            self._add(group, text, device.key, checked=device.key == self._key)
        if self._key and self.chosen_device() is None and self._listing is not None:
            text = self.tr("{name} (not connected)").format(name=self._key_name())
            self._add(group, text, self._key, checked=True)
        hint = self._hint()
        if hint:
            self.menu.addSeparator()
            self.menu.addAction(hint).setEnabled(False)

    def _add(self, group: QActionGroup, text: str, key: str, *, checked: bool) -> None:
        action = QAction(text.replace("&", "&&"), group)
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(key)
        self.menu.addAction(action)

    def _triggered(self, action: QAction) -> None:
        key = action.data()
        if key != self._key:
            self.show_choice(key)
            self.chosen.emit(key)

    @Slot(object)
    def _listing_made(self, listing: Listing) -> None:
        self._listing_now = False
        self._listing = listing
        self._show()
        if self.menu.isVisible():
            self._fill()
        self.listed.emit(listing)

    @Slot(object)
    def _listing_failed(self, error: Exception) -> None:
        self._listing_made(Listing((), "listing_failed"))

    def _show(self) -> None:
        device = self.chosen_device()
        self.show_value(device.name if device else self._shown_name(), about=self._hint())

    def _shown_name(self) -> str:
        if self._listing is None:
            return self._key_name() or self.tr("System default")
        if self._key:
            return self.tr("{name} (not connected)").format(name=self._key_name())
        default = self._default()
        if default is not None:
            return default.name
        return self.tr("None found")

    def _default(self) -> Device | None:
        devices = self._listing.devices if self._listing else ()
        default = next((device for device in devices if device.default), None)
        return default or (devices[0] if devices else None)

    def _default_text(self) -> str:
        default = self._default()
        if default is None:
            return self.tr("System default")
        return self.tr("System default ({name})").format(name=default.name)

    def _key_name(self) -> str:
        return self._key.rpartition("|")[0] or self._key

    def _hint(self) -> str:
        if self._listing is None:
            return self.tr("Looking for microphones…")
        if self._listing.problem in ("timeout", "listing_failed"):
            return self.tr("The microphones could not be listed; open again to retry.")
        return no_microphone(self._listing)
