"""The page that connects: what is pasted, where keys go, and how a test is told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from speechdesk.domain.connection import Service
from speechdesk.errors import Failure, FailureCode, SecretsError
from speechdesk.session.service_check import ServiceCheck
from speechdesk.settings.choices import SignIn
from speechdesk.settings.schema import Settings
from speechdesk.ui.connection_page import ConnectionPage
from speechdesk.ui.theme import Theme
from tests.ui.settings_parts import KEY, OTHER_KEY, Desk, desk, eventually, texts_of, type_into

AZURE = Settings(service=Service.AZURE)
WEST = Settings(service=Service.AZURE, region="westeurope")
Open = Callable[[Settings], tuple[ConnectionPage, Desk]]


@pytest.fixture
def open_page(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Open]:
    opened = []

    def make(settings: Settings) -> tuple[ConnectionPage, Desk]:
        context = desk(theme, tmp_path, settings)
        made = context.__enter__()
        opened.append(context)
        parts = made.parts
        page = ConnectionPage(
            parts.preferences,
            parts.secrets,
            parts.check,
            parts.tasks,
            parts.theme,
            overriding="SPEECH_KEY holds.",
        )
        qtbot.addWidget(page)
        page.show()
        return page, made

    yield make
    for context in opened:
        context.__exit__(None, None, None)


def settle(qtbot: QtBot, page: ConnectionPage) -> None:
    eventually(qtbot, lambda: not page.key.busy and not page.test.running)


def place(settings: Settings) -> str:
    return f"{settings.service} {settings.region} {settings.url}".strip()


def test_this_computer_needs_nothing_and_asks_nothing(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(Settings())
    assert page.cards[Service.LOCAL].isChecked()
    assert not page.key.isVisible()
    page.test.button.click()
    eventually(qtbot, lambda: page.test.headline.text() == "It works.")
    assert page.test.text.text() == "“Hello.” was recognized in 0.8 s by this computer."
    assert made.keyring.asked == []


def test_a_whole_portal_page_pasted_into_key_connects(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(Settings())
    page.cards[Service.AZURE].click()
    pasted = f"KEY 1 {KEY} KEY 2 {OTHER_KEY} Location/Region northeurope"
    type_into(page.key.edit, pasted)
    settle(qtbot, page)
    assert place(made.settings) == "azure northeurope"
    assert made.keyring.entries == {"azure:northeurope": KEY}
    assert KEY not in texts_of(page)
    eventually(qtbot, lambda: made.store.load().settings.region == "northeurope")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("West Europe (westeurope)", "azure westeurope"),
        ("north central us", "azure northcentralus"),
        ("https://westus3.api.cognitive.microsoft.com/", "azure westus3"),
        ("https://mine.cognitiveservices.azure.com/",
         "azure  wss://mine.cognitiveservices.azure.com"),
        ("speech.example.com:443", "azure  speech.example.com:443"),
        ("futureregion", "azure futureregion"),
        ("", "azure"),
    ],
)  # fmt: skip
def test_what_is_typed_as_region_or_endpoint(
    qtbot: QtBot, open_page: Open, typed: str, expected: str
) -> None:
    page, made = open_page(Settings(service=Service.AZURE, region="uksouth"))
    settle(qtbot, page)
    page.region.combo.setEditText(typed)
    page.region.complete()
    settle(qtbot, page)
    assert place(made.settings) == expected


def test_a_misspelt_region_is_doubted_and_an_impossible_one_refused(
    qtbot: QtBot, open_page: Open
) -> None:
    page, made = open_page(AZURE)
    page.region.combo.setEditText("westeurop")
    page.region.complete()
    assert "Did you mean westeurope?" in page.region.note.text()
    page.region.combo.setEditText("we$t")
    page.region.complete()
    assert page.region.note.text() == "This must be a region such as westeurope."
    assert made.settings.region == "westeurop"
    settle(qtbot, page)


def test_a_key_pasted_into_the_region_field_is_taken_as_a_key(
    qtbot: QtBot, open_page: Open
) -> None:
    page, made = open_page(AZURE)
    page.region.combo.setEditText(f"{KEY} eastus")
    page.region.complete()
    settle(qtbot, page)
    assert place(made.settings) == "azure eastus"
    assert made.keyring.entries == {"azure:eastus": KEY}
    assert KEY not in texts_of(page)


def test_a_key_typed_here_goes_along_to_the_right_region_only(
    qtbot: QtBot, open_page: Open
) -> None:
    page, made = open_page(WEST)
    type_into(page.key.edit, KEY)
    settle(qtbot, page)
    page.region.combo.setEditText("eastus")
    page.region.complete()
    settle(qtbot, page)
    assert made.keyring.entries == {"azure:westeurope": KEY, "azure:eastus": KEY}
    page.region.combo.setEditText("https://speech.evil.example/")
    page.region.complete()
    settle(qtbot, page)
    page.cards[Service.CONTAINER].click()
    type_into(page.address.edit, "wss://speech.example")
    settle(qtbot, page)
    assert set(made.keyring.entries) == {"azure:westeurope", "azure:eastus"}


def test_each_card_keeps_its_place(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(WEST)
    page.cards[Service.CONTAINER].click()
    assert not page.region.isVisible()
    type_into(page.address.edit, "wss://speech.example:5000")
    page.cards[Service.LOCAL].click()
    page.cards[Service.AZURE].click()
    assert place(made.settings) == "azure westeurope"
    page.cards[Service.CONTAINER].click()
    assert place(made.settings) == "container  wss://speech.example:5000"
    settle(qtbot, page)


def test_an_unencrypted_host_is_confirmed_by_name_and_gets_no_key(
    qtbot: QtBot, open_page: Open
) -> None:
    page, made = open_page(Settings(service=Service.CONTAINER, url="ws://speech.lan:5000"))
    assert page.plain.text() == "Connect to speech.lan without encryption; no key is sent there"
    assert not page.plain.isChecked()
    assert not page.key.isEnabled()
    page.plain.click()
    assert made.settings.plain_host == "speech.lan"
    page.plain.click()
    assert made.settings.plain_host == ""
    assert made.keyring.asked == []
    type_into(page.address.edit, "ws://localhost:5000")
    assert page.plain.isHidden()
    assert page.key.isEnabled()
    settle(qtbot, page)


def test_an_address_that_is_none_is_said_and_not_kept(open_page: Open) -> None:
    page, made = open_page(Settings(service=Service.CONTAINER))
    type_into(page.address.edit, "ftp://speech.example")
    assert "must be an address" in page.address.note.text()
    assert made.settings.url == ""


def test_a_token_is_never_given_to_the_keyring(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(WEST)
    settle(qtbot, page)
    made.keyring.asked.clear()
    page.sign_in.box.setCurrentIndex(page.sign_in.box.findData(SignIn.TOKEN))
    page.sign_in.box.activated.emit(page.sign_in.box.currentIndex())
    type_into(page.key.edit, "Bearer eyJ0.abc.def")
    assert page.key.state.text().startswith("Kept for this run only")
    assert made.parts.secrets.get_of_this_run("azure:westeurope:token").secret == "eyJ0.abc.def"
    assert made.keyring.asked == []


def test_testing_waits_until_the_key_is_kept(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(WEST)
    settle(qtbot, page)
    made.keyring.answers.clear()
    page.key.edit.setText(KEY)
    page.test.button.click()
    assert made.check.calls == 0
    made.keyring.answers.set()
    eventually(qtbot, lambda: page.test.headline.text() == "It works.")
    assert made.keyring.entries == {"azure:westeurope": KEY}
    assert made.check.calls == 1


@pytest.mark.parametrize(
    ("code", "settings", "words"),
    [
        (FailureCode.KEY_REFUSED, WEST, "refused the key"),
        (FailureCode.FORBIDDEN, WEST, "does not allow this key"),
        (FailureCode.NOT_FOUND, WEST, "no speech service at this address"),
        (FailureCode.TOO_MANY, WEST, "Too many sessions"),
        (FailureCode.QUOTA_USED_UP, WEST, "free hours"),
        (FailureCode.TLS, WEST, "No secure connection"),
        (FailureCode.PROXY, WEST, "proxy"),
        (FailureCode.REFUSED, WEST, "Nothing answers"),
        (FailureCode.SILENT, WEST, "does not answer"),
        (FailureCode.BAD_REQUEST, WEST, "language"),
        (FailureCode.NAME_NOT_FOUND, WEST, "this computer is offline"),
        (FailureCode.NAME_NOT_FOUND, Settings(service=Service.AZURE, region="westeurop"),
         "Did you mean westeurope?"),
        (FailureCode.NAME_NOT_FOUND, Settings(service=Service.CONTAINER, url="wss://a.example"),
         "a.example cannot be found"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_plainly(
    qtbot: QtBot, open_page: Open, code: FailureCode, settings: Settings, words: str
) -> None:
    page, made = open_page(settings)
    settle(qtbot, page)
    made.check.answer = ServiceCheck(failure=Failure(code, "detail"))
    page.test.button.click()
    eventually(qtbot, lambda: page.test.headline.text() == "It does not work.")
    assert words in page.test.text.text()
    assert page.test.panel.property("surface") == "banner"
    assert page.test.details.text() == "detail"


def test_a_test_without_a_key_says_that_there_is_none(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(WEST)
    settle(qtbot, page)
    made.check.error = SecretsError("no_key", "westeurope")
    page.test.button.click()
    eventually(qtbot, lambda: page.test.headline.text() == "It does not work.")
    assert page.test.text.text().startswith("No key is known")


def test_a_test_can_be_cancelled(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(Settings())
    made.check.waits_for_cancel = True
    page.test.button.click()
    assert page.test.button.text() == "Cancel"
    page.test.button.click()
    eventually(qtbot, lambda: page.test.headline.text() == "Cancelled.")


def test_a_verdict_holds_only_for_what_was_tested(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(WEST)
    settle(qtbot, page)
    page.test.button.click()
    eventually(qtbot, lambda: page.test.headline.text() == "It works.")
    made.parts.preferences.change(text_size=20)
    assert page.test.headline.text() == "It works."
    made.parts.preferences.change(endpoint_id="another")
    assert page.test.headline.text() == "Does it work?"


def test_where_to_find_it_is_told_in_words(open_page: Open) -> None:
    page, _ = open_page(AZURE)
    assert not page.help.isVisible()
    page.help_button.click()
    assert page.help.isVisible()
    assert "Keys and Endpoint" in page.help.text()


def test_what_wins_over_the_settings_is_said(open_page: Open) -> None:
    page, _ = open_page(AZURE)
    assert "SPEECH_KEY holds." in texts_of(page)


def choose_sign_in(page: ConnectionPage, sign_in: SignIn) -> None:
    page.sign_in.box.setCurrentIndex(page.sign_in.box.findData(sign_in))
    page.sign_in.box.activated.emit(page.sign_in.box.currentIndex())


def test_a_command_takes_the_place_of_the_key(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(WEST)
    settle(qtbot, page)
    made.keyring.asked.clear()
    choose_sign_in(page, SignIn.COMMAND)
    assert page.key.isHidden()
    assert not page.sign_in.command.isHidden()
    type_into(page.sign_in.command.edit, "sh -c 'echo \"token\"'")
    assert made.settings.token_command == "sh -c 'echo \"token\"'"
    type_into(page.sign_in.command.edit, "sh -c 'echo")
    assert "must be a command" in page.sign_in.command.note.text()
    assert made.settings.token_command == "sh -c 'echo \"token\"'"
    assert made.keyring.asked == []


def test_entra_says_what_it_needs_and_asks_for_no_secret(qtbot: QtBot, open_page: Open) -> None:
    page, made = open_page(WEST)
    settle(qtbot, page)
    made.keyring.asked.clear()
    choose_sign_in(page, SignIn.ENTRA)
    assert page.key.isHidden()
    assert "address of your own resource" in page.sign_in.note.text()
    made.parts.preferences.change(region="", url="wss://own.cognitiveservices.azure.com")
    assert "az login" in page.sign_in.note.text()
    assert made.keyring.asked == []
    choose_sign_in(page, SignIn.KEY)
    assert page.sign_in.note.isHidden()
    assert not page.key.isHidden()
    settle(qtbot, page)
