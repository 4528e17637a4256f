"""A field for a key or password: masked, kept in the keyring, its state said in words."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from speechdesk.messages import Mend, message_for
from speechdesk.settings.paste import clean_secret
from speechdesk.settings.secrets import Lookup, Presence, Secrets
from speechdesk.ui.connection_words import masked, secret_words
from speechdesk.ui.flow_layout import FlowLayout
from speechdesk.ui.shapes import label, restyle
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import GRID

_LONGEST = 20_000
_Answer = tuple[str, Lookup]


class SecretField(QWidget):
    """Shows and changes one entry of `Secrets` at a time.

    What is typed leaves the field, and the widget, as soon as it is kept. `entered` carries what
    was typed or pasted when it is complete, before anything is kept.
    """

    entered = Signal(str)
    settled = Signal(object)
    """The entry's `Lookup`, after each look-up and change."""

    def __init__(self, name: str, secrets: Secrets, tasks: Tasks, parent: QWidget | None = None):
        super().__init__(parent)
        self._secrets = secrets
        self._tasks = tasks
        self._entry = ""
        self._run_only = False
        self._lookup: Lookup | None = None
        self._unkept = ""
        self._asking = 0
        self._command = ""
        self.caption = label("strong", name)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMaxLength(_LONGEST)
        self.edit.setAccessibleName(name)
        self.edit.editingFinished.connect(self._complete)
        self.caption.setBuddy(self.edit)
        self.state: QLabel = label("caption")
        self.state.setWordWrap(True)
        self.keep_button = self._button(self.tr("Keep for this run only"), self._keep_for_this_run)
        self.retry_button = self._button(self.tr("Try again"), self._try_again)
        self.command_button = self._button(self.tr("Copy command"), self._copy_command)
        self.forget_button = self._button(self.tr("Forget it"), self._forget)
        self._lay_out()
        self._show(None)

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(slot)
        button.hide()
        return button

    def _lay_out(self) -> None:
        self.forget_button.setProperty("kind", "quiet")
        said = QHBoxLayout()
        said.addWidget(self.state, 1)
        said.addWidget(self.forget_button, 0, Qt.AlignmentFlag.AlignTop)
        buttons = FlowLayout()
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.retry_button)
        buttons.addWidget(self.command_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.caption)
        column.addWidget(self.edit)
        column.addLayout(said)
        column.addLayout(buttons)
        column.addStretch(1)

    @property
    def tab_stops(self) -> tuple[QWidget, ...]:
        """What takes the focus here, in reading order."""
        return (
            self.edit,
            self.forget_button,
            self.keep_button,
            self.retry_button,
            self.command_button,
        )

    @property
    def lookup(self) -> Lookup | None:
        """What is known of the entry; None while it was not asked for."""
        return self._lookup

    @property
    def busy(self) -> bool:
        """Whether the keyring is being asked."""
        return self._asking > 0

    @property
    def unkept(self) -> bool:
        """Whether something was entered that could not be kept, or has no entry yet."""
        return bool(self._unkept)

    def show_entry(self, entry: str, *, run_only: bool = False) -> None:
        """Show the entry of this name, and ask the keyring for it. `run_only`: memory alone."""
        if (entry, run_only) == (self._entry, self._run_only):
            return
        self._entry, self._run_only = entry, run_only
        self._show(None)
        if entry and self._unkept:
            self.keep(self._unkept)
        elif entry:
            self._look_up()

    def complete(self) -> None:
        """Take what stands in the field, as Enter does."""
        self._complete()

    def keep(self, secret: str) -> None:
        """Keep `secret` for the entry shown: in the keyring, or in memory where that is meant."""
        self.edit.clear()
        self._unkept = secret
        if not self._entry:
            self._say(self.tr("Say where it belongs: it is kept together with its place."))
            return
        if self._run_only:
            self._keep_for_this_run()
            return
        self._ask(partial(_set, self._secrets, self._entry, secret))

    @Slot()
    def _complete(self) -> None:
        secret = clean_secret(self.edit.text())
        if secret:
            self.entered.emit(self.edit.text())

    def _look_up(self) -> None:
        if self._run_only:
            self._show(self._secrets.get_of_this_run(self._entry))
            self.settled.emit(self._lookup)
            return
        self._ask(partial(_get, self._secrets, self._entry))

    def _ask(self, call: Callable[[], _Answer]) -> None:
        self._asking += 1
        self._say(self.tr("Asking the keyring…"))
        self._tasks.run(call, self._answered, self._failed)

    @Slot(object)
    def _answered(self, answer: _Answer) -> None:
        self._asking -= 1
        entry, lookup = answer
        if entry != self._entry:
            return
        if lookup.presence is Presence.FOUND:
            self._unkept = ""
        self._show(lookup)
        self.settled.emit(self._lookup)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self._asking -= 1
        self._say(str(error), warn=True)

    def _show(self, lookup: Lookup | None) -> None:
        # The secret itself stays in `Secrets`.
        self._lookup = None if lookup is None else replace(lookup, secret="")
        found = lookup is not None and lookup.presence is Presence.FOUND
        self.edit.setPlaceholderText(masked(lookup.secret) if lookup and found else "")
        message = message_for(lookup.error) if lookup and lookup.error else None
        self._command = message.command if message else ""
        text = secret_words(lookup)
        if message and self._unkept:
            text = f"{text} {message.safe}"
        self._say(f"{text} {self._command}".strip(), warn=message is not None)
        self.keep_button.setVisible(message is not None and bool(self._unkept))
        self.retry_button.setVisible(message is not None and message.mend is Mend.RETRY)
        self.command_button.setVisible(bool(self._command))
        self.forget_button.setVisible(found)

    def _say(self, text: str, *, warn: bool = False) -> None:
        self.state.setText(text)
        self.state.setProperty("role", "warn" if warn else "caption")
        restyle(self.state)
        self.edit.setAccessibleDescription(text)

    @Slot()
    def _keep_for_this_run(self) -> None:
        self._secrets.keep_for_this_run(self._entry, self._unkept)
        self._unkept = ""
        self._show(self._secrets.get_of_this_run(self._entry))
        self.settled.emit(self._lookup)

    @Slot()
    def _try_again(self) -> None:
        if self._unkept:
            self.keep(self._unkept)
        else:
            self._look_up()

    @Slot()
    def _forget(self) -> None:
        self.edit.clear()
        if self._lookup and self._lookup.this_run_only:
            self._show(self._secrets.forget_of_this_run(self._entry))
            self.settled.emit(self._lookup)
            return
        self._ask(partial(_delete, self._secrets, self._entry))

    @Slot()
    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(self._command)


def _get(secrets: Secrets, entry: str) -> _Answer:
    return entry, secrets.get(entry)


def _set(secrets: Secrets, entry: str, secret: str) -> _Answer:
    return entry, secrets.set(entry, secret)


def _delete(secrets: Secrets, entry: str) -> _Answer:
    return entry, secrets.delete(entry)
