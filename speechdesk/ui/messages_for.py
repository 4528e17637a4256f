"""The messages of problems that do not come from the session."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from speechdesk.errors import SpeechDeskError
from speechdesk.messages import Mend, Message, message_for
from speechdesk.settings.store import Loaded

if TYPE_CHECKING:
    from speechdesk.session.backstage import Opened


def problem_message(error: Exception, subject: str = "") -> Message:
    """Return what to tell of `error`; `subject`, such as a file's name, stands before it.

    An error that is none of ours is a fault of the program: raised, so that it is logged and seen.
    """
    if isinstance(error, SpeechDeskError):
        message = message_for(error)
    elif isinstance(error, OSError):
        message = Message(error.strerror or type(error).__name__, details=str(error.filename or ""))
    else:
        raise error
    if not subject:
        return message
    return Message(
        f"{subject}: {message.what}", message.safe, message.mend, message.details, message.command
    )


def unsaved_message(error: Exception, subject: str) -> Message:
    """Return what to tell where `subject` could not be saved as a file."""
    if not isinstance(error, OSError):
        return problem_message(error, subject)
    why = error.strerror or type(error).__name__
    what = _tr("{subject} cannot be saved there: {why}.").format(subject=subject, why=why)
    return Message(what, details=str(error.filename or ""))


def settings_message(loaded: Loaded) -> Message:
    """Return what to tell of a settings file of which not all could be taken."""
    return Message(
        _tr("Not all settings could be read; the usual values hold in their place."),
        _tr("The file as it was is kept beside it, with the ending .bak."),
        Mend.SETTINGS,
        "\n".join(message_for(problem.error).line for problem in loaded.problems),
    )


def history_message(opened: "Opened") -> Message | None:
    """Return what to tell when the user's own history could not be opened as it was."""
    if opened.error is not None:
        problem = message_for(opened.error)
        return Message(
            problem.what,
            _tr(
                "You can dictate. What you say now is only kept for a while, in {folder}:"
                " save it as a file."
            ).format(folder=opened.home.data),
            Mend.OPEN_FOLDER,
            problem.details,
        )
    if opened.set_aside:
        return Message(
            _tr("The history was damaged."),
            _tr("What could be read of it was carried over; the damaged file is kept."),
            Mend.OPEN_FOLDER,
            opened.set_aside,
        )
    return None


def _tr(text: str) -> str:
    return QCoreApplication.translate("Messages", text)
