"""One editor for each kind of option. An editor shows a value and says when it was changed."""

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QWidget,
)

from speechdesk.errors import SettingsError
from speechdesk.settings.kinds import Choice, Decimal, Pairs, Switch, Text, Texts, Whole
from speechdesk.settings.option import Option
from speechdesk.settings.schema import Settings
from speechdesk.ui.theme import GRID

_SETTLED_MS = 800
_LINES = 6


class Editor(QWidget):
    """`edited` carries the new value, `refused` why what was typed cannot be one."""

    edited = Signal(object)
    refused = Signal(str)
    names_itself = False
    """Whether the field shows the option's label by its own means."""

    def __init__(self, option: Option, field: QWidget) -> None:
        super().__init__()
        self.option = option
        self.field = field
        self.setFocusProxy(field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(field)
        if field.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed:
            row.addStretch(1)

    def show_settings(self, settings: Settings) -> None:
        """Show the option's value in `settings`."""
        self.show_value(getattr(settings, self.option.name))

    def show_value(self, value: Any) -> None:
        """Show `value` without saying that it was edited."""
        raise NotImplementedError

    def complete(self) -> None:
        """Take what is being typed, if anything is."""


class SwitchEditor(Editor):
    """A check box, whose text is the option's label."""

    names_itself = True

    def __init__(self, option: Option) -> None:
        self._box = QCheckBox(shown(option.label))
        super().__init__(option, self._box)
        self._box.clicked.connect(self._clicked)

    @Slot(bool)
    def _clicked(self, on: bool) -> None:
        self.edited.emit(on)

    def show_value(self, value: Any) -> None:
        self._box.setChecked(value)


class ChoiceEditor(Editor):
    def __init__(self, option: Option, kind: Choice) -> None:
        self._box = QComboBox()
        self._box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for member, text in kind.labels:
            self._box.addItem(shown(text), member)
        super().__init__(option, self._box)
        self._kind = kind
        self._box.activated.connect(self._activated)

    @Slot(int)
    def _activated(self, row: int) -> None:
        self.edited.emit(self._kind.read(self._box.itemData(row)))

    def show_value(self, value: Any) -> None:
        self._box.setCurrentIndex(self._box.findData(value))


class _OptionalSpinBox(QSpinBox):
    """Below its least value lies one that means "the service's own"."""

    def __init__(self, kind: Whole) -> None:
        super().__init__()
        self._least = kind.least
        self.setRange(kind.least - 1 if kind.optional else kind.least, kind.most)
        self.setSuffix(f" {kind.unit}" if kind.unit else "")
        self.setSingleStep(100 if kind.unit == "ms" else 1)
        if kind.optional:
            self.setSpecialValueText(_tr("the service's own"))

    def stepBy(self, steps: int) -> None:
        if self.value() < self._least and steps > 0:
            self.setValue(self._least)
        elif self.value() == self._least and steps < 0:
            self.setValue(self.minimum())
        else:
            super().stepBy(steps)
            if steps < 0 and self.value() < self._least:
                self.setValue(self._least)


class WholeEditor(Editor):
    def __init__(self, option: Option, kind: Whole) -> None:
        self._box = _OptionalSpinBox(kind)
        _calm(self._box)
        super().__init__(option, self._box)
        self._kind = kind
        self._box.valueChanged.connect(self._changed)

    @Slot(int)
    def _changed(self, number: int) -> None:
        self.edited.emit(None if number < self._kind.least else number)

    def show_value(self, value: Any) -> None:
        self._box.blockSignals(True)
        self._box.setValue(self._box.minimum() if value is None else value)
        self._box.blockSignals(False)


class SliderEditor(WholeEditor):
    """A number that one may also find by ear: a slider from the least to the most."""

    _STEP = 100

    def __init__(self, option: Option, kind: Whole) -> None:
        super().__init__(option, kind)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(kind.least, kind.most)
        self.slider.setSingleStep(self._STEP)
        self.slider.setPageStep(5 * self._STEP)
        self.slider.setAccessibleName(shown(option.label))
        self.slider.installEventFilter(self)
        self.slider.valueChanged.connect(self._slid)
        row = self.layout()
        if row is not None:
            row.addWidget(self.slider)

    @Slot(int)
    def _slid(self, number: int) -> None:
        self._box.setValue(round(number / self._STEP) * self._STEP)

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self.slider.blockSignals(True)
        self.slider.setValue(self._kind.least if value is None else value)
        self.slider.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the wheel scroll the page, and not change a value that merely lies below it."""
        if event.type() is QEvent.Type.Wheel and not self.slider.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class DecimalEditor(Editor):
    def __init__(self, option: Option, kind: Decimal) -> None:
        self._box = QDoubleSpinBox()
        self._box.setRange(kind.least, kind.most)
        self._box.setSingleStep(kind.step)
        self._box.setDecimals(1)
        _calm(self._box)
        super().__init__(option, self._box)
        self._box.valueChanged.connect(self._changed)

    @Slot(float)
    def _changed(self, number: float) -> None:
        self.edited.emit(number)

    def show_value(self, value: Any) -> None:
        self._box.blockSignals(True)
        self._box.setValue(value)
        self._box.blockSignals(False)


class TextEditor(Editor):
    def __init__(self, option: Option, kind: Text) -> None:
        self._edit = QLineEdit()
        self._edit.setPlaceholderText(kind.placeholder)
        super().__init__(option, self._edit)
        self._kind = kind
        self._value = ""
        self._edit.editingFinished.connect(self.complete)

    @Slot()
    def complete(self) -> None:
        try:
            value = self._kind.parse(self._edit.text())
        except SettingsError as error:
            self.refused.emit(error.detail)
            return
        self.refused.emit("")
        if value != self._value:
            self.edited.emit(value)

    def show_value(self, value: Any) -> None:
        self._value = value
        if not self._edit.hasFocus():
            self._edit.setText(value)


class LinesEditor(Editor):
    """Texts, or `name=text` pairs, one a line; taken a moment after the last key."""

    def __init__(self, option: Option, kind: Texts | Pairs) -> None:
        self._edit = QPlainTextEdit()
        self._edit.setProperty("surface", "field")
        self._edit.setTabChangesFocus(True)
        self._edit.setFixedHeight(self._edit.fontMetrics().lineSpacing() * _LINES)
        super().__init__(option, self._edit)
        self._kind = kind
        self._value: Any = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        self._timer.timeout.connect(self.complete)
        self._edit.textChanged.connect(self._timer.start)
        self._edit.installEventFilter(self)

    @Slot()
    def complete(self) -> None:
        self._timer.stop()
        try:
            # A line end at the end: a single line with commas is one entry all the same.
            value = self._kind.parse(self._edit.toPlainText() + "\n")
        except SettingsError as error:
            self.refused.emit(error.detail)
            return
        self.refused.emit("")
        if value != self._value:
            self._value = value
            self.edited.emit(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and self._timer.isActive():
            self.complete()
        return super().eventFilter(watched, event)

    def show_value(self, value: Any) -> None:
        if value == self._value:
            return
        self._value = value
        pairs = isinstance(self._kind, Pairs)
        lines = [f"{item[0]}={item[1]}" if pairs else item for item in value]
        self._edit.setPlainText("\n".join(lines))
        self._timer.stop()


def editor_for(option: Option) -> Editor:
    """Return the editor for the option's kind. Raises TypeError for one that has none."""
    match option.kind:
        case Switch():
            return SwitchEditor(option)
        case Choice() as kind:
            return ChoiceEditor(option, kind)
        case Whole() as kind:
            return SliderEditor(option, kind) if kind.slider else WholeEditor(option, kind)
        case Decimal() as kind:
            return DecimalEditor(option, kind)
        case Text() as kind:
            return TextEditor(option, kind)
        case Texts() | Pairs() as kind:
            return LinesEditor(option, kind)
    raise TypeError(f"no editor for {option.name}")


def shown(text: str) -> str:
    """Return a text of the schema in the user's language."""
    return QCoreApplication.translate("Settings", text)


def _calm(box: QAbstractSpinBox) -> None:
    """Take a number when it is complete, not at each key."""
    box.setKeyboardTracking(False)
    # The style sheet's padding does not reach the text of a spin box.
    box.lineEdit().setTextMargins(2 * GRID + 2, 0, 0, 0)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
