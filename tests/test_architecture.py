"""The rules of the shape: which way imports run, one door a library, and what is not done here."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Imports run downwards only; units on one line are siblings and don't know each other.
LAYERS = (
    ("__main__",),
    ("cli",),
    ("app",),
    ("ui",),
    ("session",),
    ("messages", "desktop_entry", "remote"),
    ("devices", "speech", "storage", "exporters", "settings", "host"),
    ("sound",),
    ("domain",),
    ("errors", "paths", "resources", "processes", "atomic", "expressions", "logs", "__init__"),
)
FOUNDATION = frozenset(LAYERS[-1])  # single modules that may use one another
HEIGHT = {unit: -row for row, units in enumerate(LAYERS) for unit in units}

# One door for each library: the files or folders that may import it.
DOORS = {
    "PySide6": ("ui/", "app.py"),
    "azure": ("speech/azure.py",),
    "docx": ("exporters/docx.py",),
    "keyring": ("settings/secrets.py",),
    "numpy": ("sound/",),
    "platformdirs": ("paths.py",),
    "pocketsphinx": ("host/engines/pocketsphinx.py",),
    "pulsectl": ("devices/pulse.py",),
    "regex": ("expressions.py",),
    "sounddevice": ("devices/portaudio.py",),
    "soundfile": ("sound/",),
    "soxr": ("sound/",),
    "sqlite3": ("storage/",),
    "tomlkit": ("settings/store.py",),
    "websockets": ("host/server.py",),
}
HEAVY = {"PySide6", "shiboken6", "azure", "numpy", "sounddevice", "soundfile", "keyring", "sqlite3"}


def python_files(folder: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path.relative_to(ROOT / folder).as_posix(), ast.parse(path.read_bytes())


def imported_names(tree: ast.AST) -> Iterator[str]:
    """Every dotted name that is imported, lazily or not; not what only the type checker sees."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            yield from imported_names(node)


def unit_of(file: str) -> str:
    return file.split("/")[0].removesuffix(".py")


def layer_breaks(file: str, tree: ast.Module) -> Iterator[str]:
    importer = unit_of(file)
    if importer not in HEIGHT:
        yield "has no place in the layers"
        return
    for name in imported_names(tree):
        if not name.startswith("speechdesk."):
            continue
        imported = name.split(".")[1]
        if imported not in HEIGHT:
            imported = "__init__"
        within = importer == imported or {importer, imported} <= FOUNDATION
        if not within and HEIGHT[imported] >= HEIGHT[importer]:
            yield f"imports {name}"


def door_breaks(file: str, tree: ast.Module) -> Iterator[str]:
    for name in imported_names(tree):
        library = name.split(".")[0]
        if library in DOORS:
            if not file.startswith(DOORS[library]):
                yield f"imports {library}"
        elif library != "speechdesk" and library not in sys.stdlib_module_names:
            yield f"imports {library}, which has no door"
        if unit_of(file) == "domain" and library not in {"speechdesk", *sys.stdlib_module_names}:
            yield f"imports {library} into the domain"


def state_breaks(file: str, tree: ast.Module) -> Iterator[str]:
    """Module-level things that change while the program runs."""
    names = set()
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
            continue
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        names |= {target.id for target in targets if isinstance(target, ast.Name)} - {"__all__"}
        if _is_empty_container_or_lock(statement.value):
            yield f"line {statement.lineno}: {ast.unparse(statement)}"
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        shadowed = {
            argument.arg for argument in ast.walk(function) if isinstance(argument, ast.arg)
        }
        shadowed |= {
            node.id
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Global):
                yield f"line {node.lineno}: {ast.unparse(node)}"
            elif (changed := _changed_name(node)) in names - shadowed:
                yield f"line {node.lineno}: changes {changed}"


def _is_empty_container_or_lock(value: ast.expr) -> bool:
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Call(func=ast.Name(id=name), args=[]) | ast.Call(func=ast.Attribute(attr=name)):
            makers = "list dict set bytearray deque defaultdict Lock RLock Event Condition Queue"
            return name in {*makers.split(), "SimpleQueue", "Semaphore", "ThreadPoolExecutor"}
        case _:
            return False


def _changed_name(node: ast.AST) -> str | None:
    match node:
        case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
            return name
        case ast.Call(
            func=ast.Attribute(
                value=ast.Name(id=name),
                attr="append" | "add" | "update" | "clear" | "pop" | "extend" | "setdefault",
            )
        ):
            return name
        case _:
            return None


def qt_breaks(file: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="processEvents"):
                yield f"line {node.lineno}: processEvents"
            case ast.ClassDef(bases=bases) if any(
                ast.unparse(base).split(".")[-1] == "QThread" for base in bases
            ):
                yield f"line {node.lineno}: a subclass of QThread"


def sleep_breaks(file: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="time"), attr="sleep"):
                yield f"line {node.lineno}: time.sleep"
            case ast.ImportFrom(module="time", names=names) if any(
                alias.name == "sleep" for alias in names
            ):
                yield f"line {node.lineno}: time.sleep"
            case (
                ast.Attribute(value=ast.Name(id="qtbot"), attr="wait")
                | ast.Attribute(attr="qWait" | "qSleep")
            ):
                yield f"line {node.lineno}: a wait for time"


Rule = Callable[[str, ast.Module], Iterator[str]]


@pytest.mark.parametrize(
    ("rule", "folder"),
    [
        (layer_breaks, "speechdesk"),
        (door_breaks, "speechdesk"),
        (state_breaks, "speechdesk"),
        (qt_breaks, "speechdesk"),
        (qt_breaks, "tests"),
        (sleep_breaks, "tests"),
    ],
)
def test_rule_is_kept(rule: Rule, folder: str) -> None:
    files = list(python_files(folder))
    assert len(files) > 10
    breaks = [f"{folder}/{file}: {what}" for file, tree in files for what in rule(file, tree)]
    assert breaks == []


def test_modules_import_in_no_circle() -> None:
    trees = {
        ("speechdesk/" + file).removesuffix(".py").removesuffix("/__init__").replace("/", "."): tree
        for file, tree in python_files("speechdesk")
    }
    graph = {
        module: {
            name if name in trees else name.rpartition(".")[0]
            for name in imported_names(tree)
            if name.startswith("speechdesk.")
        }
        for module, tree in trees.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"imports run in a circle: {' < '.join(error.args[1])}")


@pytest.mark.parametrize(
    ("rule", "file", "source"),
    [
        (layer_breaks, "sound/level.py", "import speechdesk.session.session"),
        (layer_breaks, "speech/worker.py", "from speechdesk.storage.history import History"),
        (layer_breaks, "ui/bridge.py", "def f():\n    from speechdesk import app"),
        (layer_breaks, "stray.py", ""),
        (door_breaks, "session/session.py", "from PySide6.QtCore import QObject"),
        (door_breaks, "cli/main.py", "def f():\n    import azure.cognitiveservices.speech"),
        (door_breaks, "cli/main.py", "import click"),
        (door_breaks, "domain/events.py", "import numpy"),
        (state_breaks, "a.py", "_cache = {}"),
        (state_breaks, "a.py", "lock = threading.Lock()"),
        (state_breaks, "a.py", "x = 1\ndef f():\n    global x\n    x = 2"),
        (state_breaks, "a.py", "TABLE = {1: 2}\ndef f():\n    TABLE[2] = 3"),
        (state_breaks, "a.py", "TABLE = [1]\ndef f():\n    TABLE.append(2)"),
        (qt_breaks, "a.py", "QApplication.processEvents()"),
        (qt_breaks, "a.py", "class Worker(QtCore.QThread): pass"),
        (sleep_breaks, "a.py", "import time\ntime.sleep(1)"),
        (sleep_breaks, "a.py", "from time import sleep"),
        (sleep_breaks, "a.py", "qtbot.wait(100)"),
    ],
)
def test_rule_sees_what_breaks_it(rule: Rule, file: str, source: str) -> None:
    assert list(rule(file, ast.parse(source)))


@pytest.mark.parametrize(
    ("rule", "file", "source"),
    [
        (layer_breaks, "cli/main.py", "from speechdesk import __version__, app"),
        (layer_breaks, "paths.py", "from speechdesk.errors import StorageError"),
        (layer_breaks, "sound/a.py", "if TYPE_CHECKING:\n    from speechdesk.ui import bridge"),
        (door_breaks, "ui/bridge.py", "from PySide6.QtCore import QObject"),
        (state_breaks, "a.py", "TABLE = {1: 2}\ndef f(TABLE):\n    TABLE[2] = 3"),
        (sleep_breaks, "a.py", "event.wait(5)"),
    ],
)
def test_rule_lets_pass_what_keeps_it(rule: Rule, file: str, source: str) -> None:
    assert list(rule(file, ast.parse(source))) == []


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["transcribe", "--help"]])
def test_a_light_command_loads_nothing_heavy(words: list[str]) -> None:
    assert loaded_by("-m", "speechdesk", *words) & HEAVY == set()


def test_what_is_behind_the_window_loads_nothing_before_it_is_needed() -> None:
    loaded = loaded_by("-c", "import speechdesk.session.backstage")
    assert loaded & (HEAVY | {"email", "http", "ssl"}) == {"sqlite3"}


def loaded_by(*arguments: str) -> set[str]:
    """Run Python and return the top names of all that it imports."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    loaded = {
        line.rpartition("|")[2].strip().split(".")[0]
        for line in ran.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "speechdesk" in loaded
    return loaded
