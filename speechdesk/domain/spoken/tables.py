"""The commands' tables of the languages that have one."""

import json

from speechdesk.domain.spoken.vocabulary import SpokenVocabulary, vocabulary_of
from speechdesk.resources import resource


def load_vocabulary(locale: str) -> SpokenVocabulary | None:
    """Return how commands are said in the language of `locale` (such as "de-AT"), or None."""
    language = locale.partition("-")[0].lower()
    if not language.isalpha():
        return None
    path = resource(f"commands/{language}.json")
    if not path.is_file():
        return None
    return vocabulary_of(json.loads(path.read_text(encoding="utf-8")))
