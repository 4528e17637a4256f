"""The settings (Ctrl+,): pages made from the schema, and the page that connects."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from speechdesk.domain.connection import Service
from speechdesk.settings.choices import ProxyMode
from speechdesk.settings.kinds import Rules, Texts
from speechdesk.settings.option import Option, Section
from speechdesk.settings.own_words import CommandWords
from speechdesk.settings.proxy import proxy_secret_name
from speechdesk.settings.schema import OPTIONS, Settings
from speechdesk.settings.secrets import Secrets
from speechdesk.ui.command_words_editor import CommandWordsEditor
from speechdesk.ui.connection_page import ConnectionPage
from speechdesk.ui.connection_words import privacy_line
from speechdesk.ui.icons import Icons
from speechdesk.ui.microphone_picker import ListDevices
from speechdesk.ui.phrases_editor import PhrasesEditor
from speechdesk.ui.picked_editors import LanguageEditor, LanguagesEditor, MicrophoneEditor
from speechdesk.ui.preferences import Preferences
from speechdesk.ui.rules_editor import RulesEditor
from speechdesk.ui.secret_field import SecretField
from speechdesk.ui.service_test import CheckService
from speechdesk.ui.settings_editors import Editor, editor_for, shown
from speechdesk.ui.settings_form import SettingsForm
from speechdesk.ui.shapes import label
from speechdesk.ui.tasks import Tasks
from speechdesk.ui.theme import GRID, TARGET, Theme

_SIZE = QSize(880, 680)
_ON_CONNECTION_PAGE = frozenset(
    {"service", "region", "url", "sign_in", "token_command", "endpoint_id"}
)
_SECTIONS = tuple(Section)
_LANGUAGE_LISTS = frozenset({"favourite_languages", "identify_languages"})


@dataclass(frozen=True, slots=True)
class SettingsParts:
    """What the dialog works on; the window hands it over.

    `overriding` says in words what wins over the settings for this run, such as SPEECH_KEY, and
    `in_effect` returns what they come to with it.
    """

    preferences: Preferences
    secrets: Secrets
    tasks: Tasks
    theme: Theme
    icons: Icons
    check: CheckService
    list_devices: ListDevices
    overriding: str = ""
    in_effect: Callable[[Settings], Settings] = lambda settings: settings


class SettingsDialog(QDialog):
    """What is changed holds at once; Close only closes."""

    def __init__(self, parts: SettingsParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts = parts
        self.connection = ConnectionPage(
            parts.preferences,
            parts.secrets,
            parts.check,
            parts.tasks,
            parts.theme,
            overriding=parts.overriding,
            in_effect=parts.in_effect,
        )
        self.connection.tested.connect(self._show_verdict)
        self.finished.connect(self._complete)
        self._forms: dict[Section, SettingsForm] = {}
        self.proxy_password = SecretField(self.tr("Proxy's password"), parts.secrets, parts.tasks)
        self.proxy_password.entered.connect(self.proxy_password.keep)
        self.pages = QListWidget()
        self._stack = QStackedWidget()
        self.privacy = label("dim")
        self.close_button = QPushButton(self.tr("Close"))
        self._lay_out()
        parts.preferences.changed.connect(self._show)
        self._show(parts.preferences.settings)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.95))

    def open_section(self, section: Section, service: Service | None = None) -> None:
        """Turn to the page of `section`; with `service`, choose that on the first page."""
        self.pages.setCurrentRow(_SECTIONS.index(section))
        if service is not None:
            self.connection.choose(service)
            self.connection.cards[service].setFocus()

    def _lay_out(self) -> None:
        for section in Section:
            self.pages.addItem(shown(section))
            area = _scroll_area()
            area.setObjectName(f"page-{section.name}")
            self._stack.addWidget(area)
        self.pages.setProperty("surface", "nav")
        self.pages.setAccessibleName(self.tr("Pages of the settings"))
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._fit_pages()
        self.pages.currentRowChanged.connect(self._turn_to)
        self.privacy.setWordWrap(True)
        self.close_button.setProperty("kind", "strong")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(7 * GRID, 3 * GRID, 7 * GRID, 4 * GRID)
        foot.setSpacing(4 * GRID)
        foot.addWidget(self.privacy, 1)
        foot.addWidget(self.close_button)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pages)
        row.addLayout(right, 1)
        self.pages.setCurrentRow(0)
        # Tab goes from the list into the page, whenever that is made, and from its end to Close.
        QWidget.setTabOrder(self.close_button, self.pages)
        self.pages.setFocus()

    def form(self, section: Section) -> SettingsForm:
        """Return the options of `section`; its page is made when it is first needed."""
        if section not in self._forms:
            area = self._stack.widget(_SECTIONS.index(section))
            if isinstance(area, QScrollArea):
                area.setWidget(self._page(section))
        return self._forms[section]

    def _page(self, section: Section) -> QWidget:
        options = [
            option
            for option in OPTIONS.values()
            if option.section is section and option.shown and option.name not in _ON_CONNECTION_PAGE
        ]
        heading = "" if section is Section.RECOGNITION else shown(section)
        form = SettingsForm(map(self._editor, options), self._parts.preferences, heading)
        self._forms[section] = form
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(7 * GRID, 6 * GRID, 7 * GRID, 4 * GRID)
        column.setSpacing(6 * GRID)
        if section is Section.RECOGNITION:
            column.addWidget(self.connection)
        column.addWidget(form)
        if section is Section.NETWORK:
            column.addWidget(self.proxy_password)
        column.addStretch(1)
        for button in page.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a field completes the field, no more
        return page

    def _editor(self, option: Option) -> Editor:
        parts = self._parts
        if option.name == "language":
            return LanguageEditor(option)
        if option.name == "device":
            return MicrophoneEditor(
                option, parts.theme, parts.icons, parts.list_devices, parts.tasks
            )
        if option.name in _LANGUAGE_LISTS and isinstance(option.kind, Texts):
            return LanguagesEditor(option, option.kind)
        if option.name == "phrases" and isinstance(option.kind, Texts):
            return PhrasesEditor(option, option.kind, parts.tasks)
        if isinstance(option.kind, Rules):
            return RulesEditor(option, option.kind)
        if isinstance(option.kind, CommandWords):
            return CommandWordsEditor(option, option.kind)
        return editor_for(option)

    @Slot()
    def _complete(self) -> None:
        """Take what is still being typed, and end what would only be shown here."""
        self.connection.complete()
        for form in self._forms.values():
            form.complete()
        self.connection.test.cancel()

    @Slot()
    def _show_verdict(self) -> None:
        area = self._stack.widget(0)
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(self.connection.test)

    def _fit_pages(self) -> None:
        """Make the list of pages as wide as its longest title, set strong, and easy to hit."""
        metrics = QFontMetrics(self._parts.theme.font(strong=True))
        widest = max(metrics.horizontalAdvance(shown(section)) for section in Section)
        self.pages.setFixedWidth(widest + 14 * GRID)
        row = QSize(widest, max(TARGET, metrics.lineSpacing() + 3 * GRID))
        for place in range(self.pages.count()):
            self.pages.item(place).setSizeHint(row)

    @Slot(int)
    def _turn_to(self, row: int) -> None:
        self.form(_SECTIONS[row])
        self._stack.setCurrentIndex(row)
        for other in range(self.pages.count()):
            font = QFont(self.pages.font())
            font.setWeight(QFont.Weight.DemiBold if other == row else QFont.Weight.Normal)
            self.pages.item(other).setFont(font)
        self._show(self._parts.preferences.settings)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        self.privacy.setText(privacy_line(self._parts.in_effect(settings)))
        self.form(Section.RECOGNITION).setHidden(settings.is_local)
        own = settings.proxy is ProxyMode.OWN and bool(settings.proxy_user and settings.proxy_host)
        self.proxy_password.setVisible(own)
        # The keyring is asked only once its page is looked at.
        if own and self._stack.currentIndex() == _SECTIONS.index(Section.NETWORK):
            self.proxy_password.show_entry(
                proxy_secret_name(settings.proxy_host, settings.proxy_port, settings.proxy_user)
            )


def _scroll_area() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
