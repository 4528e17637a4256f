"""The dialogs that the menu opens, each made when it is asked for."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from speechdesk.resources import resource
from speechdesk.ui.actions import Actions
from speechdesk.ui.dictation import Dictation
from speechdesk.ui.icons import Icons
from speechdesk.ui.latencies import Latencies
from speechdesk.ui.services import Services


class WindowDialogs(QObject):
    """Opens dialogs over `window`."""

    def __init__(
        self,
        services: Services,
        actions: Actions,
        dictation: Dictation,
        latencies: Latencies,
        icons: Icons,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._services = services
        self._actions = actions
        self._dictation = dictation
        self._latencies = latencies
        self._icons = icons
        self._window = window

    @Slot()
    def show_shortcuts(self) -> None:
        """List all shortcuts."""
        from speechdesk.ui.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self._actions.all, self._window).open()

    @Slot()
    def show_about(self) -> None:
        """Tell what the program is, and under which terms."""
        from speechdesk.ui.about_dialog import AboutDialog

        AboutDialog(self._services.tasks, resource("licences"), self._window).open()

    @Slot()
    def show_details(self) -> None:
        """Tell where, how fast and by which model speech is recognized, and how much was sent."""
        from speechdesk.ui.details_dialog import DetailsDialog

        services = self._services
        dialog = DetailsDialog(
            services.preferences,
            self._latencies,
            services.sent_this_month,
            services.tasks,
            self._window,
        )
        dialog.check_asked.connect(self.show_doctor)
        dialog.open()

    @Slot()
    def show_doctor(self) -> None:
        """Check the whole set-up."""
        from speechdesk.ui.doctor_dialog import DoctorDialog

        examine = partial(self._services.examine, self._dictation.language)
        DoctorDialog(examine, self._services.tasks, self._icons, self._window).open()
