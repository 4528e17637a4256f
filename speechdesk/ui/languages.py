"""The names of languages, as one picks and finds them."""

from collections.abc import Iterable

from speechdesk.settings.tables import Locale, find_locale


def named(tag: str) -> Locale:
    """Return the locale of `tag`; one that is not in the table is named by its tag."""
    return find_locale(tag) or Locale(tag, tag, tag)


def short_name(tag: str) -> str:
    """Return the language's own name without its country, such as "Deutsch"."""
    return named(tag).native.partition(" (")[0]


def compact_name(tag: str) -> str:
    """Return the language's own name with the code of its country, such as "Deutsch (AT)"."""
    language, _, rest = tag.partition("-")
    country = rest.rpartition("-")[2]
    return f"{short_name(tag)} ({country})" if language and country else short_name(tag)


def matches(locale: Locale, words: Iterable[str]) -> bool:
    """Return whether each of `words` (lower case) begins a word of a name or the tag."""
    whole = f"{locale.native} {locale.english} {locale.tag}".lower().replace("(", "")
    parts = whole.split()
    return all(
        any(part.startswith(word) for part in parts) or (len(word) > 2 and word in whole)
        for word in words
    )
