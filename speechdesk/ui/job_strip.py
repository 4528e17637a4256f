"""How far the recognition of files and of interrupted takes is, with Cancel."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from speechdesk.session.events import JobEnded, JobProgress, JobWaiting
from speechdesk.ui.elided_label import ElidedLabel
from speechdesk.ui.shapes import frame
from speechdesk.ui.theme import GRID


@dataclass(frozen=True, slots=True)
class _Job:
    name: str
    percent: int = 0
    waits: bool = False


class JobStrip(QWidget):
    """Shows one job, and how many more there are; hidden while there is none.

    A file is first read (its key is a path), then recognized (its key is the take's id).
    """

    cancel_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs: dict[object, _Job] = {}
        self._text = ElidedLabel("strong")
        self._text.setAccessibleName(self.tr("Being recognized"))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(2 * GRID)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setAccessibleDescription(
            self.tr("Ends the recognition; what is recognized so far stays")
        )
        # A click leaves the focus where it is: the strip is gone soon.
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cancel.clicked.connect(self._cancel_clicked)
        words = QVBoxLayout()
        words.setSpacing(GRID)
        words.addWidget(self._text)
        words.addWidget(self._bar)
        sheet = frame("notice")
        row = QHBoxLayout(sheet)
        row.setContentsMargins(4 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        row.setSpacing(3 * GRID)
        row.addLayout(words, 1)
        row.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignVCenter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)
        self.hide()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What can be reached with Tab, in order."""
        return (self._cancel,)

    @property
    def text(self) -> str:
        """What is written on the strip."""
        return self._text.full_text

    def begin(self, key: object, name: str) -> None:
        """Show that a file is being read, or a take begun; `name` stands for it."""
        self._jobs[key] = _Job(name)
        self._show()

    def end(self, key: object) -> None:
        """Forget a job."""
        self._jobs.pop(key, None)
        self._show()

    def handle(self, event: JobProgress | JobWaiting | JobEnded) -> None:
        """Take in what the session says of a job."""
        job = self._jobs.get(event.take_id, _Job(self.tr("A take")))
        match event:
            case JobProgress(take_id, done_ms, total_ms):
                percent = min(100, 100 * done_ms // max(total_ms, 1))
                self._jobs[take_id] = replace(job, percent=percent, waits=False)
            case JobWaiting(take_id):
                self._jobs[take_id] = replace(job, waits=True)
            case JobEnded(take_id):
                self._jobs.pop(take_id, None)
        self._show()

    def _show(self) -> None:
        if self._jobs:
            job = next(iter(self._jobs.values()))
            self._text.set_full_text(self._sentence(job, len(self._jobs) - 1))
            self._bar.setValue(job.percent)
        self.setVisible(bool(self._jobs))

    def _sentence(self, job: _Job, others: int) -> str:
        if job.waits:
            text = self.tr("{name}: waiting for the service, goes on by itself").format(
                name=job.name
            )
        else:
            text = self.tr("{name}: {percent} % recognized").format(
                name=job.name, percent=job.percent
            )
        return (
            self.tr("{text} (and {others} more)").format(text=text, others=others)
            if others
            else text
        )

    def _cancel_clicked(self) -> None:
        if self._jobs:
            self.cancel_asked.emit(next(iter(self._jobs)))
