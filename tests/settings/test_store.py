"""The settings file: edited by users, by two programs at once, and by accident."""

import os
import stat
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speechdesk.domain.vocabulary import ReplacementRule
from speechdesk.errors import SettingsError
from speechdesk.settings.choices import Theme
from speechdesk.settings.schema import OPTIONS, Settings
from speechdesk.settings.store import SettingsStore


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "config" / "settings.toml")


def written(store: SettingsStore, text: str | bytes) -> SettingsStore:
    store.path.parent.mkdir(exist_ok=True)
    store.path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return store


def problems(store: SettingsStore) -> list[tuple[str, str]]:
    return [(problem.code, problem.option) for problem in store.load().problems]


def backups(store: SettingsStore) -> list[str]:
    return sorted(path.name for path in store.path.parent.glob("*.bak*"))


def test_no_file_is_no_problem_and_reading_makes_none(store: SettingsStore) -> None:
    assert store.load().settings == Settings()
    assert problems(store) == []
    assert not store.path.parent.exists()


def test_what_is_changed_holds_afterwards_and_is_private(store: SettingsStore) -> None:
    rules = (ReplacementRule("a", "b\n", regex=True),)
    store.change({"text_size": 20, "theme": Theme.DARK, "pause_ms": 300, "replacements": rules})
    store.change({"endpoint_ids": (("de-DE", "x"),), "phrases": ("Müller", 'quo"te')})
    assert SettingsStore(store.path).load().settings == Settings(
        text_size=20,
        theme=Theme.DARK,
        pause_ms=300,
        replacements=rules,
        endpoint_ids=(("de-DE", "x"),),
        phrases=("Müller", 'quo"te'),
    )
    if os.name == "posix":
        assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700


def test_comments_unknown_keys_and_order_stay(store: SettingsStore) -> None:
    written(
        store,
        "# mine\ntext_size = 20  # large\nfrom_the_future = [1, 2]\n\n[table]\nx = 1979-05-27\n",
    )
    store.change({"text_size": 21, "language": "de-DE"})
    assert store.path.read_text() == (
        "# mine\ntext_size = 21  # large\nfrom_the_future = [1, 2]\n"
        'language = "de-DE"\n\n[table]\nx = 1979-05-27\n'
    )


def test_an_emptied_number_leaves_the_file(store: SettingsStore) -> None:
    store.change({"pause_ms": 300, "text_size": 20})
    store.change({"pause_ms": None})
    assert store.path.read_text() == "text_size = 20\n"


def test_a_bad_value_costs_that_value_only(store: SettingsStore) -> None:
    text = 'text_size = "big"\ntheme = "dark"\npause_ms = 1\n'
    loaded = written(store, text).load()
    assert loaded.settings == Settings(theme=Theme.DARK)
    assert [(problem.code, problem.option) for problem in loaded.problems] == [
        ("bad_value", "text_size"),
        ("bad_value", "pause_ms"),
    ]
    assert str(loaded.problems[0].error) == (
        "bad_value: text_size must be a whole number from 8 to 48"
    )
    assert store.path.with_name("settings.toml.bak").read_text() == text
    store.change({"pause_ms": 300})
    assert store.path.read_text() == 'text_size = "big"\ntheme = "dark"\npause_ms = 300\n'


@pytest.mark.parametrize(
    "content",
    [b"text_size = ", b"\xff\xfe\x00", b"\x00" * 50, b"a = 1\na = 2", b"a = " + b"[" * 100_000],
    ids=["half a line", "not UTF-8", "zeros after a power cut", "twice", "deep"],
)
def test_a_damaged_file_is_kept_and_the_defaults_hold(store: SettingsStore, content: bytes) -> None:
    written(store, content)
    assert store.load().settings == Settings()
    assert problems(store) == [("damaged", "")]
    assert store.change({"text_size": 20}).settings == Settings(text_size=20)
    assert problems(store) == []
    assert backups(store) == ["settings.toml.bak"]
    assert store.path.with_name("settings.toml.bak").read_bytes() == content


def test_a_file_damaged_after_it_was_read_is_kept_too(store: SettingsStore) -> None:
    store.change({"text_size": 20})
    written(store, "first = ")
    store.change({"text_size": 21})
    written(store, "second = ")
    store.change({"text_size": 22})
    assert backups(store) == ["settings.toml.bak", "settings.toml.bak2"]


def test_a_folder_or_an_endless_file_in_its_place_is_said(store: SettingsStore) -> None:
    store.path.mkdir(parents=True)
    assert problems(store) == [("unreadable", "")]
    with pytest.raises(SettingsError, match="unwritable"):
        store.change({"text_size": 20})
    store.path.rmdir()
    with store.path.open("wb") as file:
        file.truncate(1 << 40)
    assert problems(store) == [("unreadable", "")]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = SettingsStore(tmp_path / "file" / "settings.toml")
    with pytest.raises(SettingsError) as caught:
        store.change({"text_size": 20})
    assert caught.value.code == "unwritable"
    assert store.load().settings == Settings()


@pytest.mark.parametrize(("name", "value"), [("text_size", 7), ("nonsense", 1)])
def test_what_cannot_be_taken_is_not_written(
    store: SettingsStore, name: str, value: object
) -> None:
    store.change({"text_size": 20})
    with pytest.raises(SettingsError):
        store.change({"theme": Theme.DARK, name: value})
    assert store.path.read_text() == "text_size = 20\n"


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_stays_a_link(store: SettingsStore, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles.toml"
    target.write_text("text_size = 20\n")
    store.path.parent.mkdir()
    store.path.symlink_to(target)
    store.change({"text_size": 21})
    assert store.path.is_symlink()
    assert target.read_text() == "text_size = 21\n"


_WRITER = """
import sys
from pathlib import Path
from speechdesk.settings.store import SettingsStore
store = SettingsStore(Path(sys.argv[1]))
for number in range(1, 26):
    store.change({sys.argv[2]: number + 100})
"""


def test_writers_at_once_lose_nothing_of_each_other(store: SettingsStore) -> None:
    names = ["pause_ms", "initial_silence_ms", "proxy_port"]
    children = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(store.path), name]) for name in names
    ]
    threads = [
        threading.Thread(target=store.change, args=({"text_size": 8 + number},))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [child.wait(60) for child in children] == [0, 0, 0]
    found = store.load()
    assert found.problems == ()
    assert [getattr(found.settings, name) for name in names] == [125, 125, 125]
    assert found.settings.text_size in range(8, 12)


SIMPLE = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.datetimes()
)
KEYS = st.text(max_size=5)
PLAIN = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(sorted(OPTIONS)) | st.text(max_size=8)


def _toml(value: object) -> str:
    import tomlkit

    return tomlkit.item(value).as_string()


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file that is nearly right: known and unknown names, any values, then a few bytes wrong."""
    lines = []
    for name, value in draw(st.dictionaries(NAMES, PLAIN, max_size=6)).items():
        try:
            lines.append(f'"{name}" = {_toml(value)}')
        except Exception:
            lines.append(f"{name} = {value!r}")
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(data)))
        data = data[:place] + draw(st.binary(max_size=4)) + data[place + draw(st.integers(0, 4)) :]
    return data


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(content=files() | st.binary(max_size=60) | st.text(max_size=80).map(lambda t: t.encode()))
def test_no_file_breaks_reading_or_changing(store: SettingsStore, content: bytes) -> None:
    for backup in store.path.parent.glob("*.bak*"):
        backup.unlink()
    written(store, content)
    before = store.load()
    codes = {problem.code for problem in before.problems}
    assert codes <= {"bad_value", "damaged"}
    assert bool(backups(store)) == bool(codes)
    after = store.change({"text_size": 20, "proxy_user": "anna"})
    assert after.settings.text_size == 20
    assert after.settings.proxy_user == "anna"
    if codes != {"damaged"}:
        unknown = {k: v for k, v in tomllib.loads(content.decode("utf-8-sig")).items()
                   if k not in OPTIONS}  # fmt: skip
        kept = tomllib.loads(store.path.read_text(encoding="utf-8"))
        assert repr({name: kept[name] for name in unknown}) == repr(unknown)
