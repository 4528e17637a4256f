"""The message of an error that came back from the pool."""

from speechdesk.errors import SpeechDeskError
from speechdesk.messages import Message, message_for


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
