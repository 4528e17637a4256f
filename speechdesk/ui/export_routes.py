"""Routes between takes that are to be exported and the window: how, how far, why not."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from speechdesk.ui.announcer import Announcer
from speechdesk.ui.attention import Attention, Cause
from speechdesk.ui.exporting import ExportChoice, Exported, Exporting
from speechdesk.ui.messages_for import unsaved_message
from speechdesk.ui.open_take import OpenTake
from speechdesk.ui.saver import Saver
from speechdesk.ui.saving import documents_folder
from speechdesk.ui.services import Services
from speechdesk.ui.takes_model import Row
from speechdesk.ui.window_parts import WindowParts


class ExportRoutes(QObject):
    """Asks how the selected takes are to be exported, and tells how that goes."""

    def __init__(
        self,
        services: Services,
        parts: WindowParts,
        open_take: OpenTake,
        saver: Saver,
        attention: Attention,
        announcer: Announcer,
        language: Callable[[], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.exporting = Exporting(
            services.history, services.export, open_take, saver, services.tasks, self
        )
        self._status = parts.status
        self._attention = attention
        self._announcer = announcer
        self._preferences = services.preferences
        self._language = language
        self._window = window
        self._form = "docx"
        self._folder = documents_folder()
        parts.panel.export_asked.connect(self.ask)
        self.exporting.progress.connect(self._progress)
        self.exporting.failed.connect(self._failed)
        self.exporting.ended.connect(self._ended)

    @Slot(object)
    def ask(self, takes: tuple[Row, ...]) -> None:
        """Open the dialog for `takes`."""
        if self.exporting.busy:
            self._status.tell(self.tr("An export is under way: wait until it has ended."))
            return
        template = self._preferences.settings.file_names
        choice = ExportChoice(self._form, self._folder, template)
        from speechdesk.ui.export_dialog import ExportDialog

        dialog = ExportDialog(takes, choice, self._language(), self._window)
        dialog.chosen.connect(partial(self._chosen, takes))
        dialog.open()

    def _chosen(self, takes: tuple[Row, ...], choice: ExportChoice) -> None:
        self._form, self._folder = choice.form, choice.folder
        self._preferences.change(file_names=choice.template)
        self._attention.set(Cause.FILE, None)
        self.exporting.begin(takes, choice)

    @Slot(int, int)
    def _progress(self, number: int, wanted: int) -> None:
        if wanted == 1:
            self._status.tell(self.tr("Exporting…"), lasting=True)
        else:
            text = self.tr("Exporting {number} of {wanted}…").format(number=number, wanted=wanted)
            self._status.offer(text, self.tr("Cancel"), self.exporting.cancel, lasting=True)

    @Slot(str, object)
    def _failed(self, title: str, error: Exception) -> None:
        self._attention.set(Cause.FILE, unsaved_message(error, title))

    @Slot(object)
    def _ended(self, exported: Exported) -> None:
        written, wanted, folder = exported.written, exported.wanted, exported.folder
        if written == wanted == 1:
            text = self.tr("Exported 1 take to {folder}").format(folder=folder)
        elif written == wanted:
            text = self.tr("Exported {written} takes to {folder}")
            text = text.format(written=written, folder=folder)
        elif written:
            text = self.tr("Exported {written} of {wanted} takes to {folder}")
            text = text.format(written=written, wanted=wanted, folder=folder)
        else:
            text = self.tr("Nothing was exported.")
        if written:
            self._status.offer(text, self.tr("Open folder"), self._open_folder)
        else:
            self._status.tell(text)
        self._announcer.say(text)

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))
