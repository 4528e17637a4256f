"""Everything the window can do, each with its words, icon and shortcut."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from speechdesk.ui.icons import Icons

_PRIMARY = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class _Spec:
    name: str
    text: str
    about: str
    keys: tuple[str, ...]
    icon: str = ""


class Actions:
    """The window's actions by name; all of them work wherever the keyboard is."""

    def __init__(self, window: QWidget, icons: Icons) -> None:
        self._actions: dict[str, QAction] = {}
        for spec in _specs(window):
            action = QAction(spec.text, window)
            if spec.icon:
                action.setIcon(icons.icon(spec.icon))
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setStatusTip(spec.about)
            keys = shortcut_text(action)
            action.setToolTip(f"{spec.about} ({keys})" if keys else spec.about)
            window.addAction(action)
            self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def all(self) -> tuple[QAction, ...]:
        return tuple(self._actions.values())


def shortcut_text(action: QAction) -> str:
    """Return the action's first shortcut as this desktop writes it."""
    keys = action.shortcuts()
    return keys[0].toString(_PRIMARY) if keys else ""


def all_shortcuts(action: QAction) -> str:
    """Return all shortcuts of the action, such as "F9, Ctrl+R"."""
    return ", ".join(keys.toString(_PRIMARY) for keys in action.shortcuts())


def _specs(w: QWidget) -> tuple[_Spec, ...]:
    return (
        _Spec(
            "record", w.tr("Record or stop"), w.tr("Record, or stop recording"), ("F9", "Ctrl+R")
        ),
        _Spec("pause", w.tr("Pause or go on"), w.tr("Stop recording for a while"), ("F8",)),
        _Spec("stop", w.tr("Stop"), w.tr("Stop recording, or close the search"), ("Esc",)),
        _Spec(
            "play",
            w.tr("Play or pause the sound"),
            w.tr("Hear what was said"),
            ("Ctrl+Space",),
            "play",
        ),
        _Spec("new", w.tr("New dictation"), w.tr("Start a new take"), ("Ctrl+N",), "new"),
        _Spec(
            "open",
            w.tr("Open audio…"),
            w.tr("Recognize an audio file; you can also drop one here"),
            ("Ctrl+O",),
            "open",
        ),
        _Spec("copy", w.tr("Copy all"), w.tr("Copy the whole text"), ("Ctrl+Shift+C",), "copy"),
        _Spec(
            "copy_plain",
            w.tr("Copy all as plain text"),
            w.tr("Copy the whole text without formatting"),
            ("Ctrl+Shift+T",),
        ),
        _Spec("save", w.tr("Save as…"), w.tr("Save the text as a file"), ("Ctrl+S",), "save"),
        _Spec(
            "find",
            w.tr("Find in this take"),
            w.tr("Find words in this take"),
            ("Ctrl+F",),
            "search",
        ),
        _Spec("find_next", w.tr("Next place found"), w.tr("Go to the next place found"), ("F3",)),
        _Spec(
            "find_previous",
            w.tr("Previous place found"),
            w.tr("Go to the previous place found"),
            ("Shift+F3",),
        ),
        _Spec(
            "doubtful",
            w.tr("Next doubtful word"),
            w.tr("Go to the next word that may have been misheard"),
            ("F4",),
            "doubt",
        ),
        _Spec(
            "search",
            w.tr("Search all takes"),
            w.tr("Search everything you said"),
            ("Ctrl+Shift+F",),
            "search",
        ),
        _Spec("rename", w.tr("Rename this take"), w.tr("Change the title"), ("Ctrl+T",), "rename"),
        _Spec(
            "side",
            w.tr("Show or hide the takes"),
            w.tr("Show or hide the list of takes"),
            ("Ctrl+L",),
            "sidebar",
        ),
        _Spec(
            "microphone", w.tr("Choose the microphone"), w.tr("Choose the microphone"), ("Alt+M",)
        ),
        _Spec("language", w.tr("Choose the language"), w.tr("Choose the language"), ("Alt+L",)),
        _Spec(
            "next_language",
            w.tr("Next favourite language"),
            w.tr("Speak the next of your favourite languages from now on"),
            ("F7",),
        ),
        _Spec(
            "service",
            w.tr("Choose where it is recognized"),
            w.tr("Choose where it is recognized"),
            ("Alt+B",),
        ),
        _Spec("larger", w.tr("Larger text"), w.tr("Larger text"), ("Ctrl++", "Ctrl+=")),
        _Spec("smaller", w.tr("Smaller text"), w.tr("Smaller text"), ("Ctrl+-",)),
        _Spec("normal", w.tr("Text of normal size"), w.tr("Text of normal size"), ("Ctrl+0",)),
        _Spec("settings", w.tr("Settings…"), w.tr("Change the settings"), ("Ctrl+,",), "settings"),
        _Spec(
            "commands",
            w.tr("What can I say?"),
            w.tr("List the spoken commands"),
            ("Ctrl+F1",),
        ),
        _Spec(
            "details",
            w.tr("Details of recognition…"),
            w.tr("Where, by which model, how fast, and how much was sent"),
            ("Ctrl+I",),
        ),
        _Spec(
            "doctor",
            w.tr("Check my setup…"),
            w.tr("Check microphone, network, service and more"),
            ("Shift+F1",),
        ),
        _Spec(
            "shortcuts", w.tr("Keyboard shortcuts"), w.tr("List all shortcuts"), ("F1",), "keyboard"
        ),
        _Spec("about", w.tr("About SpeechDesk"), w.tr("What it is, and its licences"), ()),
        _Spec("quit", w.tr("Quit"), w.tr("Stop, finish and close"), ("Ctrl+Q",)),
    )
