"""A page of options, made from the schema: label, editor, help, and why one has no effect."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QVBoxLayout, QWidget

from speechdesk.settings.option import Applies, Option
from speechdesk.settings.schema import Settings
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.settings_editors import Editor, shown
from speechdesk.ui.shapes import label, restyle
from speechdesk.ui.theme import GRID


class OptionRow(QWidget):
    """One option with its editor. What is edited holds at once."""

    def __init__(self, editor: Editor, preferences: Preferences) -> None:
        super().__init__()
        self.option: Option = editor.option
        self.editor = editor
        self._preferences = preferences
        self._problem = ""
        self.note = label("caption")
        self.note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        if not editor.names_itself:
            caption = label("strong", shown(self.option.label))
            caption.setWordWrap(True)
            caption.setBuddy(editor)
            column.addWidget(caption)
        column.addWidget(editor)
        column.addWidget(self.note)
        editor.field.setAccessibleName(shown(self.option.label))
        editor.edited.connect(self._edited)
        editor.refused.connect(self._refused)
        for box in (editor.field, *editor.field.findChildren(QWidget)):
            if isinstance(box, QComboBox | QAbstractSpinBox):
                box.installEventFilter(self)

    def show_settings(self, settings: Settings) -> None:
        """Show the option's value, and whether it has an effect beside the others."""
        self.editor.show_settings(settings)
        reason = self.option.unavailable(settings)
        self.editor.setEnabled(not reason)
        note = " ".join(filter(None, (shown(self.option.help), shown(reason) if reason else "")))
        self.note.setText(self._problem or note)
        self.note.setProperty("role", "warn" if self._problem else "caption")
        restyle(self.note)
        self.editor.field.setAccessibleDescription(self.note.text())

    @Slot(object)
    def _edited(self, value: object) -> None:
        self._problem = ""
        self._preferences.change(**{self.option.name: value})
        self.show_settings(self._preferences.settings)

    @Slot(str)
    def _refused(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.show_settings(self._preferences.settings)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the page, and not change a value that merely lies below it."""
        wheel = event.type() is QEvent.Type.Wheel
        if wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class SettingsForm(QWidget):
    """The rows of some options, one below the other."""

    def __init__(self, editors: Iterable[Editor], preferences: Preferences, heading: str = ""):
        super().__init__()
        self._preferences = preferences
        self.rows = [OptionRow(editor, preferences) for editor in editors]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5 * GRID)
        if heading:
            title = label("title", heading)
            title.setWordWrap(True)
            column.addWidget(title)
        for row in self.rows:
            column.addWidget(row)
        if any(row.option.applies is Applies.NEXT_PHRASE for row in self.rows):
            when = label(
                "caption",
                self.tr("In a dictation under way, changes hold from the next phrase on."),
            )
            when.setWordWrap(True)
            column.addWidget(when)
        preferences.changed.connect(self.show_settings)
        self.show_settings(preferences.settings)

    def row(self, name: str) -> OptionRow:
        """Return the row of the option `name`."""
        return next(row for row in self.rows if row.option.name == name)

    @Slot(object)
    def show_settings(self, settings: Settings) -> None:
        """Show the values of `settings`."""
        for row in self.rows:
            row.show_settings(settings)

    def complete(self) -> None:
        """Take what is still being typed."""
        for row in self.rows:
            row.editor.complete()
