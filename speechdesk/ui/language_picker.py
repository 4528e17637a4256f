"""Chooses the language: all locales, search by typing, the recent ones first."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from speechdesk.domain.connection import LOCAL_LANGUAGE
from speechdesk.settings.tables import Locale, locales
from speechdesk.ui.icons import Icons
from speechdesk.ui.languages import compact_name, matches, named
from speechdesk.ui.picker_button import PickerButton
from speechdesk.ui.shapes import label
from speechdesk.ui.theme import GRID, Theme

_WIDTH_CHARACTERS = 44
_ROWS = 12
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class LanguagePicker(PickerButton):
    """`chosen` carries a locale's tag; `connect_asked` is the way to more languages."""

    chosen = Signal(str)
    connect_asked = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(theme, icons, "globe", parent)
        self.set_caption(self.tr("Language"))
        self._recent: tuple[str, ...] = ()
        self._favourites: tuple[str, ...] = ()
        self._local = False
        self._tag = LOCAL_LANGUAGE
        self.clicked.connect(self.open)

    def show_choice(
        self,
        tag: str,
        recent: tuple[str, ...],
        *,
        local: bool,
        favourites: tuple[str, ...] = (),
        others: tuple[str, ...] = (),
    ) -> None:
        """Show `tag` as chosen. `local`: this computer recognizes, and knows one language.

        `others` are the languages that the service tells it apart from, `favourites` are offered
        before all, and before the `recent` ones.
        """
        self._tag = LOCAL_LANGUAGE if local else tag
        self._recent = tuple(each for each in recent if each not in favourites)
        self._favourites = favourites
        self._local = local
        value = compact_name(self._tag)
        if others:
            value = f"{value} +{len(others)}"
        self.show_value(value, about=self._about_choice(others))

    def _about_choice(self, others: tuple[str, ...]) -> str:
        locale = named(self._tag)
        if self._local:
            return local_reason()
        if not others:
            return ", ".join(dict.fromkeys((locale.native, locale.english)))
        names = ", ".join(named(each).native for each in (self._tag, *others))
        return self.tr("The service finds out which is spoken: {names}").format(names=names)

    @Slot()
    def open(self) -> None:
        """Open the list above the button, with the cursor in its search field."""
        popup = LanguageList(
            self._offered(),
            self._recent,
            self._tag,
            favourites=self._favourites,
            local=self._local,
            parent=self,
        )
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.chosen.connect(self._take)
        popup.connect_asked.connect(self.connect_asked)
        popup.adjustSize()
        popup.move(self._place_for(popup))
        popup.show()
        popup.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place_for(self, popup: QWidget) -> QPoint:
        """Return where `popup` stands above the button and inside the window."""
        place = self.mapToGlobal(QPoint(0, -popup.height() - GRID))
        window = self.window().frameGeometry()
        most_right = window.right() - 5 * GRID - popup.width()
        return QPoint(max(window.left(), min(place.x(), most_right)), place.y())

    def _offered(self) -> tuple[Locale, ...]:
        return (named(LOCAL_LANGUAGE),) if self._local else locales()

    def _take(self, tag: str) -> None:
        if tag != self._tag:
            self.chosen.emit(tag)


def local_reason() -> str:
    """Return why this computer offers one language only."""
    return QCoreApplication.translate(
        "LanguagePicker",
        "This computer recognizes English (United States) only. "
        "Azure knows all the other languages.",
    )


class LanguageList(QFrame):
    """The list that the picker opens."""

    chosen = Signal(str)
    connect_asked = Signal()

    def __init__(
        self,
        locales: tuple[Locale, ...],
        recent: tuple[str, ...],
        tag: str,
        *,
        favourites: tuple[str, ...] = (),
        local: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("surface", "popup")
        self.setAccessibleName(self.tr("Languages"))
        self._locales = locales
        self._recent = recent
        self._favourites = favourites
        self._tag = tag
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Type a language or country"))
        self.search.setAccessibleName(self.tr("Search languages"))
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Languages"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self.search)
        column.addWidget(self.list)
        if local:
            self._add_reason(column)
        metrics = self.fontMetrics()
        self.list.setMinimumWidth(metrics.averageCharWidth() * _WIDTH_CHARACTERS)
        rows = min(_ROWS, len(locales) + len(recent) + len(favourites) + 1)
        self.list.setFixedHeight((metrics.height() + 3 * GRID) * rows + 2 * GRID)
        self._fill("")

    def _add_reason(self, column: QVBoxLayout) -> None:
        reason = label("dim", local_reason())
        reason.setWordWrap(True)
        self.connect_button = QPushButton(self.tr("Connect Azure…"))
        self.connect_button.clicked.connect(self._connect)
        column.addWidget(reason)
        column.addWidget(self.connect_button)

    def _fill(self, typed: str) -> None:
        self.list.clear()
        words = typed.lower().split()
        found = [locale for locale in self._locales if matches(locale, words)]
        favourites = [each for tag in self._favourites for each in found if each.tag == tag]
        recent = [each for tag in self._recent for each in found if each.tag == tag]
        if (favourites or recent) and len(favourites) + len(recent) < len(found):
            self._add_under(self.tr("Favourites (F7: the next)"), favourites)
            self._add_under(self.tr("Recent"), recent)
            self._head(self.tr("All languages"))
        for locale in found:
            self._add(locale)
        self._select_first()

    def _add_under(self, head: str, found: list[Locale]) -> None:
        if found:
            self._head(head)
        for locale in found:
            self._add(locale)

    def _head(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _add(self, locale: Locale) -> None:
        item = QListWidgetItem(f"{locale.native}   {locale.tag}")
        item.setData(Qt.ItemDataRole.UserRole, locale.tag)
        names = dict.fromkeys((locale.native, locale.english, locale.tag))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(names))
        item.setToolTip(locale.english)
        self.list.addItem(item)
        if locale.tag == self._tag and self.list.currentItem() is None:
            self.list.setCurrentItem(item)

    def _select_first(self) -> None:
        if self.list.currentItem() is None:
            for row in range(self.list.count()):
                if self.list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
                    self.list.setCurrentRow(row)
                    return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list, and Enter choose, while one types."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self.list.currentItem()
                if item is not None:
                    self._choose(item)
                return True
        return super().eventFilter(watched, event)

    def _choose(self, item: QListWidgetItem) -> None:
        tag = item.data(Qt.ItemDataRole.UserRole)
        if tag:
            self.close()
            self.chosen.emit(tag)

    def _connect(self) -> None:
        self.close()
        self.connect_asked.emit()
