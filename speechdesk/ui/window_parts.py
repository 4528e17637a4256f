"""The widgets of the main window and where they stand."""

from itertools import pairwise

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from speechdesk.ui.actions import Actions, shortcut_text
from speechdesk.ui.banner import Banner
from speechdesk.ui.header import Header
from speechdesk.ui.icons import Icons
from speechdesk.ui.job_strip import JobStrip
from speechdesk.ui.language_picker import LanguagePicker
from speechdesk.ui.microphone_picker import MicrophonePicker
from speechdesk.ui.paper import Paper
from speechdesk.ui.record_bar import Pickers, RecordBar
from speechdesk.ui.service_picker import ServicePicker
from speechdesk.ui.services import Services
from speechdesk.ui.shapes import frame
from speechdesk.ui.status_line import StatusLine
from speechdesk.ui.takes_model import TakesModel
from speechdesk.ui.takes_panel import TakesPanel
from speechdesk.ui.theme import GRID, Theme

_EDGE = 5 * GRID
_PICKER_ACTIONS = ("microphone", "language", "service")


class WindowParts:
    """All visible parts; `body` is what the window shows."""

    def __init__(
        self, services: Services, model: TakesModel, actions: Actions, theme: Theme, icons: Icons
    ) -> None:
        self.header = Header(actions, theme, icons)
        self.banner = Banner(icons)
        self.jobs = JobStrip()
        self.paper = Paper(theme, icons, offer_menu_entry=services.install_menu_entry is not None)
        self.pickers = Pickers(
            MicrophonePicker(theme, icons, services.list_devices, services.tasks),
            LanguagePicker(theme, icons),
            ServicePicker(theme, icons),
        )
        for picker, name in zip(self.pickers.all, _PICKER_ACTIONS, strict=True):
            picker.set_keys(shortcut_text(actions[name]))
        self.bar = RecordBar(theme, icons, self.pickers, shortcut_text(actions["pause"]))
        self.status = StatusLine()
        self.panel = TakesPanel(model, theme, icons)
        self.body = QWidget()
        self._lay_out()
        self._order()

    def _lay_out(self) -> None:
        upper = QVBoxLayout()
        upper.setContentsMargins(_EDGE, 3 * GRID, _EDGE, 3 * GRID)
        upper.setSpacing(3 * GRID)
        for part in (self.header, self.banner, self.jobs):
            upper.addWidget(part)
        upper.addWidget(self.paper, 1)
        foot = frame("foot")
        line = QHBoxLayout(foot)
        line.setContentsMargins(_EDGE, 0, _EDGE, 0)
        line.addWidget(self.status)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(upper, 1)
        right.addWidget(self.bar)
        right.addWidget(foot)
        whole = QHBoxLayout(self.body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.panel)
        whole.addLayout(right, 1)

    def _order(self) -> None:
        """Let Tab go from the text to the bar, the banner, the header and the takes."""
        header = self.header
        order = [
            self.paper.transcript,
            self.bar.record,
            self.bar.pause,
            *self.pickers.all,
            *self.banner.controls,
            *self.jobs.controls,
            header.side_button,
            header.title,
            header.copy_button,
            header.save_button,
            header.open_button,
            header.find_button,
            header.settings_button,
            header.more_button,
            *self.paper.card.controls,
            *self.paper.find_bar.controls,
            *self.panel.controls,
        ]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
