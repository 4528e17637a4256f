"""Each option: declared once, complete, and strict about its values."""

from dataclasses import replace

import pytest

from speechdesk.domain.connection import Service
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.errors import SettingsError
from speechdesk.settings.choices import Identify, KeepSound, ProxyMode, Segmentation, Theme
from speechdesk.settings.option import Option
from speechdesk.settings.schema import OPTIONS, Settings, option

RULES = (
    ReplacementRule("speech desk", "SpeechDesk"),
    ReplacementRule(r"\bfoo\b", " bar\n", regex=True, match_case=True, language="en-US"),
)


@pytest.mark.parametrize("known", OPTIONS.values(), ids=OPTIONS)
def test_an_option_is_complete_and_its_default_survives_every_road(known: Option) -> None:
    assert known.label
    assert known.help.endswith((".", "…"))
    assert known.kind.read(known.kind.plain(known.default)) == known.default
    assert known.kind.parse(known.kind.show(known.default)) == known.default
    assert getattr(Settings(), known.name) == known.default


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("service", "Azure", Service.AZURE),
        ("region", "West Europe", "westeurope"),
        ("url", " wss://speech.example:5000/x ", "wss://speech.example:5000/x"),
        ("url", "127.0.0.1:5000", "127.0.0.1:5000"),
        ("language", "DE-de", "de-DE"),
        ("language", "zh-cn-Sichuan", "zh-CN-sichuan"),
        ("language", "fil-ph", "fil-PH"),
        ("favourite_languages", "de-DE, en-US,de-de,", ("de-DE", "en-US")),
        ("endpoint_ids", "de-de=abc-1, en-US = def", (("de-DE", "abc-1"), ("en-US", "def"))),
        ("copy_on_stop", "on", True),
        ("copy_on_stop", "False", False),
        ("pause_ms", "100", 100),
        ("pause_ms", "", None),
        ("phrase_weight", "1.5", 1.5),
        ("phrases", "Müller, Contoso", ("Müller", "Contoso")),
        ("phrases", "Smith, John\nContoso", ("Smith, John", "Contoso")),
        ("replacements", '[{"find": "speech desk", "replace": "SpeechDesk"}]', RULES[:1]),
        ("keep_audio", "until_stopped", KeepSound.UNTIL_STOPPED),
        ("theme", "dark", Theme.DARK),
        ("text_size", "48", 48),
        ("proxy_host", "Proxy.Example", "proxy.example"),
        ("punctuation", "", OPTIONS["punctuation"].default),
    ],
)
def test_what_users_type_is_understood(name: str, typed: str, value: object) -> None:
    kind = option(name).kind
    parsed = kind.parse(typed)
    assert parsed == value
    assert kind.parse(kind.show(parsed)) == value
    assert kind.read(kind.plain(parsed)) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("service", "amazon"),
        ("region", "west/europe"),
        ("url", "ftp://speech.example"),
        ("url", "wss://user:secret@speech.example"),
        ("url", "wss://"),
        ("url", "wss://[::1"),
        ("url", "wss://speech.example/?Subscription-Key=abc"),
        ("language", "english"),
        ("language", "x"),
        ("endpoint_ids", "de-DE"),
        ("endpoint_ids", "de-DE=a b"),
        ("copy_on_stop", "maybe"),
        ("file_names", "{title} {name}"),
        ("file_names", "{}"),
        ("pause_ms", "99"),
        ("pause_ms", "5001"),
        ("pause_ms", "1.5"),
        ("longest_segment_s", "71"),
        ("phrase_weight", "nan"),
        ("phrase_weight", "2.1"),
        ("phrases", ",".join(map(str, range(501)))),
        ("replacements", "[["),
        ("replacements", "[1]"),
        ("replacements", '[{"find": ""}]'),
        ("replacements", '[{"find": "a", "color": 1}]'),
        ("replacements", '[{"find": "a", "regex": "yes"}]'),
        ("replacements", '[{"find": "(", "regex": true}]'),
        ("replacements", "[" * 100_000),
        ("text_size", "7"),
        ("text_size", ""),
        ("proxy_host", "http://proxy.example"),
        ("proxy_port", "0"),
        ("device", "a\x00b"),
        ("device", "a\ud800b"),
        ("proxy_user", "u" * 201),
    ],
)
def test_what_cannot_be_taken_is_said(name: str, typed: str) -> None:
    with pytest.raises(SettingsError) as caught:
        option(name).kind.parse(typed)
    assert caught.value.code == "bad_value"
    assert "must" in caught.value.detail or "a rule has no" in caught.value.detail


@pytest.mark.parametrize("value", [True, 1.0, "13", None, [], {}])
def test_a_number_of_the_file_is_a_number(value: object) -> None:
    with pytest.raises(SettingsError):
        option("text_size").kind.read(value)


def test_rules_keep_their_spaces_and_line_ends() -> None:
    kind = option("replacements").kind
    assert kind.read(kind.plain(RULES)) == RULES
    assert kind.parse(kind.show(RULES)) == RULES


def test_an_unknown_option_is_said() -> None:
    with pytest.raises(SettingsError) as caught:
        option("colour")
    assert (caught.value.code, caught.value.detail) == ("unknown_option", "colour")


AZURE = Settings(service=Service.AZURE, region="westeurope")


@pytest.mark.parametrize(
    ("name", "settings", "effective"),
    [
        ("region", Settings(), False),
        ("region", AZURE, True),
        ("punctuation", Settings(), False),
        ("punctuation", AZURE, True),
        ("text_size", Settings(), True),
        ("pause_ms", AZURE, False),
        ("pause_ms", replace(AZURE, segmentation=Segmentation.PAUSES), True),
        ("pause_ms", Settings(segmentation=Segmentation.PAUSES), False),
        ("longest_segment_s", replace(AZURE, segmentation=Segmentation.PAUSES), False),
        ("longest_segment_s", replace(AZURE, segmentation=Segmentation.PAUSES, pause_ms=500), True),
        ("post_refinement", AZURE, True),
        ("post_refinement", replace(AZURE, identify=Identify.AT_START), False),
        ("true_text", replace(AZURE, post_refinement=True), False),
        ("true_text", replace(AZURE, post_refinement=True, identify=Identify.AT_START), True),
        ("identify_languages", AZURE, False),
        ("proxy_host", AZURE, False),
        ("proxy_host", replace(AZURE, proxy=ProxyMode.OWN), True),
    ],
)
def test_an_option_says_why_it_has_no_effect(
    name: str, settings: Settings, effective: bool
) -> None:
    reason = option(name).unavailable(settings)
    assert (reason == "") is effective
    assert reason == "" or reason.endswith(".")


def test_how_long_sound_is_kept() -> None:
    assert [kept.days for kept in KeepSound] == [0, 7, 30, 90, None]
