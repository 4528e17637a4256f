"""The tables of regions and locales."""

from speechdesk.domain.addresses import parse, regional_host
from speechdesk.settings import checks
from speechdesk.settings.tables import find_locale, find_region, locales, regions


def test_all_locales_of_the_documentation_are_there_once() -> None:
    tags = [locale.tag for locale in locales()]
    assert len(tags) == len(set(tags)) == 145
    assert len({tag.partition("-")[0] for tag in tags}) == 80
    assert tags == sorted(tags)


def test_each_locale_has_its_names_and_passes_our_own_check() -> None:
    for locale in locales():
        assert locale.native == locale.native.strip() != ""
        assert locale.english == locale.english.strip() != ""
        assert locale.english.isascii() or locale.tag in ("nb-NO", "tr-TR")
        assert checks.language(locale.tag) == locale.tag


def test_a_language_may_be_written_as_a_locale_of_the_system_is() -> None:
    assert checks.language("en_US") == "en-US"
    assert checks.language("ZH_hans_cn") == "zh-Hans-CN"


def test_no_two_locales_look_the_same() -> None:
    assert len({locale.native for locale in locales()}) == 145
    assert len({locale.english for locale in locales()}) == 145


def test_locales_are_found_whatever_their_capitals() -> None:
    found = find_locale("ZH-cn-SICHUAN")
    assert found is not None
    assert found.tag == "zh-CN-sichuan"
    assert find_locale("tlh-AQ") is None


def test_each_region_is_named_as_the_portal_names_it() -> None:
    assert len({region.name for region in regions()}) == len(regions()) >= 38
    for region in regions():
        assert checks.region(region.label) == region.name
        assert find_region(region.label) == find_region(region.name) == region
        assert parse(regional_host(region.name)).region == region.name
    assert find_region("westeurop") is None
