"""Every option, declared once: the file, the dialog, the command line and the README follow it."""

# ruff: noqa: RUF009 - `declare` returns a dataclass field

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from speechdesk.domain import limits
from speechdesk.domain.connection import Service
from speechdesk.domain.file_names import DEFAULT_TEMPLATE
from speechdesk.domain.spoken.vocabulary import OwnWords
from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.errors import SettingsError
from speechdesk.settings import checks, reasons
from speechdesk.settings.choices import (
    CatchUp,
    Identify,
    Insertion,
    KeepSound,
    Profanity,
    ProxyMode,
    Punctuation,
    RecordMode,
    Segmentation,
    SignIn,
    Theme,
)
from speechdesk.settings.kinds import Choice, Decimal, Pairs, Rules, Switch, Text, Texts, Whole
from speechdesk.settings.option import Applies, Option, Section, declare
from speechdesk.settings.own_words import CommandWords

_PHRASE = Applies.NEXT_PHRASE


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. Texts are "" and lists are empty where the user chose nothing."""

    service: Service = declare(
        Service.LOCAL,
        Choice(
            (
                (Service.LOCAL, "This computer"),
                (Service.AZURE, "Azure Speech"),
                (Service.CONTAINER, "Speech container"),
            )
        ),
        Section.RECOGNITION,
        "Where is your speech recognized?",
        "This computer: English, basic accuracy, nothing leaves it. Azure: your own resource. "
        "Container: a host in your network.",
        applies=_PHRASE,
    )
    region: str = declare(
        "",
        Text(60, checks.region, "westeurope"),
        Section.RECOGNITION,
        "Region",
        "The region of the Azure resource, when no address is set.",
        applies=_PHRASE,
        unavailable=reasons.only_azure,
    )
    url: str = declare(
        "",
        Text(500, checks.service_url, "https://…"),
        Section.RECOGNITION,
        "Address",
        "The Azure endpoint, or the container's host.",
        applies=_PHRASE,
        unavailable=reasons.not_for_local,
    )
    other_places: tuple[tuple[str, str], ...] = declare(
        (),
        Pairs(len(Service), checks.service_name, checks.place),
        Section.RECOGNITION,
        "Other places",
        "Region or address of the services that are not in use now.",
        shown=False,
    )
    sign_in: SignIn = declare(
        SignIn.KEY,
        Choice(
            (
                (SignIn.KEY, "Key"),
                (SignIn.TOKEN, "Authorization token"),
                (SignIn.COMMAND, "Authorization token from a command"),
                (SignIn.ENTRA, "Microsoft Entra ID"),
            )
        ),
        Section.RECOGNITION,
        "Sign in with",
        "A key is kept in the keyring. A token ends after ten minutes and is never kept; a command "
        "is run again in time. Entra ID needs the address of your own resource, and `az login`.",
        applies=_PHRASE,
        unavailable=reasons.not_for_local,
    )
    token_command: str = declare(
        "",
        Text(1000, checks.command, "az account get-access-token --query accessToken -o tsv"),
        Section.RECOGNITION,
        "Command that prints a token",
        "It is run, without a shell, when recognition starts and every eight minutes. Its output "
        "is the token, and is never kept or logged.",
        applies=_PHRASE,
        unavailable=reasons.only_token_command,
    )
    endpoint_id: str = declare(
        "",
        Text(100, checks.endpoint_id, "none"),
        Section.RECOGNITION,
        "Custom model (endpoint ID)",
        "The endpoint ID of your custom speech model.",
        applies=_PHRASE,
        unavailable=reasons.not_for_local,
    )
    endpoint_ids: tuple[tuple[str, str], ...] = declare(
        (),
        Pairs(150, checks.language, checks.endpoint_id),
        Section.RECOGNITION,
        "Custom models by language",
        "Endpoint IDs that hold for one language each, such as de-DE=1a2b….",
        applies=_PHRASE,
        unavailable=reasons.not_for_local,
    )
    plain_host: str = declare(
        "",
        Text(253, checks.host),
        Section.RECOGNITION,
        "Host without encryption",
        "The one other computer that may be reached unencrypted (ws://), and only without a key.",
        applies=_PHRASE,
        unavailable=reasons.not_for_local,
        shown=False,
    )
    catch_up: CatchUp = declare(
        CatchUp.AUTOMATIC,
        Choice(
            (
                (CatchUp.AUTOMATIC, "Fast, but for Azure twice as fast as speech"),
                (CatchUp.STEADY, "Twice as fast as speech"),
                (CatchUp.FAST, "As fast as the service takes it"),
            )
        ),
        Section.RECOGNITION,
        "Catching up",
        "How fast the sound is sent after an interruption, or from a file.",
        applies=_PHRASE,
    )
    language: str = declare(
        "en-US",
        Text(35, checks.language, "en-US"),
        Section.LANGUAGE,
        "Language",
        "The language that is spoken.",
        applies=_PHRASE,
    )
    favourite_languages: tuple[str, ...] = declare(
        (),
        Texts(10, 35, checks.language),
        Section.LANGUAGE,
        "Favourite languages",
        "The languages that a shortcut switches between, even while dictating.",
    )
    recent_languages: tuple[str, ...] = declare(
        (),
        Texts(10, 35, checks.language),
        Section.LANGUAGE,
        "Recent languages",
        "The languages that were used last, newest first.",
        shown=False,
    )
    identify: Identify = declare(
        Identify.OFF,
        Choice(
            (
                (Identify.OFF, "No: one language"),
                (Identify.AT_START, "When recording starts (up to 4 languages)"),
                (Identify.CONTINUOUSLY, "Again and again (up to 10 languages)"),
            )
        ),
        Section.LANGUAGE,
        "Find out the language",
        "The service chooses between the language above and those listed below.",
        applies=_PHRASE,
        unavailable=reasons.local_cannot,
    )
    identify_languages: tuple[str, ...] = declare(
        (),
        Texts(limits.LANGUAGES_CONTINUOUSLY, 35, checks.language),
        Section.LANGUAGE,
        "Languages to choose between",
        "Beside the language above; one variety of each language.",
        applies=_PHRASE,
        unavailable=reasons.needs_identification,
    )
    record_mode: RecordMode = declare(
        RecordMode.CONTINUOUS,
        Choice(
            (
                (RecordMode.CONTINUOUS, "Until I press it again"),
                (RecordMode.SENTENCE, "One sentence: until a pause, 15 seconds at most"),
                (RecordMode.HOLD, "While I hold it down"),
            )
        ),
        Section.TEXT,
        "The Record button records",
        "The same holds for its key.",
    )
    insertion: Insertion = declare(
        Insertion.MARK,
        Choice(((Insertion.MARK, "At the insertion mark"), (Insertion.END, "Always at the end"))),
        Section.TEXT,
        "Insert what is spoken",
        "The mark stands where dictation was started, or where you move it.",
    )
    copy_on_stop: bool = declare(
        False,
        Switch(),
        Section.TEXT,
        "Copy the text when I stop",
        "The whole text is put on the clipboard when a dictation has ended.",
    )
    punctuation: Punctuation = declare(
        Punctuation.DEFAULT,
        Choice(
            (
                (Punctuation.DEFAULT, "As the service does by itself"),
                (Punctuation.AUTOMATIC, "Automatic"),
                (Punctuation.EXPLICIT, "Only what is spoken"),
                (Punctuation.NONE, "None"),
            )
        ),
        Section.TEXT,
        "Punctuation by the service",
        "Which full stops and commas the service sets.",
        applies=_PHRASE,
        unavailable=reasons.local_cannot,
    )
    dictation: bool = declare(
        False,
        Switch(),
        Section.TEXT,
        "Dictation mode of the service",
        "The service itself turns spoken marks such as “comma” into signs.",
        applies=_PHRASE,
        unavailable=reasons.local_cannot,
    )
    profanity: Profanity = declare(
        Profanity.DEFAULT,
        Choice(
            (
                (Profanity.DEFAULT, "As the service does by itself"),
                (Profanity.MASKED, "Masked with asterisks"),
                (Profanity.REMOVED, "Removed"),
                (Profanity.RAW, "Written as spoken"),
            )
        ),
        Section.TEXT,
        "Swear words",
        "What becomes of words that the service takes for swear words.",
        applies=_PHRASE,
        unavailable=reasons.local_cannot,
    )
    true_text: bool = declare(
        False,
        Switch(),
        Section.TEXT,
        "Tidy up (TrueText)",
        "Leaves out hesitations and repeated words. May work against spoken punctuation.",
        applies=_PHRASE,
        unavailable=reasons.excluded_by_refinement,
    )
    post_refinement: bool = declare(
        False,
        Switch(),
        Section.TEXT,
        "Second pass (PostRefinement)",
        "Finished sentences are read once more by a larger model. Excludes TrueText.",
        applies=_PHRASE,
        unavailable=reasons.needs_one_language,
    )
    stable_partials: int | None = declare(
        None,
        Whole(*limits.STABLE_PARTIALS, optional=True),
        Section.TEXT,
        "Steadiness of the text under way",
        "Higher: words appear later, and change less. Empty: the service's own.",
        applies=_PHRASE,
        unavailable=reasons.local_cannot,
    )
    segmentation: Segmentation = declare(
        Segmentation.DEFAULT,
        Choice(
            (
                (Segmentation.DEFAULT, "As the service does by itself"),
                (Segmentation.PAUSES, "At pauses"),
                (Segmentation.MEANING, "Where the meaning ends"),
            )
        ),
        Section.TEXT,
        "Sentences end",
        "At meaning, the service gives no confidence and no alternatives for words.",
        applies=_PHRASE,
        unavailable=reasons.local_cannot,
    )
    pause_ms: int | None = declare(
        None,
        Whole(*limits.PAUSE_MS, "ms", optional=True, slider=True),
        Section.TEXT,
        "Length of the pause",
        "A silence of this length ends a sentence. Empty: the service's own.",
        applies=_PHRASE,
        unavailable=reasons.only_at_pauses,
    )
    longest_segment_s: int | None = declare(
        None,
        Whole(*limits.LONGEST_SEGMENT_S, "s", optional=True),
        Section.TEXT,
        "Longest sentence",
        "After this time a sentence is ended even without a pause.",
        applies=_PHRASE,
        unavailable=reasons.needs_own_pause,
    )
    initial_silence_ms: int | None = declare(
        None,
        Whole(*limits.INITIAL_SILENCE_MS, "ms", optional=True),
        Section.TEXT,
        "Silence before the first word",
        "How long the service waits before it reports silence. 0: it never does.",
        applies=_PHRASE,
        unavailable=reasons.local_cannot,
    )
    file_names: str = declare(
        DEFAULT_TEMPLATE,
        Text(200, checks.file_names, DEFAULT_TEMPLATE),
        Section.TEXT,
        "Names of exported files",
        "{title}, {date}, {time} and {language} are filled in.",
    )
    spoken_commands: bool = declare(
        True,
        Switch(),
        Section.COMMANDS,
        "Heed spoken commands",
        "“New line”, “scratch that” and others shape the text instead of being written.",
    )
    spoken_punctuation: bool = declare(
        True,
        Switch(),
        Section.COMMANDS,
        "Write spoken punctuation as signs",
        "“Comma”, “full stop” and others become signs.",
    )
    command_words: tuple[OwnWords, ...] = declare(
        (),
        CommandWords(),
        Section.COMMANDS,
        "Your own words for commands",
        "How you say a command, in place of the usual ways. Empty: that command is not heeded.",
    )
    phrases: tuple[str, ...] = declare(
        (),
        Texts(limits.PHRASES, 200),
        Section.VOCABULARY,
        "Words to expect",
        "Names and terms the service should know, one a line, up to 500.",
        applies=_PHRASE,
        unavailable=reasons.local_cannot,
    )
    phrase_weight: float = declare(
        1.0,
        Decimal(*limits.PHRASE_WEIGHT, 0.1),
        Section.VOCABULARY,
        "Weight of these words",
        "From 0 (hardly) to 2 (strongly); 1 is the service's own.",
        applies=_PHRASE,
        unavailable=reasons.local_cannot,
    )
    replacements: tuple[ReplacementRule, ...] = declare(
        (),
        Rules(500, checks.language),
        Section.VOCABULARY,
        "Replacements",
        "What is written instead of what was recognized.",
    )
    device: str = declare(
        "",
        Text(500),
        Section.SOUND,
        "Microphone",
        "Kept by its name, so that it is found again when it was unplugged.",
    )
    keep_audio: KeepSound = declare(
        KeepSound.DAYS_30,
        Choice(
            (
                (KeepSound.UNTIL_STOPPED, "Until it is recognized"),
                (KeepSound.DAYS_7, "7 days"),
                (KeepSound.DAYS_30, "30 days"),
                (KeepSound.DAYS_90, "90 days"),
                (KeepSound.ALWAYS, "Always"),
            )
        ),
        Section.SOUND,
        "Keep recordings",
        "The text stays. A recording that is not fully recognized is never deleted.",
    )
    theme: Theme = declare(
        Theme.SYSTEM,
        Choice(
            ((Theme.SYSTEM, "As the system"), (Theme.LIGHT, "Light"), (Theme.DARK, "Dark")),
        ),
        Section.LOOK,
        "Colours",
        "High contrast is always taken from the system.",
    )
    text_size: int = declare(
        13,
        Whole(8, 48, "pt"),
        Section.LOOK,
        "Size of the transcript's text",
        "Also with Ctrl and + or −.",
    )
    proxy: ProxyMode = declare(
        ProxyMode.SYSTEM,
        Choice(
            (
                (ProxyMode.SYSTEM, "As the system"),
                (ProxyMode.NONE, "None"),
                (ProxyMode.OWN, "This one"),
            )
        ),
        Section.NETWORK,
        "Proxy",
        "The computer through which the service is reached.",
        applies=_PHRASE,
        unavailable=reasons.not_for_local,
    )
    proxy_host: str = declare(
        "",
        Text(253, checks.host, "proxy.example.com"),
        Section.NETWORK,
        "Proxy's host",
        "Its name or address.",
        applies=_PHRASE,
        unavailable=reasons.only_own_proxy,
    )
    proxy_port: int = declare(
        8080,
        Whole(1, 65535),
        Section.NETWORK,
        "Proxy's port",
        "Often 8080 or 3128.",
        applies=_PHRASE,
        unavailable=reasons.only_own_proxy,
    )
    proxy_user: str = declare(
        "",
        Text(200),
        Section.NETWORK,
        "Proxy's user",
        "Empty where the proxy asks for none. The password is kept in the keyring.",
        applies=_PHRASE,
        unavailable=reasons.only_own_proxy,
    )

    @property
    def is_local(self) -> bool:
        """Whether this computer recognizes."""
        return self.service is Service.LOCAL


def _options() -> dict[str, Option]:
    return {
        found.name: Option(name=found.name, default=found.default, **found.metadata)
        for found in fields(Settings)
    }


OPTIONS: Mapping[str, Option] = MappingProxyType(_options())


def option(name: str) -> Option:
    """Return the option `name`, or raise SettingsError("unknown_option")."""
    try:
        return OPTIONS[name]
    except KeyError:
        raise SettingsError("unknown_option", name) from None
