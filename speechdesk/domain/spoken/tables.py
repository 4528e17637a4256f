"""The commands' tables of the languages that have one."""

import json
from collections.abc import Iterable

from speechdesk.domain.spoken.vocabulary import OwnWords, SpokenVocabulary, vocabulary_of
from speechdesk.resources import resource


def load_vocabulary(locale: str, own: Iterable[OwnWords] = ()) -> SpokenVocabulary | None:
    """Return how commands are said in the language of `locale` (such as "de-AT"), or None.

    `own` are the user's words, of any languages. Raises ValueError where they contradict.
    """
    language = locale.partition("-")[0].lower()
    if not language.isalpha():
        return None
    path = resource(f"commands/{language}.json")
    if not path.is_file():
        return None
    table = json.loads(path.read_text(encoding="utf-8"))
    return vocabulary_of({**table, **table.get("varieties", {}).get(locale, {})}, own)


def languages() -> list[str]:
    """Return the languages that have a table, such as "en"."""
    return sorted(path.stem for path in resource("commands").glob("*.json"))
